/** The inspector follows the active span. */

import { NAMED } from "./request.js";
import { chip, drawn, root, state } from "./state.js";
import { replace } from "./swap.js";

/** It is fetched when the hand rests. */
const REST = 250;
let timer = 0;
/** The span and the revision that it shows. */
let shown = "";
let asking = new AbortController();

const box = () => /** @type {HTMLElement} */ (document.getElementById("inspector"));
const holdsFocus = () => box().contains(document.activeElement);

/** The first field to fill in, else any. @returns {HTMLElement | null} */
const first = () =>
  box().querySelector(".open :is(select, input:not([type=hidden]))") ??
  box().querySelector("select, textarea, button");

/** Somebody is writing in it: it must stay as it is. */
function isTyping() {
  const field = document.activeElement;
  const isText = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
  return isText && holdsFocus() && field.type !== "radio" && field.value !== field.defaultValue;
}

function follow() {
  clearTimeout(timer);
  timer = state.active ? setTimeout(load, REST) : setTimeout(hide);
}

function hide() {
  asking.abort();
  shown = "";
  box().dataset.of = "";
}

const key = () => `${state.active} ${root.dataset.revision}`;

/** Shows the active span as it is now. */
async function load() {
  clearTimeout(timer);
  const [id, wanted] = [state.active, key()];
  if (wanted === shown || state.ahead || !chip(id) || isTyping()) return;
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const url = `${root.dataset.url}/spans/${id}/inspector${location.search}`;
  const answer = await fetch(url, { headers: NAMED, signal }).catch(() => null);
  const html = answer?.ok && !answer.redirected ? await answer.text().catch(() => "") : "";
  if (!html || signal.aborted || state.active !== id || isTyping()) return;
  shown = wanted;
  const held = holdsFocus();
  await replace(box(), html);
  if (held && !holdsFocus()) first()?.focus();
  lines();
}

/** What draws the lines is loaded with the first. */
const lines = () =>
  box().querySelector("[data-link]") && import("./arcs.js").then(({ draw }) => draw());

/** Leads the focus into the inspector. */
export async function inspect() {
  if (await drawn()) await load();
  if (box().dataset.of === state.active) first()?.focus();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.key !== "Escape" || !document.activeElement?.closest("#inspector, #about")) return;
  event.preventDefault();
  (chip(state.active) ?? root).focus();
}

/** The span stays in view while the inspector is used, which may lie over the text. @param {FocusEvent} event */
function entered({ target, relatedTarget }) {
  const isInside = (/** @type {EventTarget | null} */ node) =>
    node instanceof Node && box().contains(node);
  if (isInside(target) && !isInside(relatedTarget))
    chip(state.active)?.scrollIntoView({ block: "nearest" });
}

/** What was sent is no longer being written. @param {SubmitEvent} event */
function sent({ target }) {
  if (!(target instanceof HTMLFormElement) || !box().contains(target)) return;
  for (const field of target.elements) {
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)
      field.defaultValue = field.value;
  }
}

export function listen() {
  shown = box().dataset.of ? key() : "";
  lines();
  root.addEventListener("activated", follow);
  document.addEventListener("keydown", pressed);
  document.addEventListener("submit", sent);
  document.addEventListener("focusin", entered);
}
