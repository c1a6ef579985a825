/** The labels to choose from, beside the selection or the active span. */

import { offsetsToRange } from "./offsets.js";
import { root, state } from "./state.js";

/** @typedef {import("./offsets.js").Extent} Extent */

const box = /** @type {HTMLElement} */ (document.getElementById("popover"));
// The selection and the focus outlive a press on a button.
box.addEventListener("mousedown", (event) => event.preventDefault());

export const isOpen = () => box.matches(":popover-open");
export const hide = () => isOpen() && box.hidePopover();

/** Beside what it lies, unless that is what is selected or active; "low" is out of the way.
 * @type {Extent | "low" | null} */
let anchor = null;

/** @param {HTMLElement[]} [more] buttons after the labels */
export function show(more = []) {
  const labels = [...document.querySelectorAll("#palette .label")];
  offer([...labels.map((button) => /** @type {HTMLElement} */ (button.cloneNode(true))), ...more]);
  if (state.pending) showMore(state.pending);
}

/** What takes looking through the whole text comes when the hand rests. @param {Extent} pending */
async function showMore(pending) {
  await new Promise((resolve) => setTimeout(resolve, 250));
  if (state.pending !== pending || !isOpen()) return;
  const more = await import("./offers.js").catch(() => null);
  if (!more || state.pending !== pending || !isOpen()) return;
  box.append(...more.offers());
  place();
}

/** @param {HTMLElement[]} buttons @param {Extent | "low" | null} [beside] */
export function offer(buttons, beside = null) {
  anchor = beside;
  box.replaceChildren(...buttons);
  if (!isOpen()) box.showPopover();
  place();
}

/** A button that says what the popover's `data-` attribute of that name says.
 * @param {string} name @param {() => unknown} act */
export function button(name, act) {
  const made = document.createElement("button");
  made.textContent = box.getAttribute(`data-${name}`);
  made.onclick = act;
  return made;
}

export function place() {
  const extent = anchor ?? state.pending ?? state.extent;
  if (!extent || !isOpen()) return hide();
  box.style.margin = "0";
  const { offsetWidth: width, offsetHeight: height } = box;
  const within = (/** @type {number} */ at, /** @type {number} */ most) =>
    `${Math.max(8, Math.min(at, most - 8))}px`;
  if (extent === "low") {
    const left = within(root.getBoundingClientRect().left, innerWidth - width);
    box.style.inset = `auto auto 8px ${left}`;
    return;
  }
  const lines = offsetsToRange(root, extent.start, extent.end).getClientRects();
  if (!lines.length) return hide();
  const [first, last] = [lines[0], lines[lines.length - 1]];
  const below = last.bottom + 8;
  const top = below + height < innerHeight ? below : first.top - height - 8;
  box.style.inset = `${within(top, innerHeight - height)} auto auto ${within(last.left, innerWidth - width)}`;
}
