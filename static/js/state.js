/** What the labelling page knows at the moment, and how that is painted over the text. */

import { offsetsToRange, rangeToOffsets } from "./offsets.js";

/** @typedef {import("./offsets.js").Extent} Extent */
/** @typedef {Extent & {quote: string}} Selected */

export const root = /** @type {HTMLElement} */ (document.getElementById("document"));

export const state = {
  /** What a label would cover. @type {Selected | null} */
  pending: null,
  /** Sent and not yet in the text. @type {Set<Extent>} */
  sending: new Set(),
  /** Where acts wait for the server. @type {Set<Extent>} */
  waiting: new Set(),
  /** Id of the active span, or "". */
  active: "",
  /** Its extent, which may be ahead of the text. @type {Extent | null} */
  extent: null,
  /** Id of the span that was active last: a selection may become a part of it. */
  base: "",
  /** Acts on it without an answer. */
  ahead: 0,
  /** Ids of spans that were there already, by those they would have got. @type {Map<string, string>} */
  same: new Map(),
  /** The button whose label every selection gets. @type {HTMLElement | null} */
  armed: null,
  /** The mouse or a finger is selecting or dragging: the text must stay as it is. */
  dragging: false,
};

/** Resolves when the text may be swapped. @returns {Promise<unknown>} */
export const still = () =>
  new Promise((done) => {
    if (!state.dragging) done(0);
    else root.addEventListener("released", () => setTimeout(done), { once: true });
  });

/** The hand lets go of the text. */
export function release() {
  state.dragging = false;
  root.dispatchEvent(new Event("released"));
}

/** @param {string} id */
export const chip = (id) => document.getElementById(`s-${id}`);

/** What a span marks, a stretch for each fragment. @param {string} id @returns {Extent[]} none if it is not drawn */
export function partsOf(id) {
  const marked = id ? root.querySelectorAll(`[data-i~="${id}"]`) : [];
  const range = new Range();
  /** @type {Extent[]} */
  const parts = [];
  marked.forEach((segment, n) => {
    if (!isNext(marked[n - 1], segment)) range.setStartBefore(segment);
    range.setEndAfter(segment);
    if (!isNext(segment, marked[n + 1])) parts.push(rangeToOffsets(root, range));
  });
  return parts;
}

/** Whether nothing lies between two segments. @param {Element} [one] @param {Element} [other] */
function isNext(one, other) {
  const block = one?.parentElement;
  const next =
    block?.nextElementSibling ?? block?.parentElement?.nextElementSibling?.firstElementChild;
  return one && other && (one.nextSibling ?? next?.firstChild) === other;
}

/** @param {string} id @returns {Extent | null} null if the span is not drawn */
export function extentOf(id) {
  const parts = partsOf(id);
  return parts.length ? { start: parts[0].start, end: parts[parts.length - 1].end } : null;
}

export function paint() {
  const { pending, sending, waiting, extent, active, ahead } = state;
  highlight("waiting", [...waiting]);
  highlight("pending", pending ? [...sending, pending] : [...sending]);
  highlight("active", extent && !sending.size ? (ahead ? [extent] : partsOf(active)) : []);
}

/** @param {string} name @param {Extent[]} extents */
export function highlight(name, extents) {
  if (!("highlights" in CSS)) return;
  const ranges = extents.map(({ start, end }) => offsetsToRange(root, start, end));
  CSS.highlights.set(name, new Highlight(...ranges));
}

/** Makes a span the active one; "" makes none; `root` hears `activated`, also when it may have changed.
 * @param {string} id */
export function activate(id) {
  chip(state.active)?.setAttribute("tabindex", "-1");
  chip(id)?.setAttribute("tabindex", "0");
  state.active = id;
  state.extent = extentOf(id);
  const row = document.getElementById(`row-${id}`);
  for (const other of document.querySelectorAll("#panel [aria-current]")) {
    if (other !== row) other.removeAttribute("aria-current");
  }
  row?.setAttribute("aria-current", "true");
  paint();
  root.dispatchEvent(new Event("activated"));
}

/** Resolves when the active span is in the text; with false if another one is active by then. */
export async function drawn() {
  const id = state.active;
  while (state.active === id && (state.ahead || !chip(id))) {
    await new Promise((done) => root.addEventListener("activated", done, { once: true }));
  }
  return state.active === id;
}

/** @param {HTMLElement | null} button of the palette */
export function arm(button) {
  state.armed = button;
  for (const other of document.querySelectorAll("#palette .label")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  const line = document.getElementById("status");
  const said = line?.dataset.armed ?? "";
  // What is not saved is said before anything else.
  if (!line || !document.getElementById("retry")?.hidden) return;
  if (button) line.textContent = `${said} ${button.dataset.label}`;
  else if (line.textContent.startsWith(said)) line.textContent = "";
}
