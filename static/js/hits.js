/** The stored text, and places in it that were found: painted as far as they are in view. */

import { codePoints, startOf } from "./offsets.js";
import { highlight, root } from "./state.js";

/** @typedef {import("./offsets.js").Extent} Extent */

let text = "";
/** The text never changes. */
export const wholeText = () => {
  text ||= root.textContent;
  return text;
};

/** In the order of the text. @type {Extent[]} */
let places = [];
/** @type {Extent | null} */
let chosen = null;
let frame = 0;

/** Paints places, one of them as the chosen one. @param {Extent[]} found @param {Extent | null} [one] */
export function show(found, one = null) {
  [places, chosen] = [found, one];
  draw();
}

function draw() {
  const near = inView();
  let low = 0;
  for (let high = places.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (places[middle].end <= near.start) low = middle + 1;
    else high = middle;
  }
  const seen = [];
  for (let n = low; n < places.length && places[n].start < near.end; n++) seen.push(places[n]);
  highlight(
    "hits",
    seen.filter((one) => one !== chosen),
  );
  highlight("hit", chosen ? [chosen] : []);
}

/** What of the text is on the screen. @returns {Extent} */
function inView() {
  const isNear = (/** @type {Element} */ element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const chunks = [...root.children].filter(isNear);
  const blocks = chunks.flatMap((chunk) => [...chunk.children].filter(isNear));
  const last = blocks.at(-1);
  if (!last) return { start: 0, end: 0 };
  return { start: startOf(blocks[0]), end: startOf(last) + codePoints(last.textContent) };
}

function redraw() {
  if (!places.length) return;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(draw);
}
for (const event of ["scroll", "resize"]) addEventListener(event, redraw, { passive: true });
// What is swapped takes the painted places with it.
root.addEventListener("activated", redraw);
