"""A hand that counts its acts (a key, a click or a drag each) while it labels by keyboard alone or by mouse alone."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

Extent = tuple[int, int]
KEYS = {"PER": "1", "ORG": "2", "LOC": "3", "MISC": "4", "CLAIM": "5", "AGAINST": "7"}

# Scrolls a stretch into view and tells where its first and its last line begin and end.
PLACE = """
async ([start, end]) => {
  const {offsetsToRange} = await import('/static/js/offsets.js');
  const range = offsetsToRange(document.getElementById('document'), start, end);
  range.startContainer.parentElement.closest('.b').scrollIntoView({block: 'center'});
  const lines = [...range.getClientRects()].filter(({width}) => width > 0);
  const [first, last] = [lines[0], lines[lines.length - 1]];
  return [first.left, (first.top + first.bottom) / 2, last.right, (last.top + last.bottom) / 2];
}
"""
CURSOR = """
async () => {
  const {rangeToOffsets} = await import('/static/js/offsets.js');
  const [range] = CSS.highlights.get('pending') ?? [];
  const {start, end} = range ? rangeToOffsets(document.getElementById('document'), range) : {};
  return range ? [start, end] : null;
}
"""
CHIP = """
async ([start, end]) => {
  const {extentOf} = await import('/static/js/state.js');
  for (const chip of document.querySelectorAll('#document .c[id]')) {
    const extent = extentOf(chip.id.slice(2));
    if (extent.start === start && extent.end === end) return chip.dataset.hint ?? '';
  }
}
"""


@dataclass
class Counting(ABC):
    """Labels on a page and counts what that takes."""

    page: Page
    acts: int = 0
    log: list[str] = field(default_factory=list)

    def count(self, act: str) -> None:
        """Note an act."""
        self.acts += 1
        self.log.append(act)

    @contextmanager
    def stored(self) -> Iterator[None]:
        """Wait at the end until the server has answered the act and the page shows it."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as told:
            yield
        told.value.finished()
        expect(self.page.locator("#status")).to_contain_text("Saved.")

    def spent(self, act: Callable[[], None]) -> int:
        """Do something and return how many acts it took."""
        before = self.acts
        act()
        return self.acts - before

    @abstractmethod
    def label_all(self, label: str, extents: list[Extent]) -> Iterator[None]:
        """Give all these stretches a label, pausing after each."""

    @abstractmethod
    def label(self, label: str, extent: Extent) -> None:
        """Give a stretch a label; its span is active then."""

    @abstractmethod
    def relate(self, target: Extent, role: str) -> None:
        """Link the active span."""

    @abstractmethod
    def step(self, way: str) -> None:
        """Undo or redo one act."""


class Keyboard(Counting):
    """Keys only; moving the word cursor is travel and not counted."""

    def press(self, key: str) -> None:
        """Press a key that counts."""
        self.count(key)
        self.page.keyboard.press(key)

    def go(self, extent: Extent) -> None:
        """Move the word cursor to the first word of a stretch, then extend it over the others."""
        for _ in range(1500):
            here = self.page.evaluate(CURSOR)
            if here and here[0] == extent[0]:
                break
            back = here and here[0] > extent[0]
            self.page.keyboard.press("ArrowLeft" if back else "ArrowRight")
        while (here := self.page.evaluate(CURSOR)) and here[1] < extent[1]:
            self.press("Shift+ArrowRight")
        assert tuple(here) == extent

    def label(self, label: str, extent: Extent) -> None:
        """Go there and press the label's key."""
        self.go(extent)
        with self.stored():
            self.press(KEYS[label])

    def label_all(self, label: str, extents: list[Extent]) -> Iterator[None]:
        """Label one after the other."""
        for extent in extents:
            yield self.label(label, extent)

    def relate(self, target: Extent, role: str) -> None:
        """Press r, the letters of the target, and the figure of the role where several fit."""
        self.press("r")
        expect(self.page.locator("#document [data-hint]").first).to_be_attached()
        hint = self.page.evaluate(CHIP, list(target))
        assert hint, f"no letters on {target}"
        with self.stored():
            for letter in hint:
                self.press(letter)
            choice = self.page.locator("#popover button[data-hint]", has_text=role)
            if choice.count():
                self.press(choice.get_attribute("data-hint") or "")

    def step(self, way: str) -> None:
        """Press the keys of undo or redo."""
        with self.stored():
            self.press({"undo": "Control+z", "redo": "Control+Shift+z"}[way])


class Mouse(Counting):
    """Clicks and drags only."""

    def click(self, selector: str) -> None:
        """Click a button."""
        self.count(f"click {selector}")
        self.page.click(selector)

    def take(self, extent: Extent, *, is_word: bool) -> None:
        """Select a word by a double click, more by a drag."""
        left, top, right, bottom = self.page.evaluate(PLACE, list(extent))
        if is_word:
            self.count("double click")
            self.page.mouse.dblclick((left + right) / 2, top)
            return
        self.count("drag")
        self.page.mouse.move(left + 2, top)
        self.page.mouse.down()
        self.page.mouse.move(right - 2, bottom, steps=4)
        self.page.mouse.up()

    def is_word(self, extent: Extent) -> bool:
        """Say whether a stretch is one word, which a double click takes."""
        return " " not in self.page.evaluate(
            "async ([start, end]) => (await import('/static/js/offsets.js'))"
            ".textBetween(document.getElementById('document'), start, end)",
            list(extent),
        )

    def label(self, label: str, extent: Extent) -> None:
        """Select and click the label beside the selection."""
        self.take(extent, is_word=self.is_word(extent))
        with self.stored():
            self.click(f"#popover [data-label={label}]")

    def label_all(self, label: str, extents: list[Extent]) -> Iterator[None]:
        """Arm the label; each selection gets it then."""
        self.click(f"#palette [data-label={label}]")
        for extent in extents:
            with self.stored():
                self.take(extent, is_word=self.is_word(extent))
            yield
        self.click(f"#palette [data-label={label}]")

    def relate(self, target: Extent, role: str) -> None:
        """Click Link, the target and, where several roles fit, the role."""
        self.click("#inspector [data-link-mode]")
        left, top, right, _ = self.page.evaluate(PLACE, list(target))
        with self.stored():
            self.count("click target")
            self.page.mouse.click((left + right) / 2, top)
            choice = self.page.locator("#popover button[data-hint]", has_text=role)
            if choice.count():
                self.count(f"click {role}")
                choice.click()

    def step(self, way: str) -> None:
        """Click undo or redo."""
        with self.stored():
            self.click(f".acts [data-act={way}] button")
