/** Words and graphemes of a text, in UTF-16 indices. */

/** @typedef {[number, number]} Pair start and end, end exclusive */

const HYPHEN = /^[-\u2010\u2011\u00ad]$/;
const NO_WIDTH = "\u200b";
const ELISION = /^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['\u2019\u02bc]/i;
/** Follows an elision: a vowel, h or initials; N’Diaye has none. */
const ELIDED = /^(?:[aeiouyhœæøAEIOUYHŒÆØ]|\p{Lu}{2})/u;
/** Writing without spaces: dictionaries guess its words, so edges stay where they were put. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}]/u;
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/** @param {string} text @param {string} lang @param {"word" | "grapheme"} [granularity] */
function segments(text, lang, granularity = "word") {
  const locale = /^[a-z]{2,3}/i.exec(lang)?.[0] ?? "und";
  const known = segmenters.get(locale + granularity);
  const segmenter = known ?? new Intl.Segmenter(locale, { granularity });
  segmenters.set(locale + granularity, segmenter);
  return segmenter.segment(text);
}

/** @param {Intl.SegmentData} part @returns {Pair} */
const ends = (part) => [part.index, part.index + part.segment.length];

/** Whether a sign holds words together: a hyphen, or a space without width, which nobody sees but in writing that has
 * no other. @param {string} text @param {number} i */
const joins = (text, i) =>
  HYPHEN.test(text[i]) || (text[i] === NO_WIDTH && !SPACELESS.test(`${text[i - 1]}${text[i + 1]}`));

/** The word at `i`, whole over inner hyphens.
 * @param {string} text @param {number} i @param {string} lang @returns {Pair | null} */
function joined(text, i, lang) {
  const all = segments(text, lang);
  const word = (/** @type {number} */ at) => {
    const part = all.containing(at);
    return part?.isWordLike ? part : undefined;
  };
  const here = all.containing(i);
  if (!here) return null;
  if (joins(text, i)) return word(i - 1) && word(i + 1) ? joined(text, i - 1, lang) : null;
  if (!here.isWordLike) return PICTURE.test(here.segment) ? ends(here) : null;
  let [start, end] = ends(here);
  while (joins(text, start - 1)) {
    const left = word(start - 2);
    if (!left) break;
    start = left.index;
  }
  while (joins(text, end)) {
    const right = word(end + 1);
    if (!right) break;
    end = ends(right)[1];
  }
  return [start, end];
}

/** The word at `i`, elisions apart (l’ and OTAN); a picture is a word; null between words.
 * @param {string} text @param {number} i @param {string} lang @returns {Pair | null} */
export function wordAt(text, i, lang) {
  const word = joined(text, i, lang);
  for (let [start, end] = word ?? [0, 0]; start < end; ) {
    const rest = text.slice(start, end);
    const cut = ELISION.exec(rest)?.[0].length ?? 0;
    if (!cut || !ELIDED.test(rest.slice(cut).normalize("NFD"))) return [start, end];
    if (i < start + cut) return [start, start + cut];
    start += cut;
  }
  return null;
}

/** The first word ending after `i`. @param {string} text @param {number} i @param {string} lang */
export function nextWord(text, i, lang) {
  for (let at = i; at < text.length; at = graphemeEnd(text, at + 1)) {
    const word = wordAt(text, at, lang);
    if (word) return word;
  }
  return null;
}

/** The last word starting before `i`. @param {string} text @param {number} i @param {string} lang */
export function previousWord(text, i, lang) {
  for (let at = i; at > 0; ) {
    at = graphemeStart(text, at - 1);
    const word = wordAt(text, at, lang);
    if (word) return word;
  }
  return null;
}

/** `i`, or the start of the grapheme around it. @param {string} text @param {number} i */
export const graphemeStart = (text, i) => segments(text, "", "grapheme").containing(i)?.index ?? i;

/** `i`, or the end of the grapheme around it. @param {string} text @param {number} i */
export function graphemeEnd(text, i) {
  const part = segments(text, "", "grapheme").containing(i);
  return part && part.index < i ? ends(part)[1] : i;
}

/** Without white space at its ends; an edge inside a word moves to the word's, with `exact` only
 * to the grapheme's. Null if nothing is left.
 * @param {string} text @param {number} start @param {number} end @param {string} lang
 * @param {boolean} [exact] @returns {Pair | null} */
export function snap(text, start, end, lang, exact) {
  const raw = text.slice(start, end);
  const quote = raw.trim();
  const from = start + raw.indexOf(quote);
  const to = from + quote.length;
  if (!quote) return null;
  const edge = (/** @type {number} */ i, /** @type {0 | 1} */ side) => {
    const word =
      exact || segments(text, lang).containing(i)?.index === i ? null : wordAt(text, i, lang);
    return word && !SPACELESS.test(text.slice(...word)) && word[0] < i ? word[side] : i;
  };
  return [graphemeStart(text, edge(from, 0)), graphemeEnd(text, edge(to, 1))];
}
