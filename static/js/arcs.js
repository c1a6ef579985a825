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
  text.setAttribute("x", `${isStacked ? side : (from.x + to.x) / 2}`);
  // Between the lines, where it covers no word.
  const row = isStacked ? Math.max(from.y, to.y) : middle - sag / 4;
  text.setAttribute("y", `${row + 4}`);
  return [path, text];
}

/** Puts names that would cover each other below each other. @param {SVGTextElement[]} names */
function spread(names) {
  names.forEach((name, n) => {
    const covers = (/** @type {SVGTextElement} */ other) => {
      const [one, two] = [name.getBBox(), other.getBBox()];
      const isBeside = one.x > two.x + two.width || two.x > one.x + one.width;
      return !isBeside && Math.abs(one.y - two.y) < ROW;
    };
    const others = names.slice(0, n);
    while (others.some(covers)) name.setAttribute("y", `${Number(name.getAttribute("y")) + ROW}`);
  });
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
