/** Other tabs: what was changed there, or by a program, is brought into this page. */

import { NAMED, user } from "./request.js";
import { root } from "./state.js";

/** @typedef {{url?: string, user: string, revision: number}} News */

const channel = new BroadcastChannel("annotator");
const revision = () => Number(root.dataset.revision);

/** Tells the other tabs. */
export const tell = () =>
  channel.postMessage({ url: root.dataset.url, user, revision: revision() });

/** @param {(look: () => Promise<{html: string, etag: string | null} | null>) => unknown} bringIn */
export function listen(bringIn) {
  const look = async () => {
    const url = `${root.dataset.url}/news?since=${revision()}`;
    const answer = await fetch(url, { headers: NAMED }).catch(() => null);
    if (answer?.status !== 200 || answer.redirected) return null;
    return { html: await answer.text(), etag: answer.headers.get("ETag") };
  };
  channel.onmessage = (/** @type {MessageEvent<News>} */ { data }) => {
    const isOurs = data.url === root.dataset.url && data.user === user;
    if (isOurs && data.revision > revision()) bringIn(look);
  };
  addEventListener("focus", () => bringIn(look));
}
