/** Lines from the active span to those it is linked with, over the text and never in it. */

import { chip, root, state } from "./state.js";

const SVG = "http://www.w3.org/2000/svg";
/** From the foot of a label's element up to the middle of what is drawn. */
const RISE = 11;
/** From one name to the next below it. */
const ROW = 11;
let isDrawn = false;
let frame = 0;

/** What the inspector says of the span: [role, other span, whether it leads to it]. */
function links() {
  const rows = document.querySelectorAll(`#inspector[data-of="${state.active}"] [data-link]`);
  return [.../** @type {NodeListOf<HTMLElement>} */ (rows)].map(({ dataset }) => ({
    name: dataset.link ?? "",
    from: dataset.from ?? state.active,
    to: dataset.to ?? state.active,
  }));
}

/** @param {string} id @param {DOMRect} origin */
function spot(id, origin) {
  const label = chip(id);
  if (!label) return null;
  const { left, bottom } = label.getBoundingClientRect();
  const { width, direction } = getComputedStyle(label, "::after");
  const [size, isRtl] = [parseFloat(width), direction === "rtl"];
  return { x: left - origin.left + (isRtl ? -size : 4), y: bottom - origin.top - RISE, size };
}

export function draw() {
  const svg = document.getElementById("arcs");
  if (!svg) return;
  const found = state.active ? links() : [];
  isDrawn = found.length > 0;
  const origin = svg.getBoundingClientRect();
  const ends = found.map(({ name, from, to }) => ({
    name,
    start: spot(from, origin),
    end: spot(to, origin),
  }));
  const group = document.createElementNS(SVG, "g");
  for (const { name, start, end } of ends) if (start && end) group.append(...arc(name, start, end));
  svg.querySelector("g")?.replaceWith(group);
  spread([...group.querySelectorAll("text")]);
}

/** The left of a label, and how wide it is. @typedef {{x: number, y: number, size: number}} Spot */

/** @param {string} name @param {Spot} from @param {Spot} to */
function arc(name, from, to) {
  const isStacked = Math.abs(from.x - to.x) < 48 && Math.abs(from.y - to.y) < 60;
  const isLevel = !isStacked && Math.abs(from.y - to.y) < 12;
  const sag = isLevel ? Math.min(14, 8 + Math.abs(from.x - to.x) / 24) : 0;
  const middle = (from.y + to.y) / 2 + sag;
  const path = document.createElementNS(SVG, "path");
  // Labels above each other are joined on the side where none are drawn, if there is room.
  const isRight = Math.min(from.x, to.x) <= 90;
  const edge = (/** @type {Spot} */ { x, size }) => (isRight ? x + size : x - 8);
  const ahead = to.x > from.x ? from.size : 0;
  const [start, end] = isStacked ? [edge(from), edge(to)] : [from.x + ahead, to.x];
  const side = isRight ? Math.max(start, end) + 28 : Math.min(start, end) - 20;
  const bend = isStacked
    ? `${side} ${from.y} ${side} ${to.y}`
    : `${start} ${middle} ${end} ${middle}`;
  path.setAttribute("d", `M${start} ${from.y}C${bend} ${end} ${to.y}`);
  path.setAttribute("marker-end", "url(#arrow)");
  const text = document.createElementNS(SVG, "text");
  text.textContent = name;
  text.classList.toggle("stacked", isStacked);
  text.setAttribute("x", `${isStacked ? side : (from.x + to.x) / 2}`);
  // Between the lines, where it covers no word.
  const row = isStacked ? Math.max(from.y, to.y) : middle - sag / 4;
  text.setAttribute("y", `${row + 4}`);
  return [path, text];
}

/** How far to each side, or down, a name may go. @type {[number, number][]} */
const ASIDE = [...Array(9).keys()].flatMap((n) => [
  [-12 * n, 0],
  [12 * n, 0],
]);
/** @type {[number, number][]} */
const DOWN = [...Array(4).keys()].map((n) => [0, ROW * n]);

/** Puts each name where it covers no label and no other name, if there is such a place near. @param {SVGTextElement[]} names */
function spread(names) {
  names.forEach((name, n) => {
    const [x, y] = [Number(name.getAttribute("x")), Number(name.getAttribute("y"))];
    const shift = (/** @type {[number, number]} */ [dx, dy]) => {
      name.setAttribute("x", `${x + dx}`);
      name.setAttribute("y", `${y + dy}`);
      return !covers(name, names.slice(0, n));
    };
    if (!(name.matches(".stacked") ? DOWN : ASIDE).some(shift)) shift([0, 0]);
  });
}

/** Outside the window nothing is seen. @param {SVGTextElement} name @param {SVGTextElement[]} others */
function covers(name, others) {
  const { left, right, top, bottom } = name.getBoundingClientRect();
  for (let x = left; x <= right; x += 6)
    for (const y of [top + 2, bottom - 3]) {
      const below = document.elementsFromPoint(x, y);
      if (!below.length || below.some((one) => one.matches(".c"))) return true;
    }
  return others
    .map((other) => other.getBoundingClientRect())
    .some((other) => left < other.right && other.left < right && Math.abs(top - other.top) < ROW);
}

function redraw() {
  if (!isDrawn) return;
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(draw);
}

root.addEventListener("activated", redraw);
addEventListener("scroll", redraw, { passive: true });
const sizes = new ResizeObserver(redraw);
for (const element of root.parentElement?.children ?? []) sizes.observe(element);
