/** DOM points ↔ code points of the stored text: the only module that knows the difference. */

/** @typedef {{start: number, end: number}} Extent code points, end exclusive */

/** @param {string} text */
export const codePoints = (text) => [...text].length;

/** UTF-16 index of code point `count`. @param {string} text @param {number} count */
export const codeUnits = (text, count) => [...text].slice(0, count).join("").length;

/** @param {Element} block */
export const startOf = (block) => Number(block.getAttribute("data-s"));

/** The last block that passes; all before it pass too.
 * @param {Element} root @param {(block: Element) => boolean} passes */
function lastBlock(root, passes) {
  const blocks = root.getElementsByClassName("b");
  let low = 0;
  for (let high = blocks.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (passes(blocks[middle])) low = middle + 1;
    else high = middle;
  }
  return blocks[low - 1];
}

/** The block around `offset`; at an edge the one that ends there if `before`.
 * @param {Element} root @param {number} offset @param {boolean} [before] */
export const blockAt = (root, offset, before) =>
  (before && lastBlock(root, (block) => startOf(block) < offset)) ||
  lastBlock(root, (block) => startOf(block) <= offset);

/** @param {Element} root @param {Range} point collapsed @param {boolean} isEnd */
function toOffset(root, point, isEnd) {
  const block = lastBlock(root, (start) => point.comparePoint(start, 0) <= 0);
  if (!block) return 0;
  point.setStart(block, 0);
  const prefix = point.toString();
  const whole = isEnd ? prefix : prefix.replace(/[\ud800-\udbff]$/, "");
  return startOf(block) + codePoints(whole);
}

/** Points outside of `root` are clamped to it; one inside a surrogate pair moves outward.
 * @param {Element} root @param {Range} range @returns {Extent} */
export function rangeToOffsets(root, range) {
  const [from, to, whole] = [range.cloneRange(), range.cloneRange(), new Range()];
  whole.selectNodeContents(root);
  for (const point of [from, to]) {
    const isEnd = point === to;
    point.collapse(!isEnd);
    if (whole.comparePoint(point.startContainer, point.startOffset) > 0) {
      point.setEnd(whole.endContainer, whole.endOffset);
    }
  }
  return { start: toOffset(root, from, false), end: toOffset(root, to, true) };
}

/** @param {Element} root @param {number} offset @param {boolean} isEnd @returns {[Node, number]} */
function toPoint(root, offset, isEnd) {
  const block = blockAt(root, offset, isEnd);
  if (!block) return [root, 0];
  let rest = codeUnits(block.textContent, offset - startOf(block));
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (rest < node.length || (isEnd && rest === node.length)) return [node, rest];
    rest -= node.length;
  }
  return [block, block.childNodes.length];
}

/** @param {Element} root @param {number} start @param {number} end */
export function offsetsToRange(root, start, end) {
  const range = new Range();
  range.setStart(...toPoint(root, start, false));
  range.setEnd(...toPoint(root, end, true));
  return range;
}

/** @param {Element} root @param {number} start @param {number} end */
export const textBetween = (root, start, end) => offsetsToRange(root, start, end).toString();
