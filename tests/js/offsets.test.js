import assert from "node:assert/strict";
import { test } from "node:test";
import { codePoints, codeUnits } from "../../static/js/offsets.js";

const TEXT = "a😀é\u0301𠮷\r\n";

test("code points are counted, not code units", () => {
  assert.equal(codePoints(TEXT), 7);
  assert.equal(codePoints(""), 0);
  assert.equal(codePoints("\ud83d"), 1);
});

test("code units lead back to the code point", () => {
  const units = [0, 1, 2, 3, 4, 5, 6, 7, 99].map((count) => codeUnits(TEXT, count));
  assert.deepEqual(units, [0, 1, 3, 4, 5, 7, 8, 9, 9]);
});
