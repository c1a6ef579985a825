"""Every hard text labelled by hand in one document of a megabyte, whose spans come when they are in view.

Each stretch is labelled by a drag and, where it is a word, by a double click, with an armed label, and by the keyboard:
first in blocks that just came, then again in those that were swapped.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.hard_text import CARET, Target, assembled, seen
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand
from tests.browser.people import sign_in
from tests.browser.serving import Server

OUT_OF_REACH = {"bidi-marks"}
"""Texts with a sign at an edge that has no width: no pointer comes between it and the next."""
NOT_ONE_WORD = {"long-word", "rare-han", "04-chinese-extb", "rtl-marks", "22-bidi-controls"}
"""What is to be labelled in these is several words for a dictionary, a part of one, or begins with a sign without width."""
LABELS = {"4": "MISC", "3": "LOC"}
"""The keys of the labels: one for blocks that just came, one for those that were swapped."""
TEXT = "() => [...document.querySelectorAll('#document .b')].map((one) => one.textContent).join('')"
# What people see as one character is one key.
STEPS = "(text) => [...new Intl.Segmenter('und').segment(text)].filter(({segment}) => segment.trim()).length"
STORED = """
(before) => new Promise((done, fail) => {
  const root = document.getElementById('document');
  const look = () => root.dataset.revision !== before && done();
  new MutationObserver(look).observe(root, {attributeFilter: ['data-revision']});
  setTimeout(() => fail(new Error('nothing was stored')), 10000);
  look();
})
"""


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


def by_keyboard(hand: Hand, target: Target, key: str) -> bool:
    """Extend the cursor over a stretch sign by sign and press the label's key."""
    is_rtl, _, _ = seen(hand.page, target)
    hand.press("Escape", "Escape")
    hand.page.evaluate(CARET, [target.units, target.quote])
    step = "Alt+Shift+ArrowLeft" if is_rtl else "Alt+Shift+ArrowRight"
    hand.press(*[step] * hand.page.evaluate(STEPS, target.quote))
    assert hand.painted("pending") == [target.quote], target.name
    hand.press(key)
    return True


def by_drag(hand: Hand, target: Target, _key: str) -> bool:
    """Drag exactly over a stretch, as Alt does; say whether a pointer can."""
    _, start, end = seen(hand.page, target)
    if start is None or end is None:
        return False
    hand.page.keyboard.down("Alt")
    hand.page.mouse.move(*start)
    hand.page.mouse.down()
    hand.page.mouse.move(*end, steps=3)
    hand.page.mouse.up()
    hand.page.keyboard.up("Alt")
    return True


def by_double_click(hand: Hand, target: Target, _key: str) -> bool:
    """Double-click on a stretch, if it is one word."""
    if re.search(r"\s", target.quote) or target.name in OUT_OF_REACH | NOT_ONE_WORD:
        return False
    _, start, end = seen(hand.page, target)
    assert start is not None, target.name
    assert end is not None, target.name
    hand.page.mouse.dblclick((start[0] * 3 + end[0]) / 4, start[1])
    return True


def stored(desk: Desk, document: int) -> list[tuple[int, int, str, str]]:
    spans = desk.call("GET", f"/documents/{document}/annotations")["spans"]
    return sorted((one["start"], one["end"], one["quote"], one["label"]) for one in spans)


@pytest.mark.parametrize("take", [by_keyboard, by_drag, by_double_click])
def test_every_hard_text_is_labelled_by_hand(
    long_text: tuple[Hand, int],
    desk: Desk,
    material: tuple[str, list[Target]],
    take: Callable[[Hand, Target, str], bool],
) -> None:
    (hand, document), (text, targets) = long_text, material
    expected, left = [], set()

    for key, name in LABELS.items():
        if take is not by_keyboard:
            hand.press("Escape", "Escape", key)
            expect(hand.page.locator("#palette .label[aria-pressed=true]")).to_contain_text(name)
        for one in targets:
            before = hand.page.get_attribute("#document", "data-revision")
            if take(hand, one, key):
                hand.page.evaluate(STORED, before)
                expected.append((one.start, one.end, one.quote, name))
            else:
                left.add(one.name)
    hand.saved()

    if take is by_double_click:
        assert len(expected) > 100
    else:
        assert left == (OUT_OF_REACH if take is by_drag else set())
    assert stored(desk, document) == sorted(expected)
    assert hand.page.evaluate(TEXT) == text
