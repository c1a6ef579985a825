/** What an annotator does to spans: select, create, relabel, move, delete. */

import * as popover from "./popover.js";
import { uuid7 } from "./queue.js";
import { post } from "./save.js";
import { moved, selectNatively, snapped } from "./selection.js";
import { activate, arm, chip, paint, root, state } from "./state.js";

/** @typedef {import("./state.js").Selected} Selected */

/** Makes an extent what a label would cover; `offer` gives it the armed label or shows the labels.
 * @param {Selected | null} selected @param {boolean} [offer] */
export function select(selected, offer) {
  state.pending = selected;
  state.base = state.active || state.base;
  activate("");
  popover.hide();
  if (selected && offer) state.armed ? create(state.armed) : popover.show();
}

/** @param {HTMLElement} button */
async function create({ dataset: { label = "", layer = "" } }) {
  const { pending, armed } = state;
  if (!pending) return;
  const id = uuid7();
  const { start, end, quote } = snapped(pending, true) ?? pending;
  selectNatively(null);
  select(null);
  state.sending.add(pending);
  if (!armed) Object.assign(state, { active: id, extent: pending });
  const fields = { id, start: `${start}`, end: `${end}`, label, layer, quote };
  const done = await onActive(post("/spans", fields));
  const made = state.same.get(id) ?? id;
  state.sending.delete(pending);
  // Its edges may have been moved further meanwhile.
  if (done && state.active === made) state.ahead ? focus(made) : go(made);
  if (!done && !state.pending && !state.dragging) select(pending);
  paint();
}

/** Waits for the answer to an act on the active span. @param {Promise<boolean>} answer */
async function onActive(answer) {
  state.ahead += 1;
  paint();
  const done = await answer;
  state.ahead -= 1;
  return done;
}

/** Activates a span; the focus follows if it is in the text. @param {string} id */
export function go(id) {
  select(null);
  activate(id);
  focus(id);
}

/** Unless the focus is elsewhere on the page. @param {string} id */
const focus = (id) => root.contains(document.activeElement) && chip(id)?.focus();

/** A label was chosen: for the selection, else for the active span, else for what comes.
 * @param {HTMLElement} button */
export function choose(button) {
  const { label = "", layer = "" } = button.dataset;
  if (root.dataset.hidden) import("./layers.js").then(({ reveal }) => reveal(layer));
  if (state.pending) return create(button);
  if (state.active && !state.armed) return change({ label, layer });
  arm(state.armed === button ? null : button);
}

/** @param {Record<string, string>} fields */
function change(fields) {
  popover.hide();
  return post(`/spans/${state.active}`, fields);
}

export function remove() {
  post(`/spans/${state.active}/delete`);
  select(null);
  state.base = "";
}

/** Moves an edge of the active span. @param {boolean} isEnd @param {boolean} forward
 * @param {boolean} byGrapheme */
export function moveEdge(isEnd, forward, byGrapheme) {
  const side = isEnd ? "end" : "start";
  const at = state.extent?.[side] ?? 0;
  return putEdge(side, moved(at, forward, isEnd, byGrapheme));
}

/** @param {"start" | "end"} side @param {number} at */
export async function putEdge(side, at) {
  const extent = state.extent ?? { start: 0, end: 0 };
  const next = { ...extent, [side]: at };
  if (at === extent[side] || next.start >= next.end) return;
  state.extent = next;
  await onActive(change({ [side]: `${at}` }));
  if (!state.ahead) activate(state.active);
}
