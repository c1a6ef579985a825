import assert from "node:assert/strict";
import { test } from "node:test";
import { createQueue, dependents, learn, rename, uuid7 } from "../../static/js/queue.js";

/** @typedef {import("../../static/js/queue.js").Act} Act */

/** @param {string} id @param {string} [end] of the path @param {Record<string, string>} [fields] @returns {Act} */
const act = (id, end = "/spans", fields = {}) => ({
  id,
  user: "1",
  path: `/documents/1${end}`,
  fields: Object.entries(fields),
  known: [[0, 5]],
});

/** A queue whose server answers as told, and what was seen of it.
 * @param {(boolean | null)[]} answers */
function queueAnswering(answers) {
  /** @type {string[]} */
  const seen = [];
  const queue = createQueue({
    send: async ({ id }) => {
      seen.push(`send ${id}`);
      await new Promise((done) => setTimeout(done));
      return answers.shift() ?? null;
    },
    show: (tries) => seen.push(`show ${tries}`),
    pause: async (seconds) => seen.push(`pause ${seconds}`),
    forget: async ({ id }) => {
      await new Promise((done) => setTimeout(done));
      seen.push(`forget ${id}`);
    },
  });
  return { queue, seen };
}

/** Resolves when what was settled is forgotten. */
const forgotten = () => new Promise((done) => setTimeout(done, 5));

test("acts go one after the other, in order", async () => {
  const { queue, seen } = queueAnswering([true, true, true]);

  const done = await Promise.all(["a", "b", "c"].map((id) => queue.add(act(id))));
  await forgotten();

  assert.deepEqual(done, [true, true, true]);
  assert.deepEqual(
    seen.filter((line) => /send|forget/.test(line)),
    ["a", "b", "c"].flatMap((id) => [`send ${id}`, `forget ${id}`]),
  );
});

test("an act without an answer is sent again under the same id, ever more slowly", async () => {
  const { queue, seen } = queueAnswering([null, null, null, null, null, null, true, true]);

  const first = queue.add(act("a"));
  await Promise.all([first, queue.add(act("b"))]);

  assert.deepEqual(
    seen.filter((line) => line.startsWith("pause")),
    [1, 2, 4, 8, 16, 30].map((seconds) => `pause ${seconds}`),
  );
  assert.equal(seen.filter((line) => line === "send a").length, 7);
  assert.ok(seen.indexOf("send b") > seen.indexOf("forget a"));
});

test("the number of tries is shown, and the end", async () => {
  const { queue, seen } = queueAnswering([null, true]);

  await queue.add(act("a"));
  await forgotten();

  assert.deepEqual(
    seen.filter((line) => line.startsWith("show")),
    ["show 0", "show 1", "show -1"],
  );
});

test("who waits for an act goes on before it is forgotten, the next act after that", async () => {
  const { queue, seen } = queueAnswering([true, true]);

  const first = queue.add(act("a"));
  assert.equal(queue.acts().length, 1);
  await first;
  assert.deepEqual(seen, ["show 0", "send a"]);
  await queue.add(act("b"));

  assert.ok(seen.indexOf("send b") > seen.indexOf("forget a"));
});

test("what needs a refused act is forgotten with it, the rest is sent", async () => {
  const { queue, seen } = queueAnswering([false, true]);

  const done = await Promise.all(
    [
      act("a", "/spans", { id: "s-1" }),
      act("b", "/spans/s-1", { label: "LOC" }),
      act("c", "/spans", { id: "s-2" }),
    ].map((one) => queue.add(one)),
  );

  assert.deepEqual(done, [false, false, true]);
  assert.deepEqual(
    seen.filter((line) => line.startsWith("send")),
    ["send a", "send c"],
  );
});

/** @param {Act[]} acts the first is refused @returns {string[]} the ids of those that go with it */
const lost = ([refused, ...later]) => dependents(refused, later).map(({ id }) => id);

test("acts on what was never made are lost, and acts on what those would have made", () => {
  const acts = [
    act("a", "/spans", { id: "s-1" }),
    act("b", "/relations", { id: "r-1", from: "s-1", to: "s-0" }),
    act("c", "/relations/r-1/delete"),
    act("d", "/spans/s-0", { label: "LOC" }),
    act("e", "/spans/s-1/delete"),
  ];

  assert.deepEqual(lost(acts), ["b", "c", "e"]);
});

test("undo and redo of a refused act are lost, those of others are kept", () => {
  const undo = (/** @type {string} */ id) => act(id, "/undo");
  const redo = (/** @type {string} */ id) => act(id, "/redo");
  const made = act("a", "/spans", { id: "s-1" });

  assert.deepEqual(lost([made, undo("b"), redo("c"), undo("d"), undo("e")]), ["b", "c", "d"]);
  assert.deepEqual(lost([made, act("n", "/note"), undo("b"), undo("c"), redo("d")]), ["c", "d"]);
  assert.deepEqual(lost([undo("a"), undo("b"), redo("c")]), []);
});

test("a document is not called done after an act on it was refused", () => {
  const acts = [act("a", "/spans/s-1"), act("b", "/spans/s-2"), act("c", "/status")];

  assert.deepEqual(lost(acts), ["c"]);
});

test("the status and the flag are nothing that undo takes back", () => {
  assert.deepEqual(lost([act("a", "/flag"), act("b", "/undo")]), []);
  assert.deepEqual(lost([act("a", "/spans/s-1"), act("b", "/flag"), act("c", "/undo")]), ["c"]);
});

test("an act on what was there already under another id is one on that", () => {
  const acts = [act("a", "/spans/s-1", { label: "LOC" }), act("b", "/relations", { from: "s-1" })];
  for (const one of acts) rename(one, "s-1", "s-0");

  assert.deepEqual(
    acts.map(({ path, fields }) => [path.split("/").slice(-2), fields]),
    [
      [["spans", "s-0"], [["label", "LOC"]]],
      [acts[1].path.split("/").slice(-2), [["from", "s-0"]]],
    ],
  );
});

test("known revisions are ranges that grow", () => {
  /** @type {[number, number][]} */
  const known = [[0, 5]];
  for (const revision of [6, 8, 9, 0, 9, 12]) learn(known, revision);

  assert.deepEqual(known, [
    [0, 6],
    [8, 9],
    [12, 12],
  ]);
});

test("ids are UUIDs of version 7 and sort by time", async () => {
  const earlier = uuid7();
  await new Promise((done) => setTimeout(done, 3));
  const later = uuid7();

  assert.match(earlier, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(earlier < later);
});
