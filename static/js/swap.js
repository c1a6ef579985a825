/** Puts the server's fragments into the page; the selection and the focus outlive it. */

import { nativeExtent, selectNatively } from "./selection.js";
import { activate, chip, paint, root, state, still } from "./state.js";

/** The table of spans is swapped when the hand rests, together with the inspector: drawing it costs more than all the
 * rest, and the browser searches what is new for forms to fill in. */
const REST = 600;
let timer = 0;
/** @type {Element[]} */
let late = [];

/** Swaps each `<hx-partial hx-target hx-swap>` of an answer.
 * @param {string} html @param {string | null} etag the new revision */
export async function swapAll(html, etag) {
  const parts = [...fragment(html.replace(/<(\/?)hx-partial\b/g, "<$1template")).children];
  root.dataset.revision = /\d+/.exec(etag ?? "")?.[0] ?? root.dataset.revision;
  const isUsed = document.activeElement?.closest("#panel");
  late.push(...parts.filter(ofTable));
  await still();
  keeping(() => {
    if (isUsed) swapLate();
    swapParts(parts.filter((part) => !ofTable(part)));
  });
  clearTimeout(timer);
  timer = setTimeout(flush, REST);
}

/** @param {Element} part of an answer */
const ofTable = (part) => /^#(panel|row-)/.test(part.getAttribute("hx-target") ?? "");

async function flush() {
  await still();
  if (late.length) keeping(swapLate);
}

function swapLate() {
  swapParts(late);
  late = [];
}

/** @param {Element[]} parts templates */
function swapParts(parts) {
  for (const part of parts) {
    const target = document.querySelector(part.getAttribute("hx-target") ?? "none");
    const { content } = /** @type {HTMLTemplateElement} */ (part);
    if (target) swap(target, content, part.getAttribute("hx-swap") ?? "innerHTML");
  }
}

/** @param {Element} target @param {string} html */
export async function replace(target, html) {
  await still();
  keeping(() => {
    swapLate();
    swap(target, fragment(html), "outerHTML");
  });
}

/** @param {string} html */
function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** What htmx calls the ways to swap. @type {Record<string, (at: Element, content: DocumentFragment) => void>} */
const WAYS = {
  outerHTML: (at, content) => at.replaceWith(content),
  innerHTML: (at, content) => at.replaceChildren(content),
  beforebegin: (at, content) => at.before(content),
  afterend: (at, content) => at.after(content),
  delete: (at) => at.remove(),
};

/** @param {Element} target @param {DocumentFragment} content @param {string} way */
function swap(target, content, way) {
  const added = root.contains(target) ? [] : [...content.children];
  WAYS[way]?.(target, content);
  for (const element of added) {
    const first = element.querySelector("[autofocus]");
    if (first instanceof HTMLElement) first.focus();
    Reflect.get(window, "htmx")?.process(element);
  }
}

/** @param {() => void} change */
function keeping(change) {
  const native = getSelection()?.isCollapsed ? null : nativeExtent();
  const focused = document.activeElement;
  const place = focused && placeOf(focused);
  change();
  const now = native && nativeExtent();
  if (now?.start !== native?.start || now?.end !== native?.end) selectNatively(native);
  if (focused && !focused.isConnected) {
    const again = place && document.querySelector(place);
    (again instanceof HTMLElement ? again : root).focus({ preventScroll: true });
  }
  if (state.ahead) paint();
  else activate(chip(state.active) ? state.active : "");
}

/** A selector that finds what takes the element's place. @param {Element} element */
function placeOf(element) {
  if (element.id) return `[id="${element.id}"]`;
  const near = element.closest("[data-span], [data-act], [id]");
  const name = ["data-span", "data-act", "id"].find((attribute) => near?.hasAttribute(attribute));
  return name && `[${name}="${near?.getAttribute(name)}"] ${element.localName}`;
}
