/** Saves acts: each is kept in the outbox, sent in its turn, and drawn when the server has it. */

import { drop, isGone, keep, waiting } from "./outbox.js";
import { createQueue, dependents, learn, rename, uuid7 } from "./queue.js";
import { send as request, user } from "./request.js";
import { extentOf, paint, root, state } from "./state.js";
import { pause, show, words } from "./status.js";
import { swapAll } from "./swap.js";
import * as tabs from "./tabs.js";

/** @typedef {import("./queue.js").Act} Act */
/** @typedef {import("./request.js").Came} Came */
/** @typedef {import("./offsets.js").Extent} Extent */

const alert = document.getElementById("alert") ?? root;
const isOurs = root.dataset.editable === "true";
/** Every act without an answer. @type {Set<Act>} */
const open = new Set();
/** Those that the browser does not keep. @type {Set<Act>} */
const unkept = new Set();
/** Those that a page before this one kept, or another tab. @type {WeakSet<Act>} */
const found = new WeakSet();
/** What came of the last try, unless it settled its act. @type {Came | ""} */
let why = "";
/** Where the act that was done leads. */
let next = "";
/** The pane for signing in was shown. */
let offered = false;

/** Answers are taken one after the other. @type {Promise<unknown>} */
let turn = Promise.resolve();
/** @template T @param {() => Promise<T>} job @returns {Promise<T>} */
function inTurn(job) {
  const done = turn.then(job);
  turn = done.catch(() => {});
  return done;
}

/** @param {Act} act @returns {Promise<boolean | null>} */
async function send(act) {
  if ((why || found.has(act)) && (await isGone(act))) return settledElsewhere();
  const { came, headers } = await inTurn(async () => {
    const answer = await request(act);
    await take(answer);
    return answer;
  });
  why = came === "done" || came === "refused" ? "" : came;
  if (came === "done") {
    if (offered) /** @type {HTMLDialogElement} */ (document.getElementById("sign-in")).close();
    offered = false;
    next = headers.get("HX-Redirect") ?? "";
    for (const other of open) learn(other.known, Number(headers.get("Made-Revision")));
    useSame(act, headers.get("Same-Object"));
    tabs.tell();
  } else if (came === "refused") {
    if (dependents(act, queue.acts().slice(1)).length) alert.append(` ${words("dependent")}`);
  } else if (came === "stale") {
    return decide(act);
  } else if (came === "signed-out" && !offered) {
    offered = true;
    import("./sign_in.js").then(({ signIn }) => signIn());
  }
  return why ? null : came === "done";
}

/** Draws an answer. @param {import("./request.js").Answer} answer */
async function take({ came, html, headers }) {
  if (came === "unreachable" || came === "failing") return;
  if (came !== "done") alert.textContent = words("refused");
  else if (why) alert.textContent = "";
  await swapAll(html, headers.get("ETag"));
  if (open.size > 1) show(words("saving"));
}

/** What an act was to make is there already under another id: later acts mean that. @param {Act} act @param {string | null} there */
function useSame({ fields }, there) {
  const [, id] = fields.find(([name]) => name === "id") ?? [];
  if (!id || !there || id === there) return;
  for (const other of open) rename(other, id, there);
  state.same.set(id, there);
  if (state.active === id) state.active = there;
}

/** Another tab has sent the act, which is known to the acts after it by now. */
async function settledElsewhere() {
  const kept = new Map((await waiting(user)).map((act) => [act.id, act]));
  for (const act of open) Object.assign(act, kept.get(act.id));
  return true;
}

/** Asks whether to do what touches the change of another. @param {Act} act */
async function decide(act) {
  show(words("undecided"));
  const choice = await new Promise((done) => {
    alert.onclick = ({ target }) =>
      target instanceof HTMLElement && target.dataset.choice && done(target.dataset.choice);
  });
  [alert.textContent, alert.onclick, why] = ["", null, ""];
  root.focus({ preventScroll: true });
  if (choice !== "anyway") return false;
  act.known = [[0, Number(root.dataset.revision)]];
  await keep(act);
  return send(act);
}

const queue = createQueue({
  send,
  show: (tries) => {
    const kept = unkept.size ? "unkept" : "kept";
    if (tries < 0) show(null);
    else if (!tries) show(words("saving"));
    else show(`${words("retrying")} (${tries}). ${words(why || "failing", kept)}`, true);
  },
  pause,
  forget: async (act) => {
    open.delete(act);
    unkept.delete(act);
    await drop(act);
    await Promise.all([...open].map((other) => other.n && keep(other)));
    if (next) location.assign(next);
  },
});

// What is loaded when it is first wanted cannot be had without the server.
addEventListener("unhandledrejection", (event) => {
  if (!/import|fetch/.test(`${event.reason}`)) return;
  event.preventDefault();
  if (!why) alert.textContent = words("unreachable");
});
addEventListener("beforeunload", (event) => unkept.size && event.preventDefault());
document.getElementById("retry")?.addEventListener("click", () => {
  offered = false;
});
if (isOurs) {
  tabs.listen((look) =>
    inTurn(async () => {
      const news = await look();
      if (news) await swapAll(news.html, news.etag);
    }),
  );
}

/** Where an act leaves its mark. @param {Act} act @returns {Extent | null} */
function placeOf({ path, fields }) {
  const { start, end } = Object.fromEntries(fields);
  if (path.endsWith("/spans") && start) return { start: Number(start), end: Number(end) };
  return extentOf(/\/spans\/([-0-9a-f]{36})/.exec(path)?.[1] ?? "");
}

/** Shows an act as pending until it is settled. @param {Act} act @param {() => Promise<boolean>} settled */
async function pending(act, settled) {
  const extent = placeOf(act);
  if (extent) state.waiting.add(extent);
  paint();
  const done = await settled();
  if (extent) state.waiting.delete(extent);
  paint();
  return done;
}

/** What waits since earlier, before anything new. @type {Promise<unknown>} */
let before = waiting(user).then((acts) => {
  const isHere = (/** @type {Act} */ { path }) => isOurs && path.startsWith(`${root.dataset.url}/`);
  for (const act of acts.filter(isHere)) {
    found.add(act);
    open.add(act);
    pending(act, () => queue.add(act));
  }
  const others = acts.filter((act) => !isHere(act));
  if (others.length) import("./elsewhere.js").then(({ sendElsewhere }) => sendElsewhere(others));
});

/** Posts to the document; resolves with whether that was accepted.
 * @param {string} path under the document's address @param {Record<string, string>} fields */
export const post = (path, fields = {}) => postAll(root.dataset.url + path, Object.entries(fields));

/** `root` hears `done` when it was. @param {string} path @param {[string, string][]} fields */
export function postAll(path, fields) {
  /** @type {Act} */
  const act = { id: uuid7(), user, path, fields, known: [[0, Number(root.dataset.revision)]] };
  if (!why) {
    alert.textContent = "";
    show(words("saving"));
  }
  open.add(act);
  unkept.add(act);
  const kept = keep(act).then((is) => is && unkept.delete(act));
  const ready = Promise.all([before, kept]);
  before = ready;
  const told = pending(act, () => ready.then(() => queue.add(act)));
  told.then((done) => done && root.dispatchEvent(new CustomEvent("done", { detail: path })));
  return told;
}
