/** Signing in above the page, so that nothing on it is left. */

import { NAMED, renewToken } from "./request.js";
import { root } from "./state.js";

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("sign-in"));
const said = /** @type {HTMLElement} */ (dialog.querySelector("[role=alert]"));

/** @param {RequestInit} [how] */
const ask = (how) =>
  fetch("/login", { headers: NAMED, signal: AbortSignal.timeout(10_000), ...how });

/** @param {Response} answer */
const pageOf = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

/** Shows the form of the page for signing in, with the name of the person who works here. */
export async function signIn() {
  const page = dialog.open ? null : await ask().then(pageOf, () => null);
  const form = page?.querySelector("form[action='/login']");
  if (!form) return;
  const [name, password] = form.querySelectorAll("input:not([type=hidden])");
  name.setAttribute("value", root.dataset.userName ?? "");
  name.setAttribute("readonly", "");
  name.removeAttribute("autofocus");
  password.setAttribute("autofocus", "");
  said.textContent = "";
  dialog.querySelector("form")?.remove();
  said.after(form);
  dialog.showModal();
}

/** @param {SubmitEvent} event */
async function submitted(event) {
  event.preventDefault();
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(/** @type {HTMLFormElement} */ (event.target))) {
    body.append(name, `${value}`);
  }
  const answer = await ask({ method: "POST", body }).catch(() => null);
  if (answer?.status === 204) {
    await renewToken().catch(() => {});
    dialog.close();
    document.getElementById("retry")?.click();
    return;
  }
  const page = answer && (await pageOf(answer));
  const why = page?.getElementById("sign-in-error") ?? page?.body;
  said.textContent = why?.textContent ?? said.dataset.unreachable ?? "";
}

dialog.addEventListener("submit", submitted);
