/** Link mode: the spans to which the active one may be linked show letters; the letters or a click pick one. */

import * as popover from "./popover.js";
import { uuid7 } from "./queue.js";
import { post } from "./save.js";
import { chip, drawn, extentOf, root, state } from "./state.js";

/** A role or relation label: its name, its layers on either side (none: any), and its values.
 * @typedef {[string, string[], string[], string[]]} Slot */
/** @typedef {{label: string, to?: string, value?: string}} Link */

const LETTERS = "asdfghjklqwertyuiopzxcvbnm";
/** @type {Slot[]} */
const slots = JSON.parse(root.dataset.slots ?? "[]");

/** The span that is being linked, or "". */
let source = "";
/** What was typed of a hint. */
let typed = "";
/** @type {HTMLElement[]} what wears a hint */
let hinted = [];
/** The links among which a figure chooses. @type {Link[]} */
let choices = [];

export const isOn = () => source !== "";

/** @param {Element | null} tag */
function layerOf(tag) {
  const look = /\bk\d+/.exec(tag?.className ?? "")?.[0];
  const label = look && document.querySelector(`#palette .${look}`);
  return label instanceof HTMLElement ? (label.dataset.layer ?? "") : "";
}

/** @param {string[]} layers @param {string} layer */
const allows = (layers, layer) => !layers.length || layers.includes(layer);
const open = () => slots.filter(([, from]) => allows(from, layerOf(chip(state.active))));
export const canLink = () => open().length > 0;

/** The roles and relation labels that may lead to a span. @param {string} id */
const fitting = (id) =>
  id === state.active ? [] : open().filter(([, , to]) => allows(to, layerOf(chip(id))));

export async function start() {
  popover.hide();
  if (!(await drawn())) return;
  if (!canLink()) return say("nothing");
  source = state.active;
  root.dataset.linking = "";
  (chip(source) ?? root).focus({ preventScroll: true });
  say("linking");
  const values = open().flatMap(([label, , , all]) => all.map((value) => ({ label, value })));
  if (values.length)
    popover.offer(
      values.map((link) => choice(link)),
      "low",
    );
  hint();
}

const status = /** @type {HTMLElement} */ (document.getElementById("status"));
/** What it said before link mode. */
let before = "";

/** @param {string} name of what the status line has in the page's language */
function say(name) {
  before = status.textContent;
  status.textContent = status.getAttribute(`data-${name}`);
}

/** @param {Link} link @param {string} [figure] */
function choice(link, figure) {
  const button = document.createElement("button");
  button.textContent = link.value ? `${link.label}: ${link.value}` : link.label;
  if (figure) button.dataset.hint = figure;
  button.onclick = () => finish(link);
  return button;
}

/** Gives letters to the spans in view and to the values. */
function hint() {
  for (const element of hinted) delete element.dataset.hint;
  const isInView = (/** @type {Element} */ element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const chunks = [...root.querySelectorAll(".ck")].filter(isInView);
  const tags = chunks.flatMap((chunk) => [...chunk.querySelectorAll(".c[id]")]);
  const targets = tags.filter((tag) => fitting(tag.id.slice(2)).length && isInView(tag));
  const values = document.querySelectorAll("#popover button");
  hinted = /** @type {HTMLElement[]} */ ([...targets, ...values]);
  const long = hinted.length > LETTERS.length;
  hinted.forEach((element, n) => {
    const last = LETTERS[n % LETTERS.length];
    element.dataset.hint = long ? LETTERS[Math.floor(n / LETTERS.length)] + last : last;
  });
  typed = "";
}

export function stop() {
  for (const element of hinted) delete element.dataset.hint;
  [source, typed, hinted, choices] = ["", "", [], []];
  delete root.dataset.linking;
  if (status.textContent === status.dataset.linking) status.textContent = before;
  popover.hide();
}

/** Takes a key while link mode is on. @param {KeyboardEvent} event */
export function takes({ key, code, ctrlKey, metaKey }) {
  if (!isOn() || key === "Shift") return false;
  if (key === "Escape" || key === "Tab" || ctrlKey || metaKey) {
    stop();
    return key === "Escape";
  }
  // On a French keyboard the figures need Shift.
  const link = choices[(Number(key) || Number(code.replace("Digit", ""))) - 1];
  if (link) finish(link);
  else if (!choices.length) spell(/^[a-z]$/i.test(key) ? key : code.replace("Key", ""));
  return true;
}

/** @param {string} letter */
function spell(letter) {
  typed += letter.toLowerCase();
  const left = hinted.filter(({ dataset }) => dataset.hint?.startsWith(typed));
  if (!left.length) typed = "";
  else if (left[0].dataset.hint !== typed) return;
  else if (left[0].id) pick(left[0].id.slice(2));
  else left[0].click();
}

/** The first of these spans that may be linked; none ends link mode, also others do when it is the `last` try.
 * @param {string[]} ids @param {boolean} [last] */
export function pickOf(ids, last) {
  const id = ids.find((one) => fitting(one).length);
  if (id) pick(id);
  else if (last || !ids.length) stop();
}

/** @param {string} id */
function pick(id) {
  for (const element of hinted) delete element.dataset.hint;
  hinted = [];
  choices = fitting(id).map(([label]) => ({ label, to: id }));
  if (choices.length === 1) return finish(choices[0]);
  const buttons = choices.map((link, n) => choice(link, `${n + 1}`));
  popover.offer(buttons, extentOf(id));
}

/** @param {Link} link */
function finish(link) {
  const fields = { id: uuid7(), from: source, ...link };
  stop();
  return post("/relations", fields);
}

root.addEventListener("activated", () => {
  if (isOn() && state.active !== source) stop();
});
document.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.closest("[data-link-mode]")) start();
});
addEventListener("scrollend", () => isOn() && !choices.length && hint());
