/** Work side by side: steps through the differences, the one people are at shown in the text and in the list. */

import { blockAt } from "./offsets.js";

const text = /** @type {HTMLElement} */ (document.getElementById("document"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".entries > li")]);
/** @type {Record<string, number>} */
const STEPS = { j: 1, n: 1, k: -1, p: -1 };

/** @type {Map<Element, Promise<void>>} */
const loading = new Map();

/** Fetches the spans of a chunk. @param {Element} chunk */
function hydrate(chunk) {
  const under = loading.get(chunk) ?? load(chunk).finally(() => loading.delete(chunk));
  loading.set(chunk, under);
  return under;
}

/** @param {Element} chunk */
async function load(chunk) {
  const answer = await fetch(chunk.getAttribute("data-lazy") + location.search).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  chunk.replaceWith(template.content);
  paint();
}

const current = () => rows.findIndex((row) => row.hasAttribute("aria-current"));

function paint() {
  const group = rows[current()]?.dataset.group;
  for (const old of text.querySelectorAll(".now")) old.classList.remove("now");
  if (!group) return;
  for (const part of text.querySelectorAll(`[data-i~="${group}"]`)) part.classList.add("now");
  for (const chip of text.querySelectorAll(`a.c[href$="#d-${group}"]`)) chip.classList.add("now");
}

/** @param {number} index of a row */
async function show(index) {
  const row = rows[index];
  for (const other of rows) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  const block = blockAt(text, Number(row.dataset.start));
  const chunk = block?.closest("[data-lazy]");
  if (chunk) await hydrate(chunk);
  paint();
  row.scrollIntoView({ block: "nearest" });
  (text.querySelector(".now") ?? block)?.scrollIntoView({ block: "center" });
  const link = /** @type {HTMLAnchorElement} */ (row.querySelector("a"));
  history.replaceState(null, "", link.href);
  for (const [rel, by] of Object.entries({ prev: -1, next: 1 })) offer(rel, rows[index + by]);
  const place = Number(text.dataset.before) + index + 1;
  status.textContent = (status.dataset.said ?? "")
    .replace("{n}", `${place}`)
    .replace("{all}", text.dataset.all ?? "");
}

/** Lets a button lead to the row beside the one people are at; at the end of the page it leads where it did.
 * @param {string} rel @param {HTMLElement | undefined} row */
function offer(rel, row) {
  const button = document.querySelector(`.steps [rel=${rel}]`);
  const link = row?.querySelector("a")?.href ?? otherPage(rel);
  if (link) button?.setAttribute("href", link);
  else button?.removeAttribute("href");
  button?.setAttribute("aria-disabled", `${!link}`);
}

/** The address of the row beside this page's rows. @param {string} rel */
const otherPage = (rel) => rows[0]?.parentElement?.dataset[rel];

/** @param {number} by */
function step(by) {
  const index = current() < 0 && by < 0 ? rows.length : current();
  if (rows[index + by]) return show(index + by);
  const page = otherPage(by < 0 ? "prev" : "next");
  if (page) location.assign(page);
}

/** @param {Element | null} target a link or row that belongs to a group */
function rowOf(target) {
  const group = /#d-(\d+)$/.exec(target?.getAttribute("href") ?? "")?.[1];
  return rows.findIndex((row) => (group ? row.dataset.group === group : row.contains(target)));
}

/** Shows the group that the address names; asks the server where it is if it is not here. */
function follow() {
  const id = location.hash.startsWith("#s-") ? location.hash.slice(3) : "";
  const chip = id ? document.getElementById(`s-${id}`) : null;
  const index = chip ? rowOf(chip) : current();
  if (index >= 0) return show(index);
  const asked = new URLSearchParams(location.search);
  if (!id || chip?.localName === "b" || asked.get("span") === id) return;
  asked.set("span", id);
  location.replace(`?${asked}#s-${id}`);
}

document.addEventListener("keydown", (event) => {
  const by = STEPS[event.key];
  const writing =
    event.target instanceof Element && event.target.closest("input, textarea, select");
  if (!by || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  step(by);
});
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = link.closest(".steps") ? link.getAttribute("rel") : null;
  const index = way ? -1 : rowOf(link);
  if (!way && index < 0) return;
  event.preventDefault();
  if (way) step(way === "prev" ? -1 : 1);
  else show(index);
});
addEventListener("hashchange", follow);

const view = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) hydrate(entry.target);
  },
  { rootMargin: "1000px" },
);
for (const chunk of text.querySelectorAll("[data-lazy]")) view.observe(chunk);
follow();
