/** Somebody else's work: a click or Tab makes a span the active one; nothing is changed. */

import { go } from "./acts.js";
import { nextSpan } from "./keys.js";
import { activate, extentOf, root, state } from "./state.js";

/** Escape was pressed: Tab leaves the text. */
let escaped = false;

/** @param {string} id */
function length(id) {
  const { start, end } = extentOf(id) ?? { start: 0, end: 0 };
  return end - start;
}

/** @param {MouseEvent} event */
function clicked({ target }) {
  if (!(target instanceof Element) || !getSelection()?.isCollapsed) return;
  const tag = target.closest(".c");
  const own = tag?.getAttribute("data-of") ?? tag?.id.slice(2);
  const ids = target.closest("[data-i]")?.getAttribute("data-i")?.split(" ") ?? [];
  ids.sort((a, b) => length(a) - length(b));
  // Again at the same place is the next outer one.
  go(own ?? ids[(ids.indexOf(state.active) + 1) % ids.length] ?? "");
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
  const step =
    key === "Tab" && !escaped && !(ctrlKey || altKey || metaKey) ? nextSpan(!shiftKey) : null;
  if (key !== "Shift") escaped = key === "Escape";
  if (escaped) {
    activate("");
    root.focus({ preventScroll: true });
  }
  if (!step) return;
  event.preventDefault();
  step();
}

root.addEventListener("click", clicked);
root.addEventListener("keydown", pressed);
