import assert from "node:assert/strict";
import { test } from "node:test";
import {
  graphemeEnd,
  graphemeStart,
  nextWord,
  previousWord,
  snap,
  wordAt,
} from "../../static/js/words.js";

/** @typedef {import("../../static/js/words.js").Pair} Pair */

/** The words of a text, found forwards. @param {string} text @param {string} lang */
function words(text, lang) {
  const found = [];
  let word = nextWord(text, 0, lang);
  while (word) {
    found.push(text.slice(...word));
    word = nextWord(text, word[1], lang);
  }
  return found;
}

/** The words of a text, found backwards. @param {string} text @param {string} lang */
function wordsFromEnd(text, lang) {
  const found = [];
  let word = previousWord(text, text.length, lang);
  while (word) {
    found.unshift(text.slice(...word));
    word = previousWord(text, word[0], lang);
  }
  return found;
}

/** Marks what would be selected: the drag goes from `[` to `]`.
 * @param {string} marked @param {string} lang @param {boolean} [exact] */
function dragged(marked, lang, exact) {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  const text = marked.replace("[", "").replace("]", "");
  const found = snap(text, start, end, lang, exact);
  return found && text.slice(...found);
}

/** @type {[string, string, string[]][]} */
const WORDS = [
  ["fr", "Il va à l’OTAN.", ["Il", "va", "à", "l’", "OTAN"]],
  ["fr", "l'Europe d'hier", ["l'", "Europe", "d'", "hier"]],
  ["fr", "dʼune façon", ["dʼ", "une", "façon"]],
  ["fr", "Jusqu’ici, puisqu’on dort", ["Jusqu’", "ici", "puisqu’", "on", "dort"]],
  ["fr", "QU’ELLE PARLE", ["QU’", "ELLE", "PARLE"]],
  ["fr", "quoiqu’il lorsqu’elle", ["quoiqu’", "il", "lorsqu’", "elle"]],
  ["fr", "dès aujourd’hui", ["dès", "aujourd’hui"]],
  ["fr", "celui d’aujourd’hui", ["celui", "d’", "aujourd’hui"]],
  ["fr", "quelqu’un du presqu’île", ["quelqu’un", "du", "presqu’île"]],
  ["fr", "le prud’homme entr’ouvre", ["le", "prud’homme", "entr’ouvre"]],
  ["fr", "Awa N’Diaye et Kylian M’Ba", ["Awa", "N’Diaye", "et", "Kylian", "M’Ba"]],
  ["fr", "un chef d’LFI", ["un", "chef", "d’", "LFI"]],
  ["fr", "l’11 novembre", ["l", "11", "novembre"]],
  ["fr", "Les Sud-africaines", ["Les", "Sud-africaines"]],
  ["fr", "un vice\u2011ministre", ["un", "vice\u2011ministre"]],
  ["fr", "Rhône\u2010Alpes", ["Rhône\u2010Alpes"]],
  ["fr", "arc-en-ciel-", ["arc-en-ciel"]],
  ["fr", "Jeanne-d’Arc", ["Jeanne-d’Arc"]],
  ["fr", "oui - non -- peut", ["oui", "non", "peut"]],
  ["fr", "l’e\u0301te\u0301 a\u0300 Nice", ["l’", "e\u0301te\u0301", "a\u0300", "Nice"]],
  ["fr", "12,5 % de 3\u202f000 €", ["12,5", "de", "3\u202f000"]],
  ["en", "I don’t know John’s dog", ["I", "don’t", "know", "John’s", "dog"]],
  ["en", "Mr O’Brien can't", ["Mr", "O’Brien", "can't"]],
  ["en", "state-of-the-art", ["state-of-the-art"]],
  ["en", "snake_case x2", ["snake_case", "x2"]],
  ["de", "Das Straßen\u00adbahn\u00adnetz", ["Das", "Straßen\u00adbahn\u00adnetz"]],
  ["de", "Ost-West-Konflikt", ["Ost-West-Konflikt"]],
  ["ja", "京都、東京。", ["京都", "東京"]],
  ["zh", "北京、上海。", ["北京", "上海"]],
  ["th", "ฉันรักเธอ", ["ฉัน", "รัก", "เธอ"]],
  ["ar", "زار الوزير تونس، أمس", ["زار", "الوزير", "تونس", "أمس"]],
  ["he", "גר בתל אביב", ["גר", "בתל", "אביב"]],
  ["fr", "Zoé 👩‍🚀🇫🇷 !", ["Zoé", "👩‍🚀", "🇫🇷"]],
  ["fr", "bravo 👍🏽", ["bravo", "👍🏽"]],
  ["not a language", "two words", ["two", "words"]],
  ["", "trois petits mots", ["trois", "petits", "mots"]],
  ["fr", " \t\n… !", []],
  ["fr", "", []],
];

