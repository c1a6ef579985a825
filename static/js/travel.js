/** Longer steps of the word cursor: by line, by sentence, by block. */

import { select } from "./acts.js";
import { blockAt, codePoints, codeUnits, offsetsToRange, startOf } from "./offsets.js";
import { lang, nativeExtent, reveal, selectNatively, snapped } from "./selection.js";
import { root, state } from "./state.js";
import { nextWord, previousWord, sentenceAt, wordAt } from "./words.js";

/** @typedef {import("./offsets.js").Extent} Extent */

/** Where the last step by line came down, so that the next one keeps to its column. */
let caret = 0;
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
  // Behind the first letter: before it may be the end of the line above.
  let from = landed && state.pending === landed ? caret : Math.min(here.start + 1, here.end);
  for (let line = beside(from, forward); line !== from; line = beside(from, forward)) {
    from = line;
    const word = wordNear(line);
    if (!word) continue;
    line = Math.max(line, word.start + 1);
    const [start, end] = anchor
      ? [Math.min(anchor.start, word.start), Math.max(anchor.end, word.end)]
      : [word.start, word.end];
    take({ start, end });
    [caret, landed] = [line, state.pending];
    return;
  }
}

/** The place a line above or below, as browsers move a caret. @param {number} at @param {boolean} forward */
function beside(at, forward) {
  const selection = getSelection();
  const { startContainer, startOffset } = offsetsToRange(root, at, at + 1);
  selection?.collapse(startContainer, startOffset);
  selection?.modify("move", forward ? "forward" : "backward", "line");
  const there = nativeExtent()?.start ?? at;
  selectNatively(null);
  return forward ? Math.max(at, there) : Math.min(at, there);
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
