/** The list of what is open before the document is done: a figure jumps to a span, Ctrl+Enter is done anyway. */

import { chip, root, state } from "./state.js";

const list = /** @type {HTMLElement} */ (document.getElementById("unfinished"));
/** The revision that it shows. */
let shown = root.dataset.revision;

/** Brings it up to date, if it is there. */
async function refresh() {
  const { revision, url } = root.dataset;
  if (!list.childElementCount || shown === revision) return;
  shown = revision;
  const answer = await fetch(`${url}/unfinished`).catch(() => null);
  if (answer?.ok && !answer.redirected) list.innerHTML = await answer.text();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, ctrlKey, metaKey } = event;
  const links = list.querySelectorAll("a");
  if (key === "Escape") {
    list.replaceChildren();
    (chip(state.active) ?? root).focus();
  } else if (key === "Enter" && (ctrlKey || metaKey)) list.querySelector("form")?.requestSubmit();
  else if (/^[1-9]$/.test(key) && links[Number(key) - 1]) links[Number(key) - 1].click();
  else return;
  event.preventDefault();
}

export function listen() {
  list.addEventListener("keydown", pressed);
  root.addEventListener("activated", refresh);
}
