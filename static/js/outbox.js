/** Acts kept in this browser from before they are sent until they are acknowledged. */

/** @typedef {import("./queue.js").Act} Act */

/** @type {Promise<IDBDatabase>} */
const database = new Promise((done, fail) => {
  const asked = indexedDB.open("annotator", 1);
  asked.onupgradeneeded = () =>
    asked.result.createObjectStore("acts", { keyPath: "n", autoIncrement: true });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
// Some browsers refuse it in private windows.
database.catch(() => {});

/** @template T @param {IDBTransactionMode} mode @param {(acts: IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>} */
async function within(mode, ask) {
  const opened = await database;
  return new Promise((done, fail) => {
    const transaction = opened.transaction("acts", mode);
    const asked = ask(transaction.objectStore("acts"));
    transaction.oncomplete = () => done(asked.result);
    transaction.onabort = () => fail(transaction.error);
  });
}

/** Resolves with whether it is kept. @param {Act} act */
export const keep = (act) =>
  within("readwrite", (acts) => acts.put(act)).then(
    (n) => {
      act.n = Number(n);
      return true;
    },
    () => false,
  );

/** @param {Act} act */
export const drop = async ({ n = 0 }) =>
  n && within("readwrite", (acts) => acts.delete(n)).catch(() => {});

/** Whether an act was settled by another tab. @param {Act} act */
export const isGone = async ({ n = 0 }) =>
  n > 0 && (await within("readonly", (acts) => acts.count(n)).catch(() => 1)) === 0;

/** What a person has waiting, in order. @param {string} user @returns {Promise<Act[]>} */
export const waiting = async (user) => {
  const acts = await within("readonly", (all) => all.getAll()).catch(() => []);
  return acts.filter((act) => act.user === user);
};
