/** Sends acts to the server and says in the status line how that goes. */

import { createQueue, uuid7 } from "./queue.js";
import { root } from "./state.js";
import { swapAll } from "./swap.js";

/** @typedef {import("./queue.js").Act} Act */

/** @param {string} selector */
const element = (selector) => document.querySelector(selector) ?? root;
/** Said in the page's language. @param {string} name */
const words = (name) => element("#status").getAttribute(`data-${name}`) ?? name;

let saved = "";
let shown = "";
let refused = false;

/** @param {number} tries */
function show(tries) {
  const status = element("#status");
  if (status.textContent !== shown) saved = status.textContent;
  if (tries < 0) shown = saved;
  else shown = tries ? `${words("retrying")} (${tries})` : words("saving");
  if (status.textContent !== shown) status.textContent = shown;
}

/** @param {number} seconds */
const pause = (seconds) =>
  new Promise((done) => {
    setTimeout(done, seconds * 1000);
    for (const event of ["online", "focus"]) addEventListener(event, done, { once: true });
  });

/** @param {Act} act */
async function request({ id, method, path, fields }) {
  const token = element("meta[name=csrf-token]");
  // A token ends with its session.
  if (refused) token.setAttribute("content", (await (await fetch("/csrf")).json()).token);
  const answer = await fetch(path, {
    method,
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(10_000),
    headers: {
      "X-CSRFToken": token.getAttribute("content") ?? "",
      "HX-Request": "true",
      "Idempotency-Key": id,
    },
  });
  return { answer, html: await answer.text() };
}

/** @param {Act} act */
async function send(act) {
  const got = await request(act).catch(() => null);
  return got && take(got.answer, got.html);
}

/** @param {Response} answer @param {string} html */
async function take({ ok, status, headers, redirected, url }, html) {
  if (status >= 500 || [408, 425, 429].includes(status)) return null;
  refused = status === 401 || (status === 400 && /csrf/i.test(html));
  element("#alert").textContent = ok ? "" : words("refused");
  const next = headers.get("HX-Redirect") ?? (redirected ? url : "");
  if (next) leave(next);
  else await swapAll(html, headers.get("ETag"));
  return refused ? null : ok;
}

const queue = createQueue({ send, show, pause });

/** @param {Event} event */
const warn = (event) => queue.size() && event.preventDefault();
addEventListener("beforeunload", warn);

/** @param {string} url */
function leave(url) {
  removeEventListener("beforeunload", warn);
  location.assign(url);
}

/** Posts to the document; resolves with whether that was accepted.
 * @param {string} path under the document's address @param {Record<string, string>} fields */
export const post = (path, fields = {}) => postAll(root.dataset.url + path, Object.entries(fields));

/** `root` hears `done` when it was. @param {string} path @param {[string, string][]} fields */
export async function postAll(path, fields) {
  const done = await queue.add({ id: uuid7(), method: "POST", path, fields });
  if (done) root.dispatchEvent(new CustomEvent("done", { detail: path }));
  return done;
}
