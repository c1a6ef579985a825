/** What the labelling page sends in the name of the person it was drawn for, and what came of it. */

import { root } from "./state.js";

/** @typedef {import("./queue.js").Act} Act */
/** `unreachable` and `failing` pass; the others are words of the server.
 * @typedef {"done" | "refused" | "stale" | "signed-out" | "failing" | "unreachable"} Came
 * @typedef {{came: Came, html: string, headers: Headers}} Answer */

export const user = root.dataset.user ?? "";
/** For whom the page was drawn: in anybody else's session the server refuses. */
export const NAMED = { "HX-Request": "true", "For-User": user };

const meta = document.querySelector("meta[name=csrf-token]");
let outdated = false;

/** A token ends with its session; every form of the page gets the new one. */
export async function renewToken() {
  const answer = await fetch("/csrf", { signal: AbortSignal.timeout(10_000) });
  const { token } = await answer.json();
  meta?.setAttribute("content", token);
  for (const field of document.querySelectorAll("[name=csrf_token]")) {
    field.setAttribute("value", token);
  }
  outdated = false;
}

/** @param {Act} act @returns {Promise<Answer>} */
export async function send({ id, path, fields, known }) {
  try {
    if (outdated) await renewToken();
    const answer = await fetch(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(10_000),
      headers: {
        ...NAMED,
        "X-CSRFToken": meta?.getAttribute("content") ?? "",
        "Idempotency-Key": id,
        "Known-Revisions": known.map((range) => range.join("-")).join(" "),
      },
    });
    const html = await answer.text();
    const came = meaning(answer, html);
    outdated = came === "signed-out" || (came === "failing" && /csrf/i.test(html));
    return { came, html, headers: answer.headers };
  } catch {
    return { came: "unreachable", html: "", headers: new Headers() };
  }
}

/** Only what our server says settles an act: something between may answer as well.
 * @param {Response} answer @param {string} html @returns {Came} */
function meaning({ ok, status, headers }, html) {
  if (ok && (headers.has("ETag") || headers.has("HX-Redirect"))) return "done";
  if (!html.includes("<hx-partial") || status >= 500) return "failing";
  if (status === 401) return "signed-out";
  if (status === 412) return "stale";
  const passes = [408, 425, 429].includes(status) || (status === 400 && /csrf/i.test(html));
  return passes || ok ? "failing" : "refused";
}
