import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, occurrences, search } from "../../static/js/finding.js";
import { sentenceAt } from "../../static/js/sentences.js";

/** @param {string} text @param {string} quote @param {boolean} [sameCase] @param {boolean} [wholeWords] */
function found(text, quote, sameCase = true, wholeWords = true) {
  const places = occurrences(text, quote, { sameCase, wholeWords, lang: "fr" });
  const signs = [...text];
  return places.map(({ start, end }) => `${start} ${signs.slice(start, end).join("")}`);
}

test("the same words are found in code points", () => {
  const text = "🎈 L’OTAN, l’otan, l’OTANisation 🎈 anti-OTAN (OTAN)";
  assert.deepEqual(found(text, "OTAN"), ["4 OTAN", "39 OTAN", "45 OTAN"]);
  assert.deepEqual(found(text, "OTAN", false), ["4 OTAN", "12 otan", "39 OTAN", "45 OTAN"]);
  assert.equal(found(text, "OTAN", false, false).length, 5);
});

test("signs of patterns are signs, and nothing is found in nothing", () => {
  assert.deepEqual(found("a (b) [c] a.c abc a+ \\d", "(b)", true, false), ["2 (b)"]);
  assert.deepEqual(found("a.c abc", "a.c", true, false), ["0 a.c"]);
  assert.deepEqual(found("abc", ""), []);
});

test("no place begins or ends inside what people see as one character", () => {
  assert.deepEqual(found("Noe\u0301 et Noe", "Noe", true, false), ["8 Noe"]);
  assert.deepEqual(found("👩‍👧 et 👩", "👩", true, false), ["7 👩"]);
  assert.deepEqual(found("🇧🇪🇨🇭 🇪🇨", "🇪🇨", true, false), ["5 🇪🇨"]);
});

test("scripts without spaces have their words found", () => {
  assert.deepEqual(found("昨日東京で東京都", "東京"), ["2 東京", "5 東京"]);
});

test("no more are looked for than are wanted", () => {
  const wanted = { sameCase: true, wholeWords: true, lang: "fr", most: 3 };
  assert.equal(occurrences("ab ".repeat(9), "ab", wanted).length, 3);
});

/** @param {string} text @param {string} query */
function searched(text, query) {
  const signs = [...text];
  return search(fold(text), query).map(({ start, end }) => signs.slice(start, end).join(""));
}

test("case, accents and ligatures do not matter to a search", () => {
  assert.deepEqual(searched("Élève, ÉLEVÉ, e\u0301le\u0300ve", "eleve"), [
    "Élève",
    "ÉLEVÉ",
    "e\u0301le\u0300ve",
  ]);
  assert.deepEqual(searched("Un cœur, un COEUR", "coeur"), ["cœur", "COEUR"]);
  assert.deepEqual(searched("Un COEUR", "cœur"), ["COEUR"]);
  assert.deepEqual(searched("l’eau, l'eau", "L'EAU"), ["l’eau", "l'eau"]);
  assert.deepEqual(searched("dix\u00a0000\u202f€", "000 €"), ["000\u202f€"]);
  assert.deepEqual(searched("Straße 🎈 STRASSE", "strasse"), ["Straße", "STRASSE"]);
  assert.deepEqual(searched("ﬁn", "f"), ["ﬁ"]);
  assert.deepEqual(searched("כָּתַב", "כתב"), ["כָּתַב"]);
});

test("a search counts code points of the text and finds nothing for nothing", () => {
  assert.deepEqual(search(fold("🎈İstanbul🎈"), "istanbul"), [{ start: 1, end: 9 }]);
  assert.deepEqual(search(fold("abc"), ""), []);
  assert.deepEqual(search(fold(""), "a"), []);
  assert.deepEqual(search(fold("aaaa"), "aa"), [
    { start: 0, end: 2 },
    { start: 2, end: 4 },
  ]);
});

test("sentences are whole over initials and abbreviations", () => {
  const text = "Le 3, M. J. Rutte parle. Que dit Mme. Le Goff ? Rien. Fin";
  const cut = (/** @type {number} */ i) => text.slice(...sentenceAt(text, i, "fr")).trim();
  assert.equal(cut(0), "Le 3, M. J. Rutte parle.");
  assert.equal(cut(9), "Le 3, M. J. Rutte parle.");
  assert.equal(cut(text.indexOf("Goff")), "Que dit Mme. Le Goff ?");
  assert.equal(cut(text.length - 1), "Fin");
});
