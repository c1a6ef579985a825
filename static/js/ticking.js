/** One box in the head of a table that ticks all its rows. */

const head = document.querySelector("thead .ticks");
const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (
  document.querySelectorAll("tbody .ticks input")
);

if (head && boxes.length) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.textContent?.trim() ?? "");
  const show = () => {
    const ticked = [...boxes].filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  head.replaceChildren(all);
  show();
}
