/** The inspector follows the active span. */

import { draw } from "./arcs.js";
import { start } from "./linking.js";
import { chip, root, state } from "./state.js";
import { replace } from "./swap.js";

/** It is fetched when the hand rests. */
const REST = 250;
let timer = 0;
/** The span and the revision that it shows. */
let shown = "";
let asking = new AbortController();

const box = () => /** @type {HTMLElement} */ (document.getElementById("inspector"));
const holdsFocus = () => box().contains(document.activeElement);

/** The first thing to fill in, else to press. */
const first = () =>
  /** @type {HTMLElement | null} */ (
    box().querySelector(".open :is(select, input:not([type=hidden]))") ??
      box().querySelector(":is(select, textarea, button, input:not([type=hidden]))")
  );

/** Somebody is writing in it: it must stay as it is. */
function isTyping() {
  const field = document.activeElement;
  const isText = field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement;
  return isText && holdsFocus() && field.type !== "radio" && field.value !== field.defaultValue;
}

function follow() {
  clearTimeout(timer);
  if (!state.active) hide();
  else timer = setTimeout(load, REST);
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
  const headers = { "HX-Request": "true" };
  const url = `${root.dataset.url}/spans/${id}/inspector`;
  const answer = await fetch(url, { headers, signal }).catch(() => null);
  const html = answer?.ok && !answer.redirected ? await answer.text().catch(() => "") : "";
  if (!html || signal.aborted || state.active !== id || isTyping()) return;
  shown = wanted;
  const held = holdsFocus();
  await replace(box(), html);
  if (held && !holdsFocus()) first()?.focus();
  draw();
}

/** Leads the focus into the inspector. */
export async function inspect() {
  await load();
  if (box().dataset.of === state.active) first()?.focus();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.key !== "Escape" || !holdsFocus()) return;
  event.preventDefault();
  (chip(state.active) ?? root).focus();
}

/** @param {MouseEvent} event */
function clicked({ target }) {
  if (target instanceof Element && target.closest("[data-link-mode]")) start();
}

export function listen() {
  shown = box().dataset.of ? key() : "";
  root.addEventListener("activated", follow);
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", clicked);
}
