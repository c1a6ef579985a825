/** The selection as a further part of the span that was active before it, or cut out of it. */

import { go, select } from "./acts.js";
import { post } from "./save.js";
import { selectNatively } from "./selection.js";
import { paint, partsOf, state } from "./state.js";

/** Whether the selection lies in a part of that span. */
export function isInside() {
  const { pending, base } = state;
  return partsOf(base).some(
    ({ start, end }) => pending && start <= pending.start && pending.end <= end,
  );
}

export async function reshape() {
  const { pending, base } = state;
  if (!pending || !partsOf(base).length) return;
  const way = isInside() ? "/parts/delete" : "/parts";
  selectNatively(null);
  select(null);
  state.sending.add(pending);
  paint();
  const { start, end } = pending;
  const done = await post(`/spans/${base}${way}`, { start: `${start}`, end: `${end}` });
  state.sending.delete(pending);
  if (done && !state.active && !state.pending) go(base);
  if (!done && !state.pending && !state.dragging) select(pending);
  paint();
}
