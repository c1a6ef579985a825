/** Labelling the same words everywhere: the places to tick, in a pane that the server draws once. */

import { select } from "./acts.js";
import { occurrences } from "./finding.js";
import { show, wholeText } from "./hits.js";
import { labelFor } from "./keys.js";
import { textBetween } from "./offsets.js";
import * as popover from "./popover.js";
import { lang, reveal, selectNatively } from "./selection.js";
import { chip, root, state } from "./state.js";

/** @typedef {import("./offsets.js").Extent} Extent */

const CONTEXT = 36;

/** @type {HTMLFormElement | null} */
let pane = null;
/** What is looked for. @type {Extent & {quote: string} | null} */
let source = null;
/** @type {Extent[]} */
let found = [];
/** The state that Escape goes back to. @type {{active: string, pending: typeof state.pending} | null} */
let before = null;

/** @template {HTMLElement} T @param {string} selector @returns {T} */
const part = (selector) => /** @type {T} */ (pane?.querySelector(selector));
const field = () => /** @type {HTMLSelectElement} */ (part("[name=label]"));
const name = (/** @type {Extent} */ { start, end }) => `${start}-${end}`;

async function fetchPane() {
  const answer = await fetch(`${root.dataset.url}/occurrences`).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  const form = template.content.querySelector("form");
  if (!form) return null;
  root.closest(".workplace")?.append(form);
  form.addEventListener("keydown", pressed);
  form.addEventListener("change", changed);
  form.addEventListener("focusin", focused);
  form.addEventListener("submit", () => setTimeout(() => close(true)));
  form.querySelector(".close")?.addEventListener("click", () => close(false));
  return form;
}

/** Opens the pane for the selection, else for the active span. */
export async function open() {
  const extent = state.pending ?? state.extent;
  if (!extent) return;
  before = { active: state.active, pending: state.pending };
  const label = labelOfActive();
  pane ??= await fetchPane();
  if (!pane) return;
  popover.hide();
  pane.hidden = false;
  source = { ...extent, quote: textBetween(root, extent.start, extent.end) };
  part("q").textContent = oneLine(source.quote);
  field().value = label;
  /** @type {HTMLInputElement} */ (part("[name=own]")).value = state.active ? "" : name(extent);
  list();
  if (!found.some(({ start }) => start === source?.start)) {
    /** @type {HTMLInputElement} */ (part("[data-whole]")).checked = false;
    list();
  }
  await markLabelled();
  (part("li input:not(:disabled)") ?? field()).focus();
}

/** The active span's label, else the armed one, as `layer/label`. */
function labelOfActive() {
  const look = /\bk\d+/.exec(chip(state.active)?.className ?? "")?.[0];
  const button = look ? document.querySelector(`#palette .${look}`) : state.armed;
  const { layer, label } = /** @type {HTMLElement | null} */ (button)?.dataset ?? {};
  return label ? `${layer}/${label}` : "";
}

/** @param {string} text */
const oneLine = (text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");

/** Fills the list by what is ticked in the options. */
function list() {
  if (!pane || !source) return;
  const most = Number(pane.dataset.most);
  const isOn = (/** @type {string} */ option) =>
    /** @type {HTMLInputElement} */ (part(`[data-${option}]`)).checked;
  const wanted = { sameCase: isOn("case"), wholeWords: isOn("whole"), lang: lang() };
  const text = wholeText();
  const all = occurrences(text, source.quote, wanted);
  found = all.slice(0, most);
  const signs = found.length ? [...text] : [];
  const shape = /** @type {HTMLTemplateElement} */ (part("template")).content;
  part("ul").replaceChildren(...found.map((one) => row(shape, signs, one)));
  part("[data-more]").hidden = all.length <= most;
  say();
  show(found);
}

/** @param {DocumentFragment} shape @param {string[]} signs @param {Extent} place */
function row(shape, signs, place) {
  const { start, end } = place;
  const made = /** @type {DocumentFragment} */ (shape.cloneNode(true));
  const [before, mark, after] = made.querySelectorAll("bdi > *");
  before.textContent = oneLine(signs.slice(Math.max(0, start - CONTEXT), start).join(""));
  mark.textContent = oneLine(signs.slice(start, end).join(""));
  after.textContent = oneLine(signs.slice(end, end + CONTEXT).join(""));
  const box = /** @type {HTMLInputElement} */ (made.querySelector("input"));
  box.value = name(place);
  box.checked = true;
  return made;
}

const boxes = () => [
  .../** @type {NodeListOf<HTMLInputElement>} */ (pane?.querySelectorAll("li input") ?? []),
];

/** Says how many are ticked. */
function say() {
  const all = boxes();
  const done = all.filter((box) => box.disabled).length;
  const ticked = all.filter((box) => box.checked).length;
  const said = part("[role=status]");
  const words = (/** @type {string} */ of, /** @type {number[]} */ ...numbers) =>
    numbers.reduce((text, n) => text.replace("#", `${n}`), said.getAttribute(`data-${of}`) ?? "");
  const already = done ? ` ${words("already", done)}` : "";
  said.textContent = words("ticked", ticked, all.length) + already;
  part("[type=submit]").toggleAttribute("disabled", !ticked);
}

/** Takes out of the list what has the label already. */
async function markLabelled() {
  const label = field().value;
  const query = new URLSearchParams({ label });
  const answer = label
    ? await fetch(`${root.dataset.url}/labelled?${query}`).catch(() => null)
    : null;
  const { places } = answer?.ok ? await answer.json() : { places: [] };
  if (label !== field().value) return;
  const there = new Set(places.map((/** @type {number[]} */ place) => place.join("-")));
  for (const box of boxes()) {
    const isDone = there.has(box.value);
    if (box.disabled !== isDone) box.checked = !isDone;
    box.disabled = isDone;
    box.closest("li")?.classList.toggle("done", isDone);
  }
  say();
}

/** @param {Event} event */
async function changed({ target }) {
  if (!(target instanceof Element)) return;
  if (target.matches("[data-case], [data-whole]")) list();
  if (target.matches("[data-case], [data-whole], select")) await markLabelled();
  else say();
}

/** Shows the place of a row in the text. @param {Event} event */
function focused({ target }) {
  const at = boxes().indexOf(/** @type {HTMLInputElement} */ (target));
  if (at < 0) return;
  reveal(found[at]);
  show(found, found[at]);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const { key, target } = event;
  if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const inList = target.matches("li input");
  const inChoice = target instanceof HTMLSelectElement;
  if (key === "Escape") close(false);
  else if (key === "Enter" && !inChoice && !target.matches("button")) pane?.requestSubmit();
  else if (inList && key.startsWith("Arrow")) step(target, /Down|Right/.test(key) ? 1 : -1);
  else if (inList && key === "n") {
    /** @type {HTMLInputElement} */ (target).checked = false;
    say();
    step(target, 1);
  } else if (!inChoice) {
    const label = labelFor(event);
    if (!label) return;
    field().value = `${label.dataset.layer}/${label.dataset.label}`;
    markLabelled().then(() => pane?.requestSubmit(part("[type=submit]")));
  } else return;
  event.preventDefault();
}

/** @param {HTMLElement} from @param {number} by */
function step(from, by) {
  const open = boxes().filter((box) => !box.disabled);
  open[open.indexOf(/** @type {HTMLInputElement} */ (from)) + by]?.focus();
}

/** @param {boolean} isSent */
function close(isSent) {
  if (pane) pane.hidden = true;
  show([]);
  root.focus({ preventScroll: true });
  if (!isSent) return;
  selectNatively(null);
  if (before?.pending === state.pending) select(null);
}
