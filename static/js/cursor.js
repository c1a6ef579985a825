/** The word cursor: arrows move and extend what a label would cover. */

import { select } from "./acts.js";
import { blockAt } from "./offsets.js";
import { extended, nativeExtent, reveal, selectNatively, wordBeside } from "./selection.js";
import { root, state } from "./state.js";

/** What the cursor covered before it was extended. @type {import("./state.js").Extent | null} */
let anchor = null;

/** What an arrow does. @param {string} way @param {{alt: boolean, shift: boolean}} held */
export function arrow(way, { alt, shift }) {
  const here = state.pending ?? state.extent ?? nativeExtent() ?? { start: 0, end: 0 };
  const block = blockAt(root, here.start);
  if (!block || (alt && !shift)) return null;
  const rtl = getComputedStyle(block).direction === "rtl";
  const forward = way === "Down" || way === (rtl ? "Left" : "Right");
  return () => {
    anchor = shift ? (anchor ?? here) : null;
    if (way === "Down" || way === "Up") {
      return import("./travel.js").then(({ byLine }) => byLine(here, forward, anchor));
    }
    const next = anchor
      ? extended(here, anchor, forward, alt)
      : wordBeside(forward ? here.end : here.start, forward);
    if (!next) return;
    selectNatively(null);
    select(next);
    reveal(next);
  };
}
