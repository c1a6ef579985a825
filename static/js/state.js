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
  /** Id of the active span, or "". */
  active: "",
  /** Its extent, which may be ahead of the text. @type {Extent | null} */
  extent: null,
  /** Acts on it without an answer. */
  ahead: 0,
  /** The button whose label every selection gets. @type {HTMLElement | null} */
  armed: null,
  /** The mouse is selecting: the text must stay as it is. */
  dragging: false,
};

/** Resolves when the text may be swapped. @returns {Promise<unknown>} */
export const still = () =>
  new Promise((done) => {
    if (!state.dragging) done(0);
    else addEventListener("mouseup", () => setTimeout(done), { once: true });
  });

/** @param {string} id */
export const chip = (id) => document.getElementById(`s-${id}`);

/** @param {string} id @returns {Extent | null} null if the span is not drawn */
export function extentOf(id) {
  const parts = id ? root.querySelectorAll(`[data-i~="${id}"]`) : [];
  if (!parts.length) return null;
  const range = new Range();
  range.setStartBefore(parts[0]);
  range.setEndAfter(parts[parts.length - 1]);
  return rangeToOffsets(root, range);
}

export function paint() {
  const { pending, sending, extent } = state;
  highlight("pending", pending ? [...sending, pending] : [...sending]);
  highlight("active", extent && !sending.size ? [extent] : []);
}

/** @param {string} name @param {Extent[]} extents */
function highlight(name, extents) {
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
}
