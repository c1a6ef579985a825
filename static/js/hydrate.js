/** Chunks of plain text get their spans when they come near the view. */

import { NAMED } from "./request.js";
import { root } from "./state.js";
import { replace } from "./swap.js";

/** @type {Map<Element, Promise<void>>} */
const loading = new Map();

/** @param {Element} chunk */
export function hydrate(chunk) {
  const under = loading.get(chunk) ?? load(chunk).finally(() => loading.delete(chunk));
  loading.set(chunk, under);
  return under;
}

/** @param {Element} chunk @returns {Promise<void>} */
async function load(chunk) {
  const { revision } = root.dataset;
  const url = chunk.getAttribute("data-lazy") + location.search;
  const answer = await fetch(url, { headers: NAMED }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const html = await answer.text();
  // Spans written meanwhile would be lost.
  if (root.dataset.revision === revision) await replace(chunk, html);
  else await load(chunk);
}

export function hydrateInView() {
  const view = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) hydrate(entry.target);
    },
    { rootMargin: "1000px" },
  );
  for (const chunk of root.querySelectorAll("[data-lazy]")) view.observe(chunk);
}
