/** Acts sent one at a time, in order, each until it has an answer. */

/** Plain data, so that it can be stored: for whom it is, and which revisions its page knew: those it was shown, then
 * those it made. `n` is its place in the outbox.
 * @typedef {{id: string, user: string, path: string, fields: [string, string][], known: [number, number][], n?: number}} Act */

/** @typedef {object} Ways
 * @property {(act: Act) => Promise<boolean | null>} send done, refused, or null to try again
 * @property {(tries: number) => void} show how many tries failed; -1 when all is sent
 * @property {(seconds: number) => Promise<unknown>} pause
 * @property {(act: Act) => Promise<unknown>} forget it is settled */

/** @param {Ways} ways */
export function createQueue({ send, show, pause, forget }) {
  /** @type {{act: Act, settle: (done: boolean) => void}[]} */
  let waiting = [];

  async function run() {
    for (let tries = 0; waiting.length; ) {
      if (!tries) show(0);
      const { act } = waiting[0];
      const done = await send(act);
      if (done === null) {
        show(++tries);
        await pause(Math.min(30, 2 ** (tries - 1)));
        continue;
      }
      tries = 0;
      const others = waiting.slice(1).map((one) => one.act);
      await settle(done ? [act] : [act, ...dependents(act, others)], done);
    }
    show(-1);
  }

  /** Who waits goes on at once, in the frame that shows the answer. @param {Act[]} acts @param {boolean} done */
  async function settle(acts, done) {
    for (const one of waiting) if (acts.includes(one.act)) one.settle(done);
    await Promise.all(acts.map(forget));
    waiting = waiting.filter(({ act }) => !acts.includes(act));
  }

  return {
    acts: () => waiting.map(({ act }) => act),
    /** Resolves with whether the act was done. @param {Act} act @returns {Promise<boolean>} */
    add: (act) =>
      new Promise((settle) => {
        if (waiting.push({ act, settle }) === 1) run();
      }),
  };
}

/** The later acts that make no sense without a refused one: on the span or link it would have made, undoing it, and
 * saying that the document is finished. @param {Act} refused @param {Act[]} later */
export function dependents(refused, later) {
  const ids = made(refused);
  /** What undo would take back and redo do again. @type {boolean[][]} whether that is lost */
  const [undo, redo] = [isEdit(refused) ? [true] : [], /** @type {boolean[]} */ ([])];
  return later.filter((act) => {
    const end = /\/(undo|redo|status)$/.exec(act.path)?.[1];
    if (end === "status") return true;
    if (end) {
      const [from, to] = end === "undo" ? [undo, redo] : [redo, undo];
      const lost = from.pop() ?? false;
      to.push(lost);
      return lost;
    }
    const lost = ids.some(
      (id) => act.path.includes(id) || act.fields.some((pair) => pair[1] === id),
    );
    if (lost) ids.push(...made(act));
    if (isEdit(act)) {
      undo.push(lost);
      redo.length = 0;
    }
    return lost;
  });
}

/** @param {Act} act */
const isEdit = ({ path }) => !/\/(undo|redo|status|flag|flag\/delete)$/.test(path);

/** The ids that an act gives. @param {Act} act */
const made = ({ fields }) => fields.flatMap(([name, value]) => (name === "id" ? [value] : []));

/** Adds a revision to the known ones. @param {[number, number][]} known @param {number} revision */
export function learn(known, revision) {
  const last = known[known.length - 1];
  if (last[1] === revision - 1) last[1] = revision;
  else if (last[1] < revision) known.push([revision, revision]);
}

/** What an act says of one object, it says of another from now on. @param {Act} act @param {string} id @param {string} now */
export function rename(act, id, now) {
  act.path = act.path.replace(id, now);
  act.fields = act.fields.map(([name, value]) => [name, value === id ? now : value]);
}

/** A version 7 UUID, which sorts by time. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  bytes[0] = (bytes[0] & 0x0f) | 0x70;
  bytes[2] = (bytes[2] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const all = Date.now().toString(16).padStart(12, "0") + hex;
  return all.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
