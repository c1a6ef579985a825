/** Pulling one label to another: the two are linked, by the rules of link mode. */

import { go } from "./acts.js";
import * as linking from "./linking.js";
import { clicked, spansAt } from "./mouse.js";
import { chip, release, root, state } from "./state.js";

/** Pixels from which on a press is a pull. */
const LEAST = 6;
const svg = /** @type {SVGElement} */ (/** @type {unknown} */ (document.getElementById("arcs")));
const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
line.id = "pull";

/** A finger on a label scrolls nothing; `touch-action` does not reach what is drawn for an inline.
 * @param {TouchEvent} event */
const hold = (event) =>
  event.target instanceof Element && event.target.closest(".c[id]") && event.preventDefault();
root.addEventListener("touchstart", hold, { passive: false });

/** @param {PointerEvent} from the press @param {string} source the span whose label was pressed */
export function begin(from, source) {
  const control = new AbortController();
  const { signal } = control;
  /** @type {Promise<void> | undefined} link mode, from the first move that is a pull */
  let begun;
  let last = from;
  /** @param {PointerEvent} event */
  const move = (event) => {
    if (event.pointerId !== from.pointerId) return;
    const way = Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY);
    if (!begun && way < LEAST) return;
    last = event;
    begun ??= start(source);
    begun.then(() => draw(source, last.clientX, last.clientY));
  };
  /** @param {PointerEvent} event */
  const end = async (event) => {
    if (event.pointerId !== from.pointerId) return;
    control.abort();
    // What holds the finger holds back its click as well.
    if (!begun) return event.type === "pointerup" && from.pointerType !== "mouse" && clicked(event);
    const target = document.elementFromPoint(event.clientX, event.clientY);
    release();
    await begun;
    line.remove();
    if (event.type === "pointercancel") return linking.stop();
    drop(target);
  };
  addEventListener("pointermove", move, { signal });
  addEventListener("pointerup", end, { signal });
  addEventListener("pointercancel", end, { signal });
}

/** @param {string} source */
function start(source) {
  state.dragging = true;
  go(source);
  return linking.start();
}

/** @param {string} source @param {number} x @param {number} y */
function draw(source, x, y) {
  const box = chip(source)?.getBoundingClientRect();
  if (!box || !linking.isOn()) return line.remove();
  const origin = svg.getBoundingClientRect();
  const [left, top] = [box.left - origin.left + 4, box.bottom - origin.top];
  line.setAttribute("d", `M${left} ${top}L${x - origin.left} ${y - origin.top}`);
  line.setAttribute("marker-end", "url(#arrow)");
  if (!line.isConnected) svg.append(line);
}

/** @param {Element | null} target */
function drop(target) {
  if (!linking.isOn() || target?.closest("#popover")) return;
  linking.pickOf(spansAt(target), true);
}
