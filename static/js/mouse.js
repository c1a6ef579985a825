/** The mouse in the text: drags select, double clicks take words, clicks activate spans. */

import { choose, go, remove, select } from "./acts.js";
import { inspect } from "./inspector.js";
import * as linking from "./linking.js";
import * as popover from "./popover.js";
import { nativeExtent, selectNatively, snapped, wordUnder } from "./selection.js";
import { chip, extentOf, release, root, state } from "./state.js";

/** Where the last click was. */
let spot = "";

/** @param {MouseEvent} event */
function released(event) {
  const { detail, altKey, clientX, clientY } = event;
  release();
  const extent = nativeExtent();
  if (!extent || extent.start === extent.end) return clicked(event);
  const word = detail === 2 && !altKey ? wordUnder(clientX, clientY) : null;
  const selected = word ?? snapped(extent, altKey);
  selectNatively(selected);
  // The third click of an armed label would label the block after the word.
  select(selected, !(state.armed && detail > 2));
}

/** @param {MouseEvent} event */
export function clicked(event) {
  const { target } = event;
  if (!(target instanceof Element)) return;
  if (linking.isOn()) return linking.pickOf(spansAt(target));
  go(spanUnder(event));
  if (target.closest(".c")) menu();
}

/** The smallest span under the mouse, or ""; again at the same point the next outer one. @param {MouseEvent} event */
export function spanUnder({ target, clientX, clientY }) {
  const ids = spansAt(/** @type {Element} */ (target));
  const again = spot === `${clientX} ${clientY}`;
  spot = `${clientX} ${clientY}`;
  const next = again ? ids.indexOf(state.active) + 1 : 0;
  return ids[next % ids.length] ?? "";
}

/** The span whose label this is, else those of shown layers at this place of the text, smallest first.
 * @param {Element | null} element */
export function spansAt(element) {
  const tag = element?.closest(".c");
  if (tag) return [tag.getAttribute("data-of") ?? tag.id.slice(2)];
  const under = element?.closest("[data-i]")?.getAttribute("data-i")?.split(" ") ?? [];
  const shown = under.filter((id) => chip(id)?.checkVisibility() ?? true);
  const sizes = new Map(shown.map((id) => [id, length(extentOf(id))]));
  return shown.sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0));
}

/** @param {import("./state.js").Extent | null} extent */
const length = (extent) => (extent ? extent.end - extent.start : 0);

/** Offers the labels for the active span, and what else can be done with it. */
export function menu() {
  const more = [popover.button("inspect", inspect), popover.button("delete", remove)];
  if (linking.canLink()) more.unshift(popover.button("link", linking.start));
  popover.show(more);
}

/** Selections made by touch, by the menu or by a screen reader. */
function selectionChanged() {
  const extent = nativeExtent();
  if (state.dragging || !extent || extent.start === extent.end) return;
  if (extent.start === state.pending?.start && extent.end === state.pending.end) return;
  const selected = snapped(extent);
  select(selected);
  setTimeout(() => state.pending === selected && popover.show(), 500);
}

/** Loaded when a pointer first comes over the text. @type {typeof import("./pulling.js") | null} */
let pulling = null;
const load = async () => {
  pulling ??= await import("./pulling.js").catch(() => null);
};

/** A label may be pulled to another one. @param {PointerEvent} event */
async function pointed(event) {
  const tag =
    event.button === 0 && event.target instanceof Element && event.target.closest(".c[id]");
  const isReady = pulling !== null;
  await load();
  if (tag && (isReady || state.dragging)) pulling?.begin(event, tag.id.slice(2));
}

/** @param {string} [name] @param {boolean} [alone] */
async function layers(name, alone) {
  (await import("./layers.js")).toggle(name ?? "", alone);
}

export function listen() {
  root.addEventListener("mousedown", (event) => {
    const { button, detail, shiftKey, target } = event;
    state.dragging = button === 0;
    // A label is pulled to another one, with no text selected on the way.
    if (target instanceof Element && target.closest(".c")) {
      event.preventDefault();
      if (!root.contains(document.activeElement)) root.focus({ preventScroll: true });
      return;
    }
    // Else a drag that begins in a selection would carry the text away.
    if (state.dragging && detail === 1 && !shiftKey) selectNatively(null);
  });
  root.addEventListener("pointerover", load, { once: true });
  root.addEventListener("pointerdown", pointed);
  root.addEventListener("pointerdown", () => import("./beside.js").catch(() => {}), { once: true });
  root.addEventListener("dragstart", (event) => event.preventDefault());
  addEventListener("mouseup", (event) => state.dragging && released(event));
  document.addEventListener("selectionchange", selectionChanged);
  for (const id of ["palette", "popover"]) {
    const bar = document.getElementById(id);
    // The selection and the focus outlive a press on a label.
    bar?.addEventListener("mousedown", (event) => event.preventDefault());
    bar?.addEventListener("click", ({ target, altKey }) => {
      const pressed = target instanceof Element && target.closest("[data-label], [data-toggle]");
      if (!(pressed instanceof HTMLElement)) return;
      if (pressed.dataset.label) choose(pressed);
      else layers(pressed.dataset.toggle, altKey);
    });
  }
  for (const event of ["scroll", "resize"]) addEventListener(event, popover.place, true);
}
