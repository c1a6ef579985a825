/** The user's selection → extent and quote; steps by word and grapheme from there. */

import * as offsets from "./offsets.js";
import { root } from "./state.js";
import { graphemeEnd, graphemeStart, nextWord, previousWord, snap, wordAt } from "./words.js";

/** @typedef {import("./offsets.js").Extent} Extent */
/** @typedef {import("./state.js").Selected} Selected */

const { blockAt, codePoints, codeUnits, offsetsToRange, startOf, textBetween } = offsets;
export const lang = () => root.dataset.lang ?? root.lang;

/** @param {number} start @param {number} end @returns {Selected | null} */
const selected = (start, end) =>
  start < end ? { start, end, quote: textBetween(root, start, end) } : null;

/** On word edges, with `exact` on graphemes.
 * @param {Extent} extent @param {boolean} [exact] */
export function snapped({ start, end }, exact) {
  const [first, last] = [blockAt(root, start), blockAt(root, end, true)];
  if (!first || start >= end) return null;
  const base = startOf(first);
  const text = textBetween(root, base, startOf(last) + codePoints(last.textContent));
  const at = (/** @type {number} */ offset) => codeUnits(text, offset - base);
  const pair = snap(text, at(start), at(end), lang(), exact);
  const [from, to] = (pair ?? [0, 0]).map((i) => base + codePoints(text.slice(0, i)));
  return selected(from, to);
}

/** The browser's selection as far as it lies in the text; a caret is empty. */
export function nativeExtent() {
  const selection = getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  return range?.intersectsNode(root) ? offsets.rangeToOffsets(root, range) : null;
}

/** @param {Extent | null} extent */
export function selectNatively(extent) {
  getSelection()?.removeAllRanges();
  if (extent) getSelection()?.addRange(offsetsToRange(root, extent.start, extent.end));
}

/** @param {number} x @param {number} y of the window */
export const offsetUnder = (x, y) => offsets.rangeToOffsets(root, caretAt(x, y)).start;

/** The word by our rule at a point of the window. @param {number} x @param {number} y */
export function wordUnder(x, y) {
  let at = offsetUnder(x, y);
  const before = offsetsToRange(root, Math.max(0, at - 1), at).getBoundingClientRect();
  // The caret goes behind a character that is hit in its second half.
  if (before.left <= x && x <= before.right && before.top <= y && y <= before.bottom) at -= 1;
  const block = blockAt(root, at);
  const text = block?.textContent ?? "";
  const word = block && wordAt(text, codeUnits(text, at - startOf(block)), lang());
  const [start, end] = (word ?? [0, 0]).map((i) => startOf(block) + codePoints(text.slice(0, i)));
  return selected(start, end);
}

/** @param {number} x @param {number} y */
export function caretAt(x, y) {
  if (!document.caretPositionFromPoint) return document.caretRangeFromPoint(x, y) ?? new Range();
  const caret = document.caretPositionFromPoint(x, y);
  const range = new Range();
  if (caret) range.setStart(caret.offsetNode, caret.offset);
  return range;
}

/** The next or previous edge of that kind; `offset` itself at the text's ends.
 * @param {number} offset @param {boolean} forward @param {boolean} isEnd
 * @param {boolean} [byGrapheme] @returns {number} */
export function moved(offset, forward, isEnd, byGrapheme) {
  const at = stepped(offset, forward, isEnd, byGrapheme);
  // No extent begins or ends with white space.
  const isBlank =
    byGrapheme && !textBetween(root, at - (isEnd ? 1 : 0), at + (isEnd ? 0 : 1)).trim();
  return isBlank && at !== offset ? moved(at, forward, isEnd, byGrapheme) : at;
}

/** @param {number} offset @param {boolean} forward @param {boolean} isEnd @param {boolean} [byGrapheme] */
function stepped(offset, forward, isEnd, byGrapheme) {
  let block = blockAt(root, offset, !forward);
  let at = block ? codeUnits(block.textContent, offset - startOf(block)) : 0;
  while (block) {
    const [start, text] = [startOf(block), block.textContent];
    const found = byGrapheme ? nextGrapheme(text, at, forward) : nextEdge(text, at, forward, isEnd);
    if (found !== undefined) return start + codePoints(text.slice(0, found));
    const beyond = blockAt(root, start + (forward ? codePoints(text) : 0), !forward);
    if (beyond === block) break;
    block = beyond;
    at = forward ? -1 : block.textContent.length + 1;
  }
  return offset;
}

/** @param {string} text @param {number} i @param {boolean} forward */
function nextGrapheme(text, i, forward) {
  if (forward) return i < text.length ? graphemeEnd(text, i + 1) : undefined;
  return i > 0 ? graphemeStart(text, i - 1) : undefined;
}

/** @param {string} text @param {number} i @param {boolean} forward @param {boolean} isEnd */
function nextEdge(text, i, forward, isEnd) {
  const step = forward ? nextWord : previousWord;
  const side = isEnd ? 1 : 0;
  const word = step(text, i, lang());
  if (!word || (forward ? word[side] > i : word[side] < i)) return word?.[side];
  return step(text, word[forward ? 1 : 0], lang())?.[side];
}

/** The word after or before `offset`. @param {number} offset @param {boolean} forward */
export function wordBeside(offset, forward) {
  const near = moved(offset, forward, forward);
  const far = moved(near, !forward, !forward);
  return forward ? selected(far, near) : selected(near, far);
}

/** One step further, or back towards what it grew from.
 * @param {Extent} extent @param {Extent} anchor @param {boolean} forward @param {boolean} byGrapheme */
export function extended({ start, end }, anchor, forward, byGrapheme) {
  const isEnd = forward ? start >= anchor.start : end > anchor.end;
  const at = moved(isEnd ? end : start, forward, isEnd, byGrapheme);
  if (isEnd) return selected(start, forward ? at : Math.max(at, anchor.end));
  return selected(forward ? Math.min(at, anchor.start) : at, end);
}

/** Brings a place into view, unless it is there. @param {Extent} extent */
export function reveal({ start, end }) {
  const range = offsetsToRange(root, start, end);
  const { top, bottom } = range.getBoundingClientRect();
  const ceiling = document.querySelector(".tools")?.getBoundingClientRect().bottom ?? 0;
  if (top > Math.max(0, ceiling) + 8 && bottom < innerHeight - 96) return;
  // First the block: where it lies is a guess until it was drawn.
  range.startContainer.parentElement?.closest(".b")?.scrollIntoView({ block: "center" });
  const now = range.getBoundingClientRect();
  scrollBy(0, now.top - innerHeight / 2);
}
