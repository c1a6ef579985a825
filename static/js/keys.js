/** The keyboard; keys act only while the focus is in the text. */

import { choose, go, moveEdge, remove, select } from "./acts.js";
import { arrow } from "./cursor.js";
import { hydrate } from "./hydrate.js";
import { inspect } from "./inspector.js";
import * as linking from "./linking.js";
import { menu } from "./mouse.js";
import { blockAt } from "./offsets.js";
import * as popover from "./popover.js";
import { post } from "./save.js";
import { selectNatively } from "./selection.js";
import { activate, arm, chip, root, state } from "./state.js";

/** @typedef {{alt: boolean, shift: boolean, leaving: boolean}} With */

/** What a key asked for and is not there yet: further keys wait, for they are meant for it.
 * @type {Promise<unknown> | null} */
let coming = null;

/** @param {Promise<unknown>} act */
function late(act) {
  const done = act.finally(() => {
    if (coming === done) coming = null;
  });
  coming = done;
}

/** Escape was pressed: Tab leaves the text. */
let escaped = false;

/** What keys do by the server's table, for the active span; `alt` is by character.
 * @type {Record<string, (alt: boolean) => unknown>} */
const ON_SPAN = {
  delete: remove,
  menu: openMenu,
  inspect,
  link: linking.start,
  list: () => late(import("./targets.js").then(({ open }) => open())),
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
  sentence: () => late(import("./travel.js").then(({ bySentence }) => bySentence())),
  block: () => late(import("./travel.js").then(({ byBlock }) => byBlock())),
  occurrences: () => late(import("./occurrences.js").then(({ open }) => open())),
  fragment: () => late(import("./fragments.js").then(({ reshape }) => void reshape())),
  find,
  layer: () => late(import("./layers.js").then(({ next }) => next())),
  hide: () => late(import("./layers.js").then(({ hide }) => hide())),
  note,
  guidelines: () => guidelines(),
  sheet,
  previous: () => follow("prev"),
  next: () => follow("next"),
};

/** @param {KeyboardEvent} event */
export function pressed(event) {
  if (event.isComposing || event.key === "Shift") return;
  if (coming && event.key !== "Tab" && event.key !== "Escape") {
    event.preventDefault();
    const again = () => document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", event));
    return coming.then(again);
  }
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

/** The person's table. @returns {Record<string, string>} */
const acts = () => JSON.parse(root.dataset.keys ?? "{}");

/** What a key does by the person's table. @param {KeyboardEvent} event @param {With} held
 * @param {boolean} ctrl @returns {(() => unknown) | null} */
function chosen({ key, code }, { alt, shift }, ctrl) {
  const table = acts();
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
function plain(event, held) {
  const { key } = event;
  if (key.startsWith("Arrow")) {
    const move = arrow(key.slice(5), held);
    return move && (() => late(Promise.resolve(move())));
  }
  if (key === "Tab") return held.leaving ? null : nextSpan(!held.shift);
  if (key === "Escape") return cancel;
  const label = held.alt ? null : labelFor(event);
  return label && (() => choose(label));
}

/** The label whose key this is. @param {KeyboardEvent} event */
export function labelFor({ key, code, shiftKey }) {
  // On a French keyboard the figures need Shift.
  const isFigure = !shiftKey && !acts()[key];
  return labelOf(key) ?? (isFigure ? labelOf(code.replace("Digit", "")) : null);
}

/** @param {string} key @returns {HTMLElement | null} */
const labelOf = (key) => document.querySelector(`#palette [data-key="${CSS.escape(key)}"]`);

function openMenu() {
  menu();
  document.getElementById("popover")?.querySelector("button")?.focus();
}

async function note() {
  const { active } = state;
  if (active) await inspect();
  document.getElementById(active ? "span-note" : "note")?.focus();
}

/** @param {boolean} [focused] */
export async function guidelines(focused) {
  (await import("./guidelines.js")).toggle(focused);
}

export async function find() {
  const bar = /** @type {HTMLElement} */ (document.getElementById("find"));
  bar.hidden = false;
  const field = bar.querySelector("input");
  field?.focus();
  field?.select();
  (await import("./find.js")).open();
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
  state.base = "";
  selectNatively(null);
  root.focus({ preventScroll: true });
}

/** The span after or before the active one, in reading order. @param {boolean} forward
 * @returns {(() => unknown) | null} */
export function nextSpan(forward) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT, (node) => {
    const stop =
      node instanceof Element && node.matches(".c[id], [data-lazy]") && node.checkVisibility();
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
