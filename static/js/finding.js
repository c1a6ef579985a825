/** Finding in the stored text: the same words, or what somebody types. Places are in code points. */

import { snap } from "./words.js";

/** @typedef {import("./offsets.js").Extent} Extent */
/** @typedef {{sameCase: boolean, wholeWords: boolean, lang: string, most?: number}} Wanted */
/** A text without case and accents; `at` has the code point that each of its units comes from.
 * @typedef {{text: string, at: number[], length: number}} Folded */

/** Characters on either side that may belong to the same word. */
const AROUND = 80;

/** @param {string} text UTF-16 */
const pointsIn = (text) => text.length - (text.match(/[\ud800-\udbff]/g)?.length ?? 0);

/** Where the same words stand, in order; never within what people see as one character.
 * @param {string} text @param {string} quote @param {Wanted} wanted @returns {Extent[]} */
export function occurrences(text, quote, { sameCase, wholeWords, lang, most = Infinity }) {
  const literal = quote.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const found = [];
  let [seen, start] = [0, 0];
  for (const { 0: words, index } of text.matchAll(new RegExp(literal, sameCase ? "gu" : "giu"))) {
    if (found.length === most) break;
    if (!words || !isApart(text, index, index + words.length, lang, !wholeWords)) continue;
    start += pointsIn(text.slice(seen, index));
    seen = index;
    found.push({ start, end: start + pointsIn(words) });
  }
  return found;
}

/** Whether a drag over just these units would select just them.
 * @param {string} text @param {number} from @param {number} to @param {string} lang @param {boolean} exact */
function isApart(text, from, to, lang, exact) {
  const low = Math.max(0, from - AROUND);
  const pair = snap(text.slice(low, to + AROUND), from - low, to - low, lang, exact);
  return pair?.[0] === from - low && pair[1] === to - low;
}

/** Signs that stand above, below or inside letters, and the soft hyphen. */
const MARKS = /\u00ad|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670]/g;
/** Letters with no accent to take off. @type {Record<string, string>} */
const PLAIN = { œ: "oe", æ: "ae", ß: "ss", ø: "o", đ: "d", ł: "l", ı: "i", "’": "'", ʼ: "'" };
/** @type {Map<string, string>} */
const known = new Map();

/** @param {string} sign one code point */
function plain(sign) {
  const bare = sign.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(MARKS, "");
  const made = PLAIN[bare] ?? bare;
  known.set(sign, made);
  return made;
}

/** @param {string} text @returns {Folded} */
export function fold(text) {
  const [parts, at] = [/** @type {string[]} */ ([]), /** @type {number[]} */ ([])];
  let length = 0;
  for (const sign of text) {
    const part = known.get(sign) ?? plain(sign);
    parts.push(part);
    for (let n = 0; n < part.length; n++) at.push(length);
    length += 1;
  }
  return { text: parts.join(""), at, length };
}

/** Where something stands, whatever its case and accents; whole letters with their marks.
 * @param {Folded} within @param {string} query @returns {Extent[]} */
export function search({ text, at, length }, query) {
  const wanted = fold(query).text;
  const found = [];
  let i = wanted ? text.indexOf(wanted) : -1;
  while (i >= 0) {
    let beyond = i + wanted.length;
    while (beyond < at.length && at[beyond] === at[beyond - 1]) beyond += 1;
    found.push({ start: at[i], end: at[beyond] ?? length });
    i = text.indexOf(wanted, beyond);
  }
  return found;
}
