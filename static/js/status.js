/** The status line: saved, saving, or why not yet and what to do. */

const line = /** @type {HTMLElement} */ (document.getElementById("status"));
const button = document.getElementById("retry");

let saved = "";
let shown = "";

/** Said in the page's language. @param {string[]} names */
export const words = (...names) => names.map((name) => line.getAttribute(`data-${name}`)).join(" ");

/** @param {string | null} text null when all is saved @param {boolean} [failed] */
export function show(text, failed = false) {
  if (line.textContent !== shown) saved = line.textContent;
  shown = text ?? saved;
  if (line.textContent !== shown) line.textContent = shown;
  button?.toggleAttribute("hidden", !failed);
}

/** Ends early when the network is back, the person comes back or asks for it. @param {number} seconds */
export const pause = (seconds) =>
  new Promise((done) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      done(0);
    };
    const timer = setTimeout(end, seconds * 1000);
    for (const name of ["online", "focus"]) addEventListener(name, end, over);
    button?.addEventListener("click", end, over);
  });
