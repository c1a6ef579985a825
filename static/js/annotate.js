/** Wires the labelling page. */

import { go } from "./acts.js";
import { hydrate, hydrateInView } from "./hydrate.js";
import { cancel, pressed } from "./keys.js";
import { listen } from "./mouse.js";
import { blockAt } from "./offsets.js";
import { postAll } from "./save.js";
import { root, state } from "./state.js";

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
  const { pathname } = new URL(form.action);
  if (form.method !== "post" || !pathname.startsWith(`${root.dataset.url}/`)) return;
  event.preventDefault();
  /** @type {[string, string][]} */
  const fields = [];
  for (const [name, value] of new FormData(form, event.submitter)) {
    if (name !== "csrf_token" && typeof value === "string") fields.push([name, value]);
  }
  postAll(pathname, fields);
}

/** A choice whose button is only for pages without scripts. @param {Event} event */
function changed({ target }) {
  const form = target instanceof Element ? target.closest("form") : null;
  if (form?.querySelector(".no-script")) form.requestSubmit();
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

root.addEventListener("copy", copy);
hydrateInView();
if (root.dataset.editable === "true") {
  listen();
  root.addEventListener("keydown", pressed);
  document.addEventListener("submit", submit);
  document.addEventListener("change", changed);
  document.addEventListener("click", followed);
  const popover = document.getElementById("popover");
  popover?.addEventListener("keydown", ({ key }) => key === "Escape" && cancel());
}
