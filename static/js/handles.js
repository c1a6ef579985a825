/** Handles on the edges of the active span, to be dragged with the mouse or a finger, and buttons that move them. */

import { moveEdge, putEdge } from "./acts.js";
import { offsetsToRange } from "./offsets.js";
import * as popover from "./popover.js";
import { offsetUnder, snapped } from "./selection.js";
import { paint, release, root, state } from "./state.js";

/** @typedef {"start" | "end"} Side */

/** @type {Side[]} */
const SIDES = ["start", "end"];
const handles = SIDES.map((side) => {
  const handle = document.createElement("span");
  handle.className = `edge ${side}`;
  handle.setAttribute("aria-hidden", "true");
  handle.addEventListener("pointerdown", (event) => grab(event, side));
  // Else the mouse would begin to select.
  handle.addEventListener("mousedown", (event) => event.preventDefault());
  root.parentElement?.append(handle);
  return handle;
});
let frame = 0;
/** The pointer that holds a handle. */
let held = -1;

function place() {
  const { extent } = state;
  const box = root.parentElement?.getBoundingClientRect();
  const range = extent && box && offsetsToRange(root, extent.start, extent.end);
  const lines = range ? [...range.getClientRects()].filter(({ width }) => width) : [];
  handles.forEach((handle, n) => {
    const last = lines.at(-n);
    handle.hidden = !last;
    if (!last || !box || !range) return;
    const line = wholeLine(last, lines);
    const point = n ? range.endContainer : range.startContainer;
    const block = point.parentElement?.closest(".b");
    const rtl = block && getComputedStyle(block).direction === "rtl";
    const x = Boolean(n) === Boolean(rtl) ? line.left : line.right;
    handle.style.left = `${x - box.left}px`;
    handle.style.top = `${line.top - box.top}px`;
    handle.style.height = `${line.height}px`;
  });
}

/** What is marked of a line: in text of both directions its pieces lie in another order than they are read.
 * @param {DOMRect} piece @param {DOMRect[]} pieces */
function wholeLine({ top, height }, pieces) {
  const beside = pieces.filter((one) => Math.abs(one.top - top) < height / 2);
  const left = Math.min(...beside.map((one) => one.left));
  return { left, right: Math.max(...beside.map((one) => one.right)), top, height };
}

/** What is pressed goes to the text below. @param {boolean} on */
function letThrough(on) {
  for (const handle of handles) handle.style.pointerEvents = on ? "none" : "";
}

let wait = 0;
/** A click brings the handles, and they may lie where it was: the next one at that place goes to the text, for a double
 * click. @param {PointerEvent} event */
function clicked({ pointerType, clientX, clientY }) {
  if (pointerType !== "mouse") return;
  const control = new AbortController();
  const over = () => {
    control.abort();
    letThrough(false);
  };
  /** @param {PointerEvent} now */
  const moved = (now) => {
    if (Math.hypot(now.clientX - clientX, now.clientY - clientY) > 4) over();
  };
  clearTimeout(wait);
  wait = setTimeout(over, 500);
  letThrough(true);
  document.addEventListener("pointermove", moved, { signal: control.signal });
}
root.addEventListener("pointerdown", clicked);

/** @param {PointerEvent} event @param {Side} side */
function grab(event, side) {
  const { pointerId, clientX, clientY, button } = event;
  const old = state.extent;
  if (held >= 0 || button !== 0 || !old) return;
  event.preventDefault();
  const handle = /** @type {HTMLElement} */ (event.currentTarget);
  const { left, right, top, bottom } = handle.getBoundingClientRect();
  // The finger keeps its distance to the edge that it moves.
  const [dx, dy] = [(left + right) / 2 - clientX, (top + bottom) / 2 - clientY];
  handle.setPointerCapture(pointerId);
  popover.hide();
  held = pointerId;
  // What is under the finger is looked for below the handles.
  clearTimeout(wait);
  letThrough(true);
  state.dragging = true;
  state.ahead += 1;
  /** @param {PointerEvent} now */
  const move = (now) => {
    state.extent = reached(old, side, offsetUnder(now.clientX + dx, now.clientY + dy), now.altKey);
    paint();
    place();
  };
  const control = new AbortController();
  const { signal } = control;
  /** @param {PointerEvent} now */
  const end = (now) => {
    control.abort();
    const next = state.extent;
    state.extent = old;
    state.ahead -= 1;
    held = -1;
    letThrough(false);
    release();
    if (now.type === "pointerup" && next) putEdge(side, next[side]);
    paint();
    place();
  };
  handle.addEventListener("pointermove", move, { signal });
  handle.addEventListener("pointerup", end, { signal });
  handle.addEventListener("pointercancel", end, { signal });
}

/** @param {import("./state.js").Extent} old @param {Side} side @param {number} at @param {boolean} exact */
function reached(old, side, at, exact) {
  const next = { ...old, [side]: at };
  const made = next.start < next.end ? snapped(next, exact) : null;
  return made ? { ...old, [side]: made[side] } : old;
}

/** A button of the inspector moves an edge. @param {MouseEvent} event */
function pressed({ target, altKey }) {
  const button = target instanceof Element && target.closest("[data-edge]");
  const [edge, way] = button ? button.id.split("-") : [];
  if (edge) moveEdge(edge === "end", way === "on", altKey);
}
document.addEventListener("click", pressed);

/** Where it lies may have changed. */
function follow() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(place);
}
root.addEventListener("activated", follow);
for (const event of ["scroll", "resize"]) addEventListener(event, follow, { passive: true });
const sizes = new ResizeObserver(follow);
// The text moves when what is above it grows.
for (const box of [root, root.previousElementSibling]) if (box) sizes.observe(box);
follow();
