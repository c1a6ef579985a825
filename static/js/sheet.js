/** The sheet of all keys, over the page; its form keeps other ones. */

import { root } from "./state.js";

const link = /** @type {HTMLAnchorElement} */ (document.getElementById("keys-link"));
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("sheet"));

/** @param {Promise<Response>} asked */
async function load(asked) {
  const answer = await asked.catch(() => null);
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const keys = page.getElementById("keys");
  if (!keys) return location.assign(link.href);
  for (const said of [...page.querySelectorAll("main > .notice")].reverse()) keys.prepend(said);
  dialog.replaceChildren(keys);
  root.dataset.keys = keys.dataset.map;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

export const show = () => load(fetch(link.href));

dialog.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method === "dialog") return;
  event.preventDefault();
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, event.submitter)) body.append(name, `${value}`);
  load(fetch(form.action, { method: "POST", body }));
});
