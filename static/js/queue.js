/** Acts sent one at a time, in order, each until it has an answer. */

/** Plain data, so that it can be stored.
 * @typedef {{id: string, method: string, path: string, fields: [string, string][]}} Act */

/** @typedef {object} Ways
 * @property {(act: Act) => Promise<boolean | null>} send done, refused, or null to try again
 * @property {(tries: number) => void} show before each try; -1 when all is sent
 * @property {(seconds: number) => Promise<unknown>} pause */

/** @param {Ways} ways */
export function createQueue({ send, show, pause }) {
  /** @type {{act: Act, settle: (done: boolean) => void}[]} */
  const waiting = [];

  async function run() {
    for (let tries = 0; waiting.length; ) {
      show(tries);
      const { act, settle } = waiting[0];
      const done = await send(act);
      if (done === null) await pause(Math.min(30, 2 ** tries++));
      else {
        tries = 0;
        waiting.shift();
        settle(done);
      }
    }
    show(-1);
  }

  return {
    size: () => waiting.length,
    /** Resolves with whether the act was done. @param {Act} act @returns {Promise<boolean>} */
    add: (act) =>
      new Promise((settle) => {
        if (waiting.push({ act, settle }) === 1) run();
      }),
  };
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
