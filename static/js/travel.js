/** Longer steps of the word cursor: by line, by sentence, by block. */

import { select } from "./acts.js";
import { blockAt, codePoints, codeUnits, offsetsToRange, startOf } from "./offsets.js";
import { lang, nativeExtent, reveal, selectNatively, snapped } from "./selection.js";
import { sentenceAt } from "./sentences.js";
import { root, state } from "./state.js";
import { nextWord, previousWord, wordAt } from "./words.js";

/** @typedef {import("./offsets.js").Extent} Extent */

/** The column that steps by line keep to, and what the last one selected. */
let column = 0;
/** @type {Extent | null} */
let landed = null;

/** @param {Extent} extent */
function take(extent) {
  selectNatively(null);
  select(snapped(extent, true));
  if (state.pending) reveal(state.pending);
}

/** The word one line further; with an anchor all from there to it.
 * @param {Extent} here @param {boolean} forward @param {Extent | null} anchor */
export function byLine(here, forward, anchor) {
  const goesOn = landed !== null && state.pending === landed;
  const isStart = anchor ? here.start < anchor.start : !forward;
  const at = isStart || (!forward && here.end === anchor?.end) ? here.start : here.end - 1;
  const from = boxAt(at);
  if (!goesOn) column = (from.left + from.right) / 2;
  const line = lineBeside(at, forward);
  const word = line && wordNear(nearest(line, column));
  if (!word) return;
  const [start, end] = anchor
    ? [Math.min(anchor.start, word.start), Math.max(anchor.end, word.end)]
    : [word.start, word.end];
  take({ start, end });
  landed = state.pending;
}

/** @param {number} at */
const boxAt = (at) => offsetsToRange(root, at, at + 1).getBoundingClientRect();

/** The line above or below a place that has words. @param {number} at @param {boolean} forward */
function lineBeside(at, forward) {
  const { top, bottom } = boxAt(at);
  const isBeyond = (/** @type {Line} */ line) =>
    forward ? line.top >= (top + bottom) / 2 : line.bottom <= (top + bottom) / 2;
  let block = blockAt(root, at);
  let lines = linesOf(block).filter(isBeyond);
  while (!lines.length) {
    const next = besideBlock(block, forward);
    if (!next) return null;
    block = next;
    lines = block.textContent?.trim() ? linesOf(block) : [];
  }
  return lines.at(forward ? 0 : -1) ?? null;
}

/** @param {Element} block @param {boolean} forward */
function besideBlock(block, forward) {
  const way = forward ? "nextElementSibling" : "previousElementSibling";
  const chunk = block.parentElement?.[way];
  return block[way] ?? chunk?.[forward ? "firstElementChild" : "lastElementChild"] ?? null;
}

/** @typedef {{block: Element, top: number, bottom: number}} Line */

/** @param {{top: number, bottom: number}} line @param {DOMRect} box */
const isOn = (line, { top, bottom }) =>
  (top + bottom) / 2 < line.bottom && (top + bottom) / 2 > line.top;

/** The lines of a block as they are seen. @param {Element} block */
function linesOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const range = new Range();
  /** @type {Line[]} */
  const lines = [];
  while (walker.nextNode()) {
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      const last = lines[lines.length - 1];
      // Letters of another font are higher or lower on the same line.
      const isNew = box.width && !(last && isOn(last, box));
      if (isNew) lines.push({ block, top: box.top, bottom: box.bottom });
    }
  }
  return lines;
}

/** The place on a line that is nearest to a column; it may be out of view, so nothing is hit there.
 * @param {Line} line @param {number} x */
function nearest(line, x) {
  const walker = document.createTreeWalker(line.block, NodeFilter.SHOW_TEXT);
  const range = new Range();
  let [at, units, least] = [0, 0, Infinity];
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    for (let n = 0; n < node.length; n++) {
      range.setStart(node, n);
      range.setEnd(node, n + 1);
      const box = range.getBoundingClientRect();
      const away = isOn(line, box) ? Math.abs((box.left + box.right) / 2 - x) : Infinity;
      if (away < least) [at, least] = [units + n, away];
    }
    units += node.length;
  }
  return startOf(line.block) + codePoints(line.block.textContent.slice(0, at));
}

/** The word at a place, else the nearest of its block. @param {number} at @returns {Extent | null} */
function wordNear(at) {
  const block = blockAt(root, at);
  const text = block.textContent;
  const i = codeUnits(text, at - startOf(block));
  const word =
    wordAt(text, i, lang()) ??
    wordAt(text, i - 1, lang()) ??
    nextWord(text, i, lang()) ??
    previousWord(text, i, lang());
  return word && within(block, text, word);
}

/** @param {Element} block @param {string} text @param {[number, number]} pair */
function within(block, text, [from, to]) {
  const base = startOf(block);
  return {
    start: base + codePoints(text.slice(0, from)),
    end: base + codePoints(text.slice(0, to)),
  };
}

/** @typedef {(text: string, i: number) => [number, number]} PieceAt */

/** The sentences that the selection touches; when it is whole ones, the next. */
export const bySentence = () => byPiece((text, i) => sentenceAt(text, i, lang()));

/** The blocks that the selection touches; when it is whole ones, the next. */
export const byBlock = () => byPiece((text) => [0, text.length]);

/** @param {PieceAt} pieceAt */
function byPiece(pieceAt) {
  const here = state.pending ?? state.extent ?? nativeExtent() ?? { start: 0, end: 0 };
  const last = Math.max(here.start, here.end - 1);
  const whole = { start: piece(here.start, pieceAt).start, end: piece(last, pieceAt).end };
  const made = snapped(whole, true);
  const isThere = made?.start === here.start && made.end === here.end;
  if (made && !isThere) return take(made);
  const total = Number(root.dataset.length);
  for (let at = whole.end; at < total; ) {
    const next = piece(at, pieceAt);
    if (snapped(next, true)) return take(next);
    at = Math.max(next.end, at + 1);
  }
}

/** @param {number} at @param {PieceAt} pieceAt */
function piece(at, pieceAt) {
  const block = blockAt(root, at);
  const text = block.textContent;
  return within(block, text, pieceAt(text, codeUnits(text, at - startOf(block))));
}
