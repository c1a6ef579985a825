"""Every hard text labelled by hand in one document of a megabyte, whose spans come when they are in view.

Each case is labelled by a drag, by the keyboard and, where it is a word, by a double click, with an armed label or
without, in blocks that just came and in blocks that were swapped.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand
from tests.browser.labelling_texts import OWN, shared
from tests.browser.people import sign_in
from tests.browser.serving import Server

SIZE = 1_000_000
INVISIBLE = {"bidi-marks", "22-bidi-controls"}
"""Texts with signs at an edge that have no width: no pointer comes between them."""
NOT_ONE_WORD = {"rare-han", "04-chinese-extb", "rtl-marks"}
"""What is to be labelled in these is several words for a dictionary, or begins with a sign that has no width."""
LONGEST = 300
"""Characters of a text, and of what is to be labelled in it, so that it is in view as a whole."""
FILLER = "Rien à signaler sur cette ligne, ni sur la suivante, ni même plus loin.\n"


@dataclass(frozen=True)
class Target:
    """A stretch of the document to be labelled."""

    name: str
    start: int
    end: int
    quote: str


# Brings a stretch into view and tells whether its line runs from right to left, and where to press and let go so that
# just this is selected: where the browser puts its caret at the edges, which bidirectional text has in odd places.
PLACES = """
([units, quote]) => {
  const root = document.getElementById('document');
  const blocks = [...root.querySelectorAll('.b')];
  window.starts ??= (() => {
    const sums = [0];
    for (const block of blocks) sums.push(sums.at(-1) + block.textContent.length);
    return sums;
  })();
  const point = (at) => {
    let n = starts.findIndex((start) => start > at) - 1;
    let rest = at - starts[n];
    const walker = document.createTreeWalker(blocks[n], NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (rest < walker.currentNode.length) return [walker.currentNode, rest];
      rest -= walker.currentNode.length;
    }
  };
  const signs = [...new Intl.Segmenter('und').segment(quote)];
  const first = [units, units + signs[0].segment.length];
  const last = [units + signs.at(-1).index, units + quote.length];
  const block = point(units)[0].parentElement.closest('.b');
  block.scrollIntoView({block: 'center'});
  if (point(units)[0].parentElement.getBoundingClientRect().height > innerHeight / 2) {
    const range = new Range();
    range.setStart(...point(units));
    range.collapse(true);
    scrollBy(0, range.getBoundingClientRect().top - innerHeight / 2);
  }
  const boxes = [first, last].flatMap(([from, to]) => {
    const range = new Range();
    range.setStart(...point(from));
    const [node, at] = point(to - 1);
    range.setEnd(node, at + 1);
    return [...range.getClientRects()];
  });
  const found = (isEnd) => {
    const wanted = new Range();
    const [node, at] = point(isEnd ? last[1] - 1 : first[0]);
    wanted.setStart(node, isEnd ? at + 1 : at);
    for (const {left, right, top, bottom} of isEnd ? boxes.toReversed() : boxes) {
      const y = (top + bottom) / 2;
      const fit = [];
      for (let x = left - 1; x <= right + 1; x += 0.5) {
        const caret = document.caretPositionFromPoint(x, y);
        if (!caret || !root.contains(caret.offsetNode)) continue;
        const here = new Range();
        here.setStart(caret.offsetNode, caret.offset);
        const between = new Range();
        const order = here.compareBoundaryPoints(Range.START_TO_START, wanted);
        between.setStart(...(order < 0 ? [here.startContainer, here.startOffset] : [wanted.startContainer, wanted.startOffset]));
        between.setEnd(...(order < 0 ? [wanted.startContainer, wanted.startOffset] : [here.startContainer, here.startOffset]));
        if (!between.toString()) fit.push(x);
      }
      // Not at the very edge, where a drag may begin on either side.
      if (fit.length) return [fit[Math.floor(fit.length / 4)], y];
    }
    return null;
  };
  return [getComputedStyle(block).direction === 'rtl', found(false), found(true)];
}
"""
CARET = """
([units]) => {
  const walker = document.createTreeWalker(document.getElementById('document'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (units < node.length) return getSelection().collapse(node, units);
    units -= node.length;
  }
}
"""
"""Puts the caret somewhere, as a click does."""
HYDRATED = """
(start) => {
  const blocks = [...document.querySelectorAll('#document .b')];
  const block = blocks.findLast((one) => Number(one.dataset.s) <= start);
  return !block.closest('[data-lazy]');
}
"""


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def assembled(corpora: Path) -> tuple[str, list[Target]]:
    """Put all texts into one, filler between them; no text is changed."""
    text, targets = "", []
    cases = [one for one in (*OWN, *shared(corpora)) if len(one.text) <= LONGEST]
    gap = FILLER * (SIZE // len(FILLER) // len(cases))
    for case in cases:
        text += gap
        start, end, quote = case.quotes[0]
        targets.append(Target(case.name, len(text) + start, len(text) + end, quote))
        text += case.text if case.text.endswith("\n") else case.text + "\n"
    return text, targets


@pytest.fixture(scope="module")
def material(corpora: Path) -> tuple[str, list[Target]]:
    """The long text and what is to be labelled in it."""
    return assembled(corpora)


@pytest.fixture
def long_text(
    new_page: NewPage, server: Server, desk: Desk, material: tuple[str, list[Target]]
) -> tuple[Hand, int]:
    """The long document, opened."""
    page = new_page()
    sign_in(page, server.user, server.password)
    (document,) = desk.put(material[0])
    page.goto(f"/documents/{document}")
    return Hand(page), document


def stored(desk: Desk, document: int) -> list[tuple[int, int, str]]:
    spans = desk.call("GET", f"/documents/{document}/annotations")["spans"]
    return sorted((one["start"], one["end"], one["quote"]) for one in spans)


Spot = tuple[float, float] | None


def seen(hand: Hand, text: str, target: Target) -> tuple[bool, Spot, Spot]:
    """Bring a stretch into view; return whether its line runs from right to left, and where its edges are.

    Waits until its spans could be drawn.
    """
    asked = [units(text[: target.start]), target.quote]
    hand.page.evaluate(PLACES, asked)
    for _ in range(100):
        if hand.page.evaluate(HYDRATED, target.start):
            break
        hand.page.wait_for_timeout(20)
    is_rtl, start, end = hand.page.evaluate(PLACES, asked)
    return is_rtl, start, end


def drag(hand: Hand, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag exactly over a stretch, as Alt does."""
    hand.page.keyboard.down("Alt")
    hand.page.mouse.move(*start)
    hand.page.mouse.down()
    hand.page.mouse.move(*end, steps=3)
    hand.page.mouse.up()
    hand.page.keyboard.up("Alt")


def check(hand: Hand, desk: Desk, document: int, targets: list[Target]) -> None:
    hand.saved()
    expected = sorted((one.start, one.end, one.quote) for one in targets)
    assert stored(desk, document) == expected
    assert hand.page.evaluate(
        "() => [...document.querySelectorAll('#document .b')].map((one) => one.textContent).join('')"
    ) == "".join(material_text(desk, document))


def material_text(desk: Desk, document: int) -> str:
    return str(desk.call("GET", f"/documents/{document}")["text"])


def label(hand: Hand, key: str) -> None:
    """Press a label's key and wait until it is stored."""
    revision = hand.page.get_attribute("#document", "data-revision")
    hand.press(key)
    expect(hand.page.locator("#document")).not_to_have_attribute("data-revision", revision or "")


def test_every_hard_text_is_labelled_by_keyboard(
    long_text: tuple[Hand, int], desk: Desk, material: tuple[str, list[Target]]
) -> None:
    (hand, document), (text, targets) = long_text, material
    # What people see as one character is one key.
    steps = "(text) => [...new Intl.Segmenter('und').segment(text)].filter(({segment}) => segment.trim()).length"

    for target in targets:
        is_rtl, _, _ = seen(hand, text, target)
        hand.press("Escape", "Escape")
        hand.page.evaluate(CARET, [units(text[: target.start])])
        count = hand.page.evaluate(steps, target.quote)
        key = "Alt+Shift+ArrowLeft" if is_rtl else "Alt+Shift+ArrowRight"
        hand.press(*[key] * count)
        assert hand.painted("pending") == [target.quote], target.name
        label(hand, "4")

    check(hand, desk, document, targets)


def test_every_hard_text_is_labelled_by_drag(
    long_text: tuple[Hand, int], desk: Desk, material: tuple[str, list[Target]]
) -> None:
    (hand, document), (text, targets) = long_text, material
    done, out_of_reach = [], set()

    for target in targets:
        _, start, end = seen(hand, text, target)
        if start is None or end is None:
            out_of_reach.add(target.name)
            continue
        hand.press("Escape", "Escape")
        drag(hand, start, end)
        assert hand.painted("pending") == [target.quote], target.name
        label(hand, "4")
        done.append(target)

    assert out_of_reach == INVISIBLE
    check(hand, desk, document, done)


def test_every_hard_word_is_labelled_by_double_click_with_an_armed_label(
    long_text: tuple[Hand, int], desk: Desk, material: tuple[str, list[Target]]
) -> None:
    (hand, document), (text, targets) = long_text, material
    hand.press("4")
    expect(hand.page.locator("#palette .label[aria-pressed=true]")).to_have_text("MISC 4")
    words = [one for one in targets if not re.search(r"\s", one.quote)]
    done = [one for one in words if one.name not in {*INVISIBLE, *NOT_ONE_WORD}]
    assert len(done) > 40

    for target in done:
        _, start, end = seen(hand, text, target)
        assert start is not None, target.name
        assert end is not None, target.name
        revision = hand.page.get_attribute("#document", "data-revision")
        hand.page.mouse.dblclick((start[0] * 3 + end[0]) / 4, start[1])
        expect(hand.page.locator("#document")).not_to_have_attribute(
            "data-revision", revision or ""
        )

    check(hand, desk, document, done)
