/** Says whether two files of JavaScript mean the same: equal trees, wherever things stand in the text. */

import { readFileSync } from "node:fs";
import { parse } from "acorn";

const PLACES = new Set(["start", "end", "raw"]);
const [one, other] = process.argv
  .slice(2)
  .map((path) => parse(readFileSync(path, "utf8"), { ecmaVersion: "latest", sourceType: "module" }))
  .map((tree) => JSON.stringify(tree, (key, value) => (PLACES.has(key) ? undefined : value)));
process.exit(one === other ? 0 : 1);
