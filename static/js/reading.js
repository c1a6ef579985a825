/** Somebody else's work: a click or Tab makes a span the active one; nothing is changed. */

import { go } from "./acts.js";
import { nextSpan } from "./keys.js";
import { spanUnder } from "./mouse.js";
import { activate, root } from "./state.js";

/** Escape was pressed: Tab leaves the text. */
let escaped = false;

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

root.addEventListener("click", (event) => getSelection()?.isCollapsed && go(spanUnder(event)));
root.addEventListener("keydown", pressed);
