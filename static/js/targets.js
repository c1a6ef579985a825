/** The list of all spans to which the active one may be linked, wherever they lie. */

import { drawn, root, state } from "./state.js";

/** The list is asked for when the typing rests. */
const REST = 150;
let timer = 0;
/** @type {HTMLElement | null} */
let pane = null;
/** The span that is being linked. */
let source = "";

export async function open() {
  if (!(await drawn())) return;
  source = state.active;
  if (await load(new URLSearchParams())) focus(pane?.querySelector("[type=search]"));
}

/** @param {URLSearchParams} query */
async function load(query) {
  const answer = await fetch(`${root.dataset.url}/spans/${source}/targets?${query}`).catch(
    () => null,
  );
  if (!answer?.ok || answer.redirected || state.active !== source) return false;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const made = /** @type {HTMLElement} */ (template.content.firstElementChild);
  // What is typed and where the focus is stay.
  const list = pane?.isConnected && pane.querySelector("ul");
  if (list) list.replaceWith(made.querySelector("ul") ?? "");
  else {
    pane = made;
    root.closest(".workplace")?.append(made);
    made.addEventListener("input", typed);
    made.addEventListener("keydown", pressed);
    made.addEventListener("submit", () => setTimeout(close));
    made.querySelector(".close")?.addEventListener("click", close);
  }
  return true;
}

function typed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const fields = new FormData(/** @type {HTMLFormElement} */ (pane));
    load(new URLSearchParams({ q: `${fields.get("q")}`, label: `${fields.get("label")}` }));
  }, REST);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, target } = event;
  const rows = [...(pane?.querySelectorAll("li button") ?? [])];
  const at = rows.indexOf(/** @type {Element} */ (target));
  if (key === "Escape") close();
  else if (key === "ArrowDown" && !(target instanceof HTMLSelectElement)) focus(rows[at + 1]);
  else if (key === "ArrowUp" && at >= 0)
    focus(rows[at - 1] ?? pane?.querySelector("[type=search]"));
  else if (key === "Enter" && target instanceof HTMLInputElement) focus(rows[0]);
  else return;
  event.preventDefault();
}

/** @param {Element | null} [element] */
const focus = (element) => element instanceof HTMLElement && element.focus();

function close() {
  clearTimeout(timer);
  pane?.remove();
  pane = null;
  root.focus({ preventScroll: true });
}

root.addEventListener("activated", () => pane && state.active !== source && close());
