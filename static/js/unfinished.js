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
