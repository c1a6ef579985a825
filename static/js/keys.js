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

/** What keys do by the server's table, for the active span; `alt` is by character.
 * @type {Record<string, (alt: boolean) => unknown>} */
const ON_SPAN = {
  delete: remove,
  menu: openMenu,
  inspect,
  link: linking.start,
  start_back: (alt) => moveEdge(false, false, alt),
  start_on: (alt) => moveEdge(false, true, alt),
  end_back: (alt) => moveEdge(true, false, alt),
  end_on: (alt) => moveEdge(true, true, alt),
};
/** @type {Record<string, () => unknown>} */
const ANYWHERE = {
  undo: () => post("/undo"),
  redo: () => post("/redo"),
  done: () => post("/status", { status: "done" }),
  guidelines: () => guidelines(),
  sheet,
  previous: () => follow("prev"),
  next: () => follow("next"),
};

/** @param {KeyboardEvent} event */
export function pressed(event) {
  if (event.isComposing || event.key === "Shift") return;
  if (linking.takes(event)) return event.preventDefault();
  // On many keyboards AltGr, which some systems report as Ctrl+Alt, writes the brackets.
  const special = event.getModifierState("AltGraph");
  const leaving = escaped;
  escaped = event.key === "Escape";
  const held = { alt: event.altKey && !special, shift: event.shiftKey, leaving };
  const ctrl = (event.ctrlKey || event.metaKey) && !special;
  const act = (ctrl ? null : plain(event, held)) ?? chosen(event, held, ctrl);
  if (!act) return;
  event.preventDefault();
  act();
}

/** What a key does by the person's table. @param {KeyboardEvent} event @param {With} held
 * @param {boolean} ctrl @returns {(() => unknown) | null} */
function chosen({ key, code }, { alt, shift }, ctrl) {
  const table = JSON.parse(root.dataset.keys ?? "{}");
  const named = (/** @type {string} */ sign, /** @type {boolean} */ withAlt) => {
    const isSign = sign.length === 1 && sign.toLowerCase() === sign.toUpperCase();
    const parts = [ctrl && "ctrl", withAlt && "alt", shift && !isSign && "shift"];
    return table[[...parts, sign === " " ? "space" : sign.toLowerCase()].filter(Boolean).join("+")];
  };
  let name = named(key, alt);
  if (!name && alt) {
    // With Alt the key may write something else.
    const bracket = ["BracketLeft", "BracketRight"].indexOf(code);
    name = named(
      "[]{}".includes(key) || bracket < 0 ? key : "[]{}"[bracket + (shift ? 2 : 0)],
      false,
    );
    if (!/^(start|end)_/.test(name)) return null;
  }
  const onSpan = state.active && ON_SPAN[name];
  return onSpan ? () => onSpan(alt) : (ANYWHERE[name] ?? null);
}

/** @param {KeyboardEvent} event @param {With} held @returns {(() => unknown) | null | undefined} */
function plain({ key, code }, held) {
  if (key.startsWith("Arrow")) return arrow(key.slice(5), held);
  if (key === "Tab") return held.leaving ? null : nextSpan(!held.shift);
  if (key === "Escape") return cancel;
  // On a French keyboard the figures need Shift.
  const label = held.alt
    ? null
    : (labelOf(key) ?? (held.shift ? null : labelOf(code.replace("Digit", ""))));
  return label && (() => choose(label));
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

export async function sheet() {
  (await import("./sheet.js")).show();
}

/** @param {string} way */
function follow(way) {
  /** @type {HTMLElement | null} */ (document.querySelector(`.steps [rel=${way}]`))?.click();
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
