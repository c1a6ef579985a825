"""A person's hand on the labelling page: real mouse moves and key presses at the words of the text."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.labelling_desk import Desk

# Scrolls the n-th occurrence of a word into view and tells where it lies.
FIND = """
([word, nth]) => {
  const root = document.getElementById('document');
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = node.data.indexOf(word); at >= 0; at = node.data.indexOf(word, at + 1)) {
      if (nth-- > 0) continue;
      node.parentElement.closest('.b').scrollIntoView({block: 'center'});
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      const {left, top, right, bottom} = range.getClientRects()[0];
      return [left, top, right, bottom];
    }
  }
}
"""
# What is drawn below the line belongs to the chip, whatever its own size.
ON_CHIP = """
(id) => {
  const chip = document.getElementById(`s-${id}`);
  const {left, top, bottom} = chip.getBoundingClientRect();
  for (let y = bottom + 40; y > top; y--) {
    if (document.elementFromPoint(left + 4, y) === chip) return [left + 4, y - 2];
  }
}
"""
PAINTED = "(name) => [...(CSS.highlights.get(name) ?? [])].map((range) => range.toString())"
SELECTED = (
    "() => { const s = getSelection(); return s.rangeCount ? s.getRangeAt(0).toString() : '' }"
)


@dataclass(frozen=True)
class Hand:
    """Acts on the labelling page as its user does."""

    page: Page

    def point(self, word: str, part: float = 0.5, nth: int = 0) -> tuple[float, float]:
        """Return a point on a word: `part` 0 is its first edge, 1 its last."""
        left, top, right, bottom = self.page.evaluate(FIND, [word, nth])
        return left + (right - left) * part, (top + bottom) / 2

    def click(self, word: str, part: float = 0.5, *, times: int = 1, nth: int = 0) -> None:
        """Click on a word."""
        self.page.mouse.click(*self.point(word, part, nth), click_count=times)

    def double_click(self, word: str, part: float = 0.5) -> None:
        """Double-click on a word."""
        self.page.mouse.dblclick(*self.point(word, part))

    def press_and_move(self, first: str, last: str, parts: tuple[float, float]) -> None:
        """Begin a drag from one word to another, and keep the button down."""
        self.page.mouse.move(*self.point(first, parts[0]))
        self.page.mouse.down()
        self.page.mouse.move(*self.point(last, parts[1]), steps=4)

    def drag(self, first: str, last: str, parts: tuple[float, float] = (0.3, 0.7)) -> None:
        """Drag from one word to another."""
        self.press_and_move(first, last, parts)
        self.page.mouse.up()

    def press(self, *keys: str) -> None:
        """Press keys in the text."""
        if not self.page.evaluate("document.activeElement.closest('#document')"):
            self.page.focus("#document")
        for key in keys:
            self.page.keyboard.press(key)

    def click_chip(self, span: str) -> None:
        """Click the label that is drawn below a span."""
        self.page.mouse.click(*self.page.evaluate(ON_CHIP, span))

    def choose(self, label: str) -> None:
        """Click a label in the popover."""
        self.page.click(f"#popover [data-label={label}]")

    @property
    def popover(self) -> Locator:
        """The labels beside the selection."""
        return self.page.locator("#popover")

    def painted(self, name: str) -> list[str]:
        """Return the stretches that are painted as `pending` or `active`."""
        # The browser tells of a new selection a moment later.
        self.page.evaluate("new Promise((done) => setTimeout(done, 50))")
        return list(self.page.evaluate(PAINTED, name))

    def selected(self) -> str:
        """Return what the browser has selected."""
        return str(self.page.evaluate(SELECTED))

    def paints(self, name: str, *stretches: str) -> bool:
        """Wait until these stretches are painted, or say that they never are."""
        return any(self.painted(name) == [*stretches] for _ in range(100))

    def saved(self) -> None:
        """Wait until the status line says that all is saved."""
        expect(self.page.locator("#status")).to_have_text(re.compile(r"Saved\.$"))

    def chips(self) -> list[str]:
        """Return the names of the spans that the text shows, in its order."""
        chips = self.page.locator("#document .c[id]")
        return [chip.get_attribute("aria-label") or "" for chip in chips.all()]


def open_text(page: Page, desk: Desk, text: str) -> tuple[Hand, int]:
    """Store a text and open it; returns a hand on its page and the document's id."""
    (document,) = desk.put(text)
    page.goto(f"/documents/{document}")
    return Hand(page), document
