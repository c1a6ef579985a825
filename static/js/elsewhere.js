/** Sends what waits for other documents, quietly; what cannot be settled so waits until its document is opened. */

import { drop, keep } from "./outbox.js";
import { createQueue, learn } from "./queue.js";
import { send } from "./request.js";
import { pause } from "./status.js";

/** @typedef {import("./queue.js").Act} Act */

const hint = document.getElementById("elsewhere");
/** Addresses of documents that wait. @type {Set<string>} */
const open = new Set();

function show() {
  const [url] = open;
  hint?.querySelector("a")?.setAttribute("href", url ?? "");
  hint?.toggleAttribute("hidden", !url);
}

/** @param {Act[]} acts of one document */
function sendAll(acts) {
  const url = acts[0].path.split("/", 3).join("/");
  const queue = createQueue({
    send: async (act) => {
      const { came, headers } = await send(act);
      if (came === "done") {
        for (const other of queue.acts()) learn(other.known, Number(headers.get("Made-Revision")));
        return true;
      }
      open.add(url);
      show();
      // What it has to say is said on its own page.
      if (came === "refused" || came === "stale") await new Promise(() => {});
      return null;
    },
    show: (tries) => {
      if (tries >= 0) return;
      open.delete(url);
      show();
    },
    pause,
    forget: async (act) => {
      await drop(act);
      await Promise.all(
        queue
          .acts()
          .filter((other) => other !== act)
          .map(keep),
      );
    },
  });
  for (const act of acts) queue.add(act);
}

/** @param {Act[]} acts */
export function sendElsewhere(acts) {
  /** @type {Map<string, Act[]>} */
  const by = new Map();
  for (const act of acts) {
    const url = act.path.split("/", 3).join("/");
    by.set(url, [...(by.get(url) ?? []), act]);
  }
  by.forEach(sendAll);
}
