/** Files and folders dropped onto the field of the import page, sent as the form would send them. */

/** @typedef {{file: File, path: string}} Found */

/** @param {FileSystemEntry} entry @returns {Promise<Found[]>} the files in it, with their folders */
async function filesIn(entry) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) =>
      /** @type {FileSystemFileEntry} */ (entry).file(done, fail),
    );
    return [{ file: /** @type {File} */ (file), path: entry.fullPath.slice(1) }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {Found[]} */
  const found = [];
  for (;;) {
    // A reader gives a folder's entries in portions, and an empty one at the end.
    const portion = /** @type {FileSystemEntry[]} */ (
      await new Promise((done, fail) => reader.readEntries(done, fail))
    );
    if (!portion.length) return found;
    for (const inner of portion) found.push(...(await filesIn(inner)));
  }
}

/** @param {DataTransfer} data */
async function dropped(data) {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((one) => !!one);
  if (!entries.length) return [...data.files].map((file) => ({ file, path: file.name }));
  return (await Promise.all(entries.map(filesIn))).flat();
}

const form = /** @type {HTMLFormElement} */ (document.getElementById("upload"));
const field = /** @type {HTMLElement} */ (document.getElementById("drop"));
const said = /** @type {HTMLElement} */ (document.getElementById("drop-status"));

/** @param {Found[]} found */
async function send(found) {
  const body = new FormData(form);
  body.delete("files");
  for (const { file, path } of found) body.append("files", file, path);
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok) throw new Error(answer.statusText);
  location.assign(answer.url);
}

field.addEventListener("dragover", (event) => {
  event.preventDefault();
  field.classList.add("over");
});
field.addEventListener("dragleave", () => field.classList.remove("over"));
field.addEventListener("drop", async (event) => {
  event.preventDefault();
  field.classList.remove("over");
  if (!event.dataTransfer) return;
  try {
    const found = await dropped(event.dataTransfer);
    said.textContent = said.dataset[found.length ? "sending" : "empty"] ?? "";
    if (found.length) await send(found);
  } catch {
    said.textContent = said.dataset.failed ?? "";
  }
});
