/** Wires the labelling page. */

import { go } from "./acts.js";
import { hydrate, hydrateInView } from "./hydrate.js";
import { listen as listenToInspector } from "./inspector.js";
import { cancel, find, guidelines, pressed, sheet } from "./keys.js";
import { listen } from "./mouse.js";
import { blockAt } from "./offsets.js";
import { post, postAll } from "./save.js";
import { activate, root, state } from "./state.js";
import { listen as listenToUnfinished } from "./unfinished.js";

/** Puts the exact text on the clipboard, without changing newlines. @param {ClipboardEvent} event */
function copy(event) {
  const range = getSelection()?.isCollapsed ? null : getSelection()?.getRangeAt(0);
  const text = range ? range.toString() : state.pending?.quote;
  if (!text) return;
  event.clipboardData?.setData("text/plain", text);
  event.preventDefault();
}

/** Sends the document's forms through the queue. @param {SubmitEvent} event */
function submit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const by = event.submitter;
  const { pathname } = new URL(by?.getAttribute("formaction") ?? form.action, location.href);
  if (form.method !== "post" || !pathname.startsWith(`${root.dataset.url}/`)) return;
  event.preventDefault();
  /** @type {[string, string][]} */
  const fields = [];
  for (const [name, value] of new FormData(form, by)) {
    if (name !== "csrf_token" && typeof value === "string") fields.push([name, value]);
  }
  postAll(pathname, fields);
}

/** A row of the table chose another label, or a choice whose button is only for pages without
 * scripts was made. @param {Event} event */
function changed({ target }) {
  if (target instanceof HTMLSelectElement && target.matches("#panel select")) {
    const row = /** @type {HTMLElement | null} */ (target.closest("[data-span]"));
    post(`/spans/${row?.dataset.span}`, { label: target.value });
    return;
  }
  const form = target instanceof Element ? target.closest("form") : null;
  if (form?.querySelector(".no-script")) form.requestSubmit();
}

/** Fills a row's choice when it is about to be used: a hundred full ones would cost too much.
 * @param {Event} event */
function offered({ target }) {
  if (!(target instanceof HTMLSelectElement) || !target.matches("#panel select")) return;
  if (target.length > 1) return;
  const { value } = target;
  for (const layer of document.querySelectorAll("#palette .layer")) {
    const group = document.createElement("optgroup");
    group.label = layer.getAttribute("aria-label") ?? "";
    for (const { dataset } of /** @type {NodeListOf<HTMLElement>} */ (
      layer.querySelectorAll(".label")
    )) {
      group.append(new Option(dataset.label, `${dataset.layer}/${dataset.label}`));
    }
    target.append(group);
  }
  const twin = target.querySelector(`optgroup [value="${CSS.escape(value)}"]`);
  if (twin) target.options[0]?.remove();
  target.value = value;
}

/** A link of the panel to a span, which may lie where no spans are drawn yet.
 * @param {MouseEvent} event */
async function followed(event) {
  const link = event.target instanceof Element && event.target.closest('a[href^="#s-"]');
  if (!link) return;
  event.preventDefault();
  const row = /** @type {HTMLElement | null} */ (link.closest("[data-span]"));
  const id = row?.dataset.span ?? "";
  const chunk = blockAt(root, Number(row?.dataset.start)).closest("[data-lazy]");
  if (chunk) await hydrate(chunk);
  root.focus({ preventScroll: true });
  go(id);
}

/** The handles come with the first active span. */
function handled() {
  if (!state.active || root.dataset.editable !== "true") return;
  import("./handles.js").then(
    () => root.removeEventListener("activated", handled),
    () => {},
  );
}

root.addEventListener("copy", copy);
root.addEventListener("activated", handled);
hydrateInView();
activate(document.getElementById("inspector")?.dataset.of ?? "");
listenToInspector();
document.addEventListener("click", followed);
if (root.dataset.editable === "true") {
  listen();
  listenToUnfinished();
  root.addEventListener("keydown", pressed);
  document.addEventListener("submit", submit);
  document.addEventListener("change", changed);
  document.addEventListener("focusin", offered);
  const popover = document.getElementById("popover");
  popover?.addEventListener("keydown", ({ key }) => key === "Escape" && cancel());
} else import("./reading.js");

/** @type {[string, () => void][]} */
const PANES = [
  ["guidelines-link", guidelines],
  ["keys-link", sheet],
  ["find-link", find],
];
for (const [id, open] of PANES) {
  document.getElementById(id)?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
}
if (localStorage.getItem("guidelines")) guidelines(false);
if (Object.keys(localStorage).some((key) => key.startsWith("hidden"))) import("./layers.js");
if (document.getElementById("tour")) import("./tour.js");
// Work goes on by keyboard from one document to the next.
else if (document.activeElement === document.body) root.focus({ preventScroll: true });
