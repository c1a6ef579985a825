/** The list of what is open before the document is done: a figure jumps to a span, Ctrl+Enter is done anyway. */

import { chip, root, state } from "./state.js";

const list = /** @type {HTMLElement} */ (document.getElementById("unfinished"));
/** Brings it up to date, if it is there. */
async function refresh() {
  const { revision, url } = root.dataset;
  const shown = list.querySelector("ol")?.dataset;
  if (!shown || shown.revision === revision) return;
  shown.revision = revision;
  const answer = await fetch(`${url}/unfinished`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const held = list.contains(document.activeElement);
  list.innerHTML = await answer.text();
  if (held) (list.querySelector("a") ?? root).focus();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, code, ctrlKey, metaKey } = event;
  // On a French keyboard the figures need Shift.
  const figure = Number(key) || Number(code.replace("Digit", ""));
  const link = list.querySelectorAll("a")[figure - 1];
  if (key === "Escape") {
    list.replaceChildren();
    (chip(state.active) ?? root).focus();
  } else if (key === "Enter" && (ctrlKey || metaKey)) list.querySelector("form")?.requestSubmit();
  else if (link && figure < 10) link.click();
  else return;
  event.preventDefault();
}

export function listen() {
  list.addEventListener("keydown", pressed);
  root.addEventListener("activated", refresh);
}
