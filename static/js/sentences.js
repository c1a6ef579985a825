/** Sentences of a text, in UTF-16 indices. */

/** Ends no sentence: initials, and what stands before names and numbers. */
const SHORTENED =
  /(?<!\p{L})(?:\p{Lu}|MM|M(?:lle|me|e|gr)s?|[DMP]rs?|Ms|Prof|Ste?|[Gg][eé]n|Col|Lt|[Nn]o|art|cf|pp?|vol|v|vs|env)\.\s*$/u;

/** The sentence at `i`. @param {string} text @param {number} i @param {string} lang @returns {[number, number]} */
export function sentenceAt(text, i, lang) {
  let [start, end] = [0, 0];
  const locale = /^[a-z]{2,3}/i.exec(lang)?.[0] ?? "und";
  const segmenter = new Intl.Segmenter(locale, { granularity: "sentence" });
  for (const { index, segment } of segmenter.segment(text)) {
    if (!SHORTENED.test(text.slice(start, end))) start = index;
    end = index + segment.length;
    if (i < end && !SHORTENED.test(text.slice(start, end))) break;
  }
  return [start, end];
}
