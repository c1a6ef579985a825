import assert from "node:assert/strict";
import { test } from "node:test";
import { createQueue, uuid7 } from "../../static/js/queue.js";

/** @typedef {import("../../static/js/queue.js").Act} Act */

/** @param {string} id @returns {Act} */
const act = (id) => ({ id, method: "POST", path: "/documents/1/spans", fields: [] });

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
  });
  return { queue, seen };
}

test("acts go one after the other, in order", async () => {
  const { queue, seen } = queueAnswering([true, false, true]);

  const done = await Promise.all(["a", "b", "c"].map((id) => queue.add(act(id))));

  assert.deepEqual(done, [true, false, true]);
  assert.deepEqual(
    seen.filter((line) => line.startsWith("send")),
    ["send a", "send b", "send c"],
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
  assert.equal(seen.indexOf("send b"), seen.lastIndexOf("send a") + 2);
});

test("the number of tries is shown, and the end", async () => {
  const { queue, seen } = queueAnswering([null, true]);

  await queue.add(act("a"));
  await new Promise((done) => setTimeout(done));

  assert.deepEqual(
    seen.filter((line) => line.startsWith("show")),
    ["show 0", "show 1", "show -1"],
  );
});

test("an act counts as unsaved until it has its answer", async () => {
  const { queue } = queueAnswering([true, true]);

  const first = queue.add(act("a"));
  assert.equal(queue.size(), 1);
  await first;
  assert.equal(queue.size(), 0);
  await queue.add(act("b"));
});

test("ids are UUIDs of version 7 and sort by time", async () => {
  const earlier = uuid7();
  await new Promise((done) => setTimeout(done, 3));
  const later = uuid7();

  assert.match(earlier, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(earlier < later);
});
