/** What the popover offers for a selection besides labels: the same words everywhere, a part of the last span. */

import { occurrences } from "./finding.js";
import { isInside, reshape } from "./fragments.js";
import { wholeText } from "./hits.js";
import { open } from "./occurrences.js";
import { button, show } from "./popover.js";
import { lang } from "./selection.js";
import { chip, state } from "./state.js";
import { byBlock, bySentence } from "./travel.js";

const MOST = 1000;
/** What takes the whole of something. */
const WHOLE = [
  ["sentence", bySentence],
  ["block", byBlock],
];

/** Buttons for the selection as it is. */
export function offers() {
  const { pending, base } = state;
  const made = [];
  const of = chip(base)?.getAttribute("aria-label");
  if (pending && of) {
    const part = button(isInside() ? "cut" : "add", reshape);
    part.textContent += ` ${of.length < 28 ? of : `${of.slice(0, 26)}…`}`;
    made.push(part);
  }
  const wanted = { sameCase: true, wholeWords: true, lang: lang(), most: MOST };
  const places = pending ? occurrences(wholeText(), pending.quote, wanted).length : 0;
  if (places > 1) {
    const all = button("all", open);
    all.textContent = all.textContent?.replace("#", places < MOST ? `${places}` : `${MOST}+`) ?? "";
    made.push(all);
  }
  for (const [name, take] of /** @type {[string, () => void][]} */ (WHOLE)) {
    made.push(
      button(name, () => {
        take();
        show();
      }),
    );
  }
  return made;
}
