/** A drag that leaves the text goes on at the nearest place in it: browsers would go on to the end of the page. */

import { caretAt } from "./selection.js";
import { root, state } from "./state.js";

/** Where the mouse is. @type {MouseEvent | null} */
let mouse = null;
/** It was pressed in the text and not on a label, which is pulled. */
let isSelecting = true;

/** @param {EventTarget | null} target */
const isText = (target) => target instanceof Node && root.contains(target);

function hold() {
  const selection = getSelection();
  if (!mouse || !selection || !state.dragging || !isSelecting) return;
  if (isText(mouse.target) || !isText(selection.anchorNode)) return;
  const { startContainer: node, startOffset: at } = nearest(mouse);
  const isThere = selection.focusNode === node && selection.focusOffset === at;
  if (isText(node) && !isThere) selection.extend(node, at);
}

/** @param {MouseEvent} event */
function nearest({ clientX, clientY }) {
  const { left, right, top, bottom } = root.getBoundingClientRect();
  const ceiling = document.querySelector(".tools")?.getBoundingClientRect().bottom ?? 0;
  const within = (
    /** @type {number} */ n,
    /** @type {number} */ least,
    /** @type {number} */ most,
  ) => Math.max(least + 1, Math.min(n, most - 1));
  const y = within(clientY, Math.max(top, ceiling), Math.min(bottom, innerHeight));
  return caretAt(within(clientX, left, right), y);
}

addEventListener("mousedown", ({ target }) => {
  isSelecting = !(target instanceof Element && target.closest(".c"));
});
addEventListener("mousemove", (event) => {
  mouse = event;
});
// Before what is selected is looked at.
addEventListener(
  "mouseup",
  (event) => {
    mouse = event;
    hold();
  },
  true,
);
document.addEventListener("selectionchange", hold);
