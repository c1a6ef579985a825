/** The keyboard; keys act only while the focus is in the text. */

import { choose, go, moveEdge, remove, select } from "./acts.js";
import { hydrate } from "./hydrate.js";
import { inspect } from "./inspector.js";
import * as linking from "./linking.js";
import { menu } from "./mouse.js";
import { blockAt, codePoints, offsetsToRange, startOf } from "./offsets.js";
import * as popover from "./popover.js";
import { post } from "./save.js";
import { extended, nativeExtent, selectNatively, wordBeside } from "./selection.js";
import { activate, arm, chip, root, state } from "./state.js";

/** @typedef {{alt: boolean, shift: boolean, leaving: boolean}} With */

/** What the cursor covered before it was extended. @type {import("./state.js").Extent | null} */
let anchor = null;
/** Escape was pressed: Tab leaves the text. */
let escaped = false;

/** @type {Record<string, () => unknown>} */
const CTRL = {
  z: () => post("/undo"),
  "shift z": () => post("/redo"),
  y: () => post("/redo"),
  enter: () => post("/status", { status: "done" }),
};

/** A label's own key goes before these. @type {Record<string, () => unknown>} */
const ON_SPAN = { e: inspect, r: linking.start };
/** @type {Record<string, () => unknown>} */
const ANYWHERE = { g: () => guidelines() };

/** @param {KeyboardEvent} event */
export function pressed(event) {
  if (event.isComposing || event.key === "Shift") return;
  if (linking.takes(event)) return event.preventDefault();
  // On many keyboards AltGr, which some systems report as Ctrl+Alt, writes the brackets.
  const special = event.getModifierState("AltGraph");
  const leaving = escaped;
  escaped = event.key === "Escape";
  const keys = `${event.shiftKey ? "shift " : ""}${event.key.toLowerCase()}`;
  const act =
    (event.ctrlKey || event.metaKey) && !special
      ? CTRL[keys]
      : plain(event, { alt: event.altKey && !special, shift: event.shiftKey, leaving });
  if (!act) return;
  event.preventDefault();
  act();
}

/** @param {KeyboardEvent} event @param {With} held @returns {(() => unknown) | null | undefined} */
function plain({ key, code }, held) {
  const bracket = ["BracketLeft", "BracketRight"].indexOf(code) + (held.shift ? 2 : 0);
  let edge = "[]{}".indexOf(key);
  // With Alt the key may write something else.
  if (edge < 0 && held.alt && code.startsWith("Bracket")) edge = bracket;
  if (state.active && edge >= 0) return () => moveEdge(edge > 1, edge % 2 === 1, held.alt);
  if (key.startsWith("Arrow")) return arrow(key.slice(5), held);
  if (key === "Tab") return held.leaving ? null : nextSpan(!held.shift);
  if (key === "Escape") return cancel;
  if (state.active && (key === "Delete" || key === "Backspace")) return remove;
  if (state.active && (key === "Enter" || key === " ")) return openMenu;
  // On a French keyboard the figures need Shift.
  const label = held.alt
    ? null
    : (labelOf(key) ?? (held.shift ? null : labelOf(code.replace("Digit", ""))));
  if (label) return () => choose(label);
  if (held.alt || held.shift) return null;
  return (state.active && ON_SPAN[key]) || ANYWHERE[key];
}

/** @param {string} key @returns {HTMLElement | null} */
const labelOf = (key) => document.querySelector(`#palette [data-key="${CSS.escape(key)}"]`);

function openMenu() {
  menu();
  document.getElementById("popover")?.querySelector("button")?.focus();
}

/** @param {boolean} [focused] */
export async function guidelines(focused) {
  (await import("./guidelines.js")).toggle(focused);
}

export function cancel() {
  if (state.pending || popover.isOpen()) select(null);
  else if (state.armed) arm(null);
  else activate("");
  selectNatively(null);
  root.focus({ preventScroll: true });
}

/** The span after or before the active one, in reading order. @param {boolean} forward
 * @returns {(() => unknown) | null} */
function nextSpan(forward) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT, (node) => {
    const stop = node instanceof Element && node.matches(".c[id], [data-lazy]");
    return stop ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  const here = state.pending && blockAt(root, state.pending.start);
  walker.currentNode = chip(state.active) ?? here ?? root;
  const step = () =>
    /** @type {HTMLElement | null} */ (forward ? walker.nextNode() : walker.previousNode());
  let next = step();
  /** @type {HTMLElement[]} */
  const lazy = [];
  for (; next?.dataset.lazy && lazy.length < 9; next = step()) lazy.push(next);
  if (lazy.length) {
    return () =>
      Promise.all(lazy.map(hydrate)).then(() => lazy[0].isConnected || nextSpan(forward)?.());
  }
  return next && next !== root ? () => go(next.id.slice(2)) : null;
}

/** Moves the word cursor. @param {string} way @param {With} held */
function arrow(way, { alt, shift }) {
  const here = state.pending ?? state.extent ?? nativeExtent() ?? { start: 0, end: 0 };
  const block = blockAt(root, here.start);
  if (!block || (alt && !shift)) return null;
  const rtl = getComputedStyle(block).direction === "rtl";
  const forward = way === "Down" || way === (rtl ? "Left" : "Right");
  return () => {
    anchor = shift ? (anchor ?? here) : null;
    const vertical = way === "Down" || way === "Up";
    const next = anchor
      ? extended(here, anchor, forward, alt)
      : vertical
        ? firstWordBeside(block, forward)
        : wordBeside(forward ? here.end : here.start, forward);
    if (!next) return;
    selectNatively(null);
    select(next);
    reveal(next);
  };
}

/** @param {Element} block @param {boolean} forward */
function firstWordBeside(block, forward) {
  const end = startOf(block) + codePoints(block.textContent);
  const before = wordBeside(startOf(block), false);
  const start = before ? startOf(blockAt(root, before.start)) : 0;
  return wordBeside(forward ? end : start, true);
}

/** Scrolls if need be. @param {import("./state.js").Extent} extent */
function reveal({ start, end }) {
  const { top, bottom } = offsetsToRange(root, start, end).getBoundingClientRect();
  if (top < 96 || bottom > innerHeight - 96) scrollBy(0, top - innerHeight / 2);
}
