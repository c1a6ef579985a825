/** Finding in the text: a line above it, and the places painted. */

import { select } from "./acts.js";
import { fold, search } from "./finding.js";
import { show, wholeText } from "./hits.js";
import { reveal, selectNatively, snapped } from "./selection.js";
import { root, state } from "./state.js";

/** @typedef {import("./offsets.js").Extent} Extent */

const bar = /** @type {HTMLElement} */ (document.getElementById("find"));
const field = /** @type {HTMLInputElement} */ (bar.querySelector("input"));
const count = /** @type {HTMLElement} */ (bar.querySelector("[role=status]"));
/** @type {import("./finding.js").Folded | null} */
let text = null;
/** @type {Extent[]} */
let found = [];
let at = -1;
/** Where looking began. */
let origin = 0;

export function open() {
  text ??= fold(wholeText());
  if (at < 0) origin = (state.pending ?? state.extent)?.start ?? 0;
  look();
}

/** Looks for what is typed, from where looking began. */
function look() {
  found = text ? search(text, field.value) : [];
  const next = found.findIndex(({ start }) => start >= origin);
  at = found.length ? Math.max(0, next) : -1;
  shown();
}

/** @param {number} by */
function step(by) {
  if (!found.length) return;
  at = (at + by + found.length) % found.length;
  shown();
}

function shown() {
  const here = found[at] ?? null;
  const words = (here ? count.dataset.found : field.value && count.dataset.none) ?? "";
  count.textContent = words.replace("#", `${at + 1}`).replace("#", `${found.length}`);
  if (here) reveal(here);
  show(found, here);
}

/** Ends looking; what was found last is selected, to be labelled. */
export function close() {
  const here = found[at];
  bar.hidden = true;
  [found, at] = [[], -1];
  show([]);
  root.focus({ preventScroll: true });
  if (!here || root.dataset.editable !== "true") return;
  selectNatively(null);
  select(snapped(here, true));
}

field.addEventListener("input", look);
bar.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const { key, shiftKey, target } = event;
  if (key === "Escape") close();
  else if (key === "Enter" && target === field) step(shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
});
bar.addEventListener("click", ({ target }) => {
  const way = target instanceof Element && target.closest("button")?.dataset.way;
  if (way === "close") close();
  else if (way) step(Number(way));
});
bar.addEventListener("submit", (event) => event.preventDefault());