for (const [lang, text, expected] of WORDS) {
  test(`words of ${JSON.stringify(text)} in ${lang || "no language"}`, () => {
    assert.deepEqual(words(text, lang), expected);
    assert.deepEqual(wordsFromEnd(text, lang), expected);
  });
}

test("a hyphen inside a word belongs to the word, one between spaces to none", () => {
  assert.deepEqual(wordAt("Sud-africaines", 3, "fr"), [0, 14]);
  assert.equal(wordAt("oui - non", 4, "fr"), null);
  assert.equal(wordAt("oui", 3, "fr"), null);
  assert.equal(wordAt("oui", -1, "fr"), null);
});

test("a space without width belongs to the word, but not where it is the only one", () => {
  assert.deepEqual(wordAt("à Tou\u200blouse", 3, "fr"), [2, 11]);
  assert.deepEqual(wordAt("à Tou\u200blouse", 5, "fr"), [2, 11]);
  assert.equal(wordAt("oui \u200bnon", 4, "fr"), null);
  assert.deepEqual(wordAt("ไทย\u200bไทย", 1, "th"), [0, 3]);
});

/** @type {[string, string, string | null, boolean?][]} */
const DRAGS = [
  ["fr", "la d[éfens]e commune", "défense"],
  ["fr", "la dé[fense com]mune", "défense commune"],
  ["fr", "la[ défense ]commune", "défense"],
  ["fr", "[l’OTAN] parle", "l’OTAN"],
  ["fr", "l’[OTAN] parle", "OTAN"],
  ["fr", "l’O[TA]N parle", "OTAN"],
  ["fr", "[l]’OTAN parle", "l’"],
  ["fr", "les Su[d-a]fricaines", "Sud-africaines"],
  ["fr", "les Sud-[africaines]", "africaines"],
  ["fr", "« [Jamais\u202f!] »", "Jamais\u202f!"],
  ["fr", "(voir [Pa]ris)", "Paris"],
  ["fr", "fin[ \u00a0\t\r\n]", null],
  ["fr", "fin[]", null],
  ["fr", "la dé[fense com]mune", "fense com", true],
  ["fr", "e\u0301t[e]\u0301", "e\u0301", true],
  ["fr", "ici [👩‍]🚀 là", "👩‍🚀", true],
  ["fr", "🇫[🇷]🇩🇪", "🇫🇷", true],
  ["fr", "ici [👍]🏽 là", "👍🏽"],
  ["ja", "私は東[京に]住む", "京に"],
  ["ko", "[나토]는 말했다", "나토"],
  ["th", "ฉัน[รักเ]ธอ", "รักเ"],
  ["he", "גר ב-[Tel Aviv] היום", "Tel Aviv"],
  ["ar", "زار ال[وزي]ر تونس", "الوزير"],
  ["fr", "avant\u2028[OT]AN", "OTAN"],
  ["fr", "abc [\u200f123\u200f] def", "\u200f123\u200f"],
];

for (const [lang, marked, expected, exact] of DRAGS) {
  test(`a drag over ${JSON.stringify(marked)}${exact ? " with Alt" : ""}`, () => {
    assert.equal(dragged(marked, lang, exact), expected);
  });
}

test("snapping what was snapped changes nothing", () => {
  const text = "À l’OTAN, Nord-coréennes, 👩‍🚀 N’Diaye et 東京 : 12 %.";
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) {
      const once = snap(text, start, end, "fr");
      if (once) assert.deepEqual(snap(text, ...once, "fr"), once);
    }
  }
});

test("graphemes end after their marks", () => {
  const text = "ae\u0301👩‍🚀";
  assert.deepEqual(
    [0, 1, 2, 3, 4, 8].map((i) => graphemeStart(text, i)),
    [0, 1, 1, 3, 3, 8],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4, 8].map((i) => graphemeEnd(text, i)),
    [0, 1, 3, 3, 8, 8],
  );
});
