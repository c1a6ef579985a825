/** The project's guidelines beside the text, fetched when they are first wanted. */

import { root } from "./state.js";

const KEPT = "guidelines";
const link = /** @type {HTMLAnchorElement} */ (document.getElementById("guidelines-link"));
const pane = /** @type {HTMLElement} */ (document.getElementById("guidelines"));

async function fill() {
  const answer = await fetch(link.href).catch(() => null);
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = answer?.ok && page?.querySelector(".prose, .empty");
  if (said) pane.replaceChildren(...said.childNodes);
  return Boolean(said);
}

/** @param {boolean} [focused] whether the reader asked for them just now */
export async function toggle(focused = true) {
  const open = pane.hidden;
  if (open && !pane.childElementCount && !(await fill())) {
    if (focused) location.assign(link.href);
    return;
  }
  pane.hidden = !open;
  link.setAttribute("aria-expanded", `${open}`);
  localStorage.setItem(KEPT, open ? "open" : "");
  if (open && focused) pane.focus();
  else if (focused) root.focus({ preventScroll: true });
}

pane.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") root.focus();
});
