/** Layers shown, hidden or alone in the text; kept for the project on this device. */

import { activate, chip, root, state } from "./state.js";

const link = /** @type {HTMLAnchorElement} */ (document.getElementById("guidelines-link"));
const KEPT = `hidden ${link.pathname}`;
const toggles = /** @type {HTMLElement[]} */ ([
  ...document.querySelectorAll("#palette [data-toggle]"),
]);
const names = toggles.map(({ dataset }) => dataset.toggle ?? "");
const hidden = new Set(
  names.filter((name) => localStorage.getItem(KEPT)?.split(" ").includes(name)),
);

/** @param {string[]} away the layers that are hidden from now on */
function hideOnly(away) {
  hidden.clear();
  for (const name of away) hidden.add(name);
  if (away.length) localStorage.setItem(KEPT, away.join(" "));
  else localStorage.removeItem(KEPT);
  apply();
  const shown = names.filter((name) => !hidden.has(name)).join(", ");
  const status = document.getElementById("status");
  if (status) status.textContent = (status.dataset.layers ?? "").replace("#", shown || "–");
}

function apply() {
  root.dataset.hidden = [...hidden].join(" ");
  if (!hidden.size) delete root.dataset.hidden;
  for (const button of toggles) {
    button.setAttribute("aria-checked", `${!hidden.has(button.dataset.toggle ?? "")}`);
  }
  const active = chip(state.active);
  if (active && !active.checkVisibility()) activate("");
}

/** @param {string} name @param {boolean} [alone] shown alone, or all again */
export function toggle(name, alone) {
  const others = names.filter((one) => one !== name);
  if (alone) hideOnly(names.length - hidden.size === 1 && !hidden.has(name) ? [] : others);
  else hideOnly(names.filter((one) => hidden.has(one) !== (one === name)));
}

/** Shows the next layer alone, and after the last one all. */
export function next() {
  const alone =
    names.length - hidden.size === 1 ? names.findIndex((name) => !hidden.has(name)) : -1;
  const coming = names[alone + 1];
  hideOnly(coming ? names.filter((name) => name !== coming) : []);
}

/** Hides the layer of the active span; without one shows all again. */
export function hide() {
  const look = /\bk\d+/.exec(chip(state.active)?.className ?? "")?.[0];
  const button = look && document.querySelector(`#palette .${look}`);
  const name = button ? button.getAttribute("data-layer") : "";
  hideOnly(name ? [...hidden, name] : []);
}

/** Shows a layer that is about to be used. @param {string} name */
export function reveal(name) {
  if (hidden.has(name)) toggle(name);
}

apply();
