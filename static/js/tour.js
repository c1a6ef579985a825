/** The tour: five things to do in the text itself, each beside a frame round its place. */

import { root, state } from "./state.js";

const KEPT = "tour";
const tour = /** @type {HTMLElement} */ (document.getElementById("tour"));
const form = /** @type {HTMLFormElement} */ (tour.querySelector("form"));
const steps = /** @type {HTMLElement[]} */ ([...tour.querySelectorAll(".step")]);
const [next, finish, back, skip] = form.querySelectorAll("button");
const asked = new URLSearchParams(location.search).has("tour");
let at = asked ? 0 : Number(sessionStorage.getItem(KEPT)) || 0;

function frame() {
  document.querySelector("[data-toured]")?.removeAttribute("data-toured");
  if (!tour.hidden)
    document.querySelector(steps[at].dataset.place ?? "none")?.setAttribute("data-toured", "");
}

/** Keeps that it was seen. */
function seen() {
  const fields = /** @type {[string, string][]} */ ([...new FormData(form)]);
  fetch(form.action, { method: "POST", body: new URLSearchParams(fields), keepalive: true }).catch(
    () => null,
  );
}

/** @param {number} to */
function show(to) {
  const held = form.contains(document.activeElement);
  at = Math.max(0, Math.min(to, steps.length - 1));
  sessionStorage.setItem(KEPT, `${at}`);
  const isLast = at === steps.length - 1;
  steps.forEach((step, n) => {
    step.hidden = n !== at;
  });
  next.hidden = skip.hidden = isLast;
  finish.hidden = !isLast;
  back.hidden = at === 0;
  if (held && !form.contains(document.activeElement)) (isLast ? finish : next).focus();
  // The last step may lead to another document, where it would begin again.
  if (isLast) seen();
  frame();
}

function end() {
  if (at < steps.length - 1) seen();
  sessionStorage.removeItem(KEPT);
  tour.hidden = true;
  frame();
  root.focus({ preventScroll: true });
}

/** Goes on when what the step tells was done. @param {string} act */
const did = (act) => tour.hidden || steps[at].dataset.step !== act || show(at + 1);

/** What an address under the document's stands for. @type {[RegExp, string][]} */
const ACTS = [
  [/\/spans$/, "label"],
  [/\/relations$/, "link"],
  [/\/spans\/[^/]+$/, "describe"],
  [/\/undo$/, "undo"],
];

root.addEventListener("activated", () => state.pending && did("select"));
root.addEventListener("done", (event) => {
  const { detail } = /** @type {CustomEvent<string>} */ (event);
  for (const [address, act] of ACTS) if (address.test(detail)) did(act);
});
tour.addEventListener("keydown", ({ key }) => key === "Escape" && end());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  end();
});
for (const button of [next, back]) {
  button.onclick = () => show(at + Number(button.dataset.by));
}
if (asked) history.replaceState(null, "", location.pathname);
tour.hidden = false;
show(at);
if (document.activeElement === document.body) tour.focus({ preventScroll: true });
