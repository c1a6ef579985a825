"""Edges of the active span dragged by mouse and by finger, and selecting by touch."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import FIND, ON_CHIP, Hand
from tests.browser.linking_hand import links, span_id

TEXT = "Le maire de Brest s’oppose au tramway, dit Élise N’Diaye 🎉 hier.\n"
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}


def edge(hand: Hand, side: str) -> tuple[float, float]:
    handle = hand.page.locator(f".edge.{side}")
    expect(handle).to_be_visible()
    box = handle.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def opened(opening: Open, desk: Desk, quote: str, **options: object) -> tuple[Hand, int]:
    hand, document = opening(TEXT, **options)
    desk.mark(document, TEXT.index(quote), TEXT.index(quote) + len(quote))
    hand.page.reload()
    hand.press("Tab")
    assert hand.painted("active") == [quote]
    return hand, document


def test_a_double_click_reaches_a_word_that_lies_under_the_handles(
    opening: Open, desk: Desk
) -> None:
    hand, document = opening("Il va à É.\n")
    desk.mark(document, 8, 9, "LOC")
    hand.page.reload()
    hand.press("Tab")
    edge(hand, "start")
    hand.press("Escape", "Escape")
    expect(hand.page.locator(".edge.start")).to_be_hidden()
    spot = hand.point("É", 0.25)

    hand.page.mouse.click(*spot)
    edge(hand, "start")
    hand.page.mouse.down(click_count=2)
    hand.page.mouse.up(click_count=2)

    assert hand.paints("pending", "É")
    hand.press("1")
    hand.saved()
    assert desk.marks(document) == [("LOC", "É"), ("PER", "É")]


@pytest.mark.parametrize(
    ("side", "to", "after"),
    [
        ("end", ("Brest", 0.6), "maire de Brest"),
        ("end", ("de", 0.9), "maire de"),
        ("start", ("Le", 0.2), "Le maire"),
        ("end", ("Diaye", 0.5), "maire de Brest s’oppose au tramway, dit Élise N’Diaye"),
    ],
)
def test_an_edge_is_dragged_to_another_word(
    opening: Open, desk: Desk, side: str, to: tuple[str, float], after: str
) -> None:
    hand, document = opened(opening, desk, "maire")

    hand.page.mouse.move(*edge(hand, side))
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.point(*to), steps=6)
    assert hand.painted("active") == [after]
    hand.page.mouse.up()
    hand.saved()

    assert desk.marks(document) == [("PER", after)]
    assert hand.painted("active") == [after]
    expect(hand.popover).not_to_be_visible()


def test_an_edge_goes_to_characters_with_alt_and_never_past_the_other(
    opening: Open, desk: Desk
) -> None:
    hand, document = opened(opening, desk, "tramway")

    hand.page.keyboard.down("Alt")
    hand.page.mouse.move(*edge(hand, "end"))
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.point("tramway", 0.55), steps=4)
    hand.page.mouse.up()
    hand.page.keyboard.up("Alt")
    hand.saved()
    assert desk.marks(document) == [("PER", "tram")]

    hand.page.mouse.move(*edge(hand, "end"))
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.point("maire"), steps=4)
    hand.page.mouse.up()
    assert desk.marks(document) == [("PER", "tram")]
    assert hand.painted("active") == ["tram"]


def test_edges_of_right_to_left_text_are_on_its_sides(opening: Open, desk: Desk) -> None:
    text = "قالت شركة الطيران إنها ستستثمر\n"
    hand, document = opening(text)
    word = "الطيران"
    desk.mark(document, text.index(word), text.index(word) + len(word))
    hand.page.reload()
    hand.press("Tab")

    assert edge(hand, "start")[0] > edge(hand, "end")[0]
    hand.page.mouse.move(*edge(hand, "end"))
    hand.page.mouse.down()
    hand.page.mouse.move(*hand.point("إنها"), steps=4)
    hand.page.mouse.up()
    hand.saved()
    assert desk.marks(document) == [("PER", "الطيران إنها")]


class Finger:
    """A finger on the screen."""

    def __init__(self, hand: Hand) -> None:
        self.session = hand.page.context.new_cdp_session(hand.page)

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    @contextmanager
    def down(self, at: tuple[float, float]) -> Iterator[None]:
        """Keep the finger down at a point until the block ends."""
        self.touch("touchStart", at)
        yield
        self.touch("touchEnd")

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        with self.down(start):
            for step in range(1, 7):
                x, y = (a + (b - a) * step / 6 for a, b in zip(start, end, strict=True))
                self.touch("touchMove", (x, y))


def test_a_finger_drags_an_edge(opening: Open, desk: Desk) -> None:
    hand, document = opened(opening, desk, "tramway", **PHONE)
    target = hand.point("Brest", 0.2)
    x, y = edge(hand, "start")
    box = hand.page.locator(".edge.start").bounding_box()
    assert box
    assert box["width"] >= 24

    before = hand.page.evaluate("scrollY")
    # The finger lies a little below the edge and keeps its distance.
    Finger(hand).drag((x + 6, y + 8), (target[0] + 6, target[1] + 8))
    hand.saved()

    assert desk.marks(document) == [("PER", "Brest s’oppose au tramway")]
    assert hand.page.evaluate("scrollY") == before


# What phones do when a finger rests on a word: they select it, and tell of nothing else.
RESTS = """
([start, end]) => {
  const node = document.querySelector('#document .b').firstChild;
  getSelection().setBaseAndExtent(node, start, node, end);
}
"""


def test_a_finger_selects_a_word_and_labels_it(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT, **PHONE)

    hand.page.evaluate(RESTS, [TEXT.index("lise"), TEXT.index("lise") + 3])
    expect(hand.popover).to_be_visible()
    assert hand.painted("pending") == ["Élise"]
    hand.page.tap("#popover [data-label=PER]")
    hand.saved()

    assert desk.marks(document) == [("PER", "Élise")]
    expect(hand.page.locator(".edge.end")).to_be_visible()


def test_a_finger_pulls_one_label_to_another(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked(**PHONE)
    source = span_id(hand, "CLAIM: la ligne coûtera trop cher")
    target = span_id(hand, "PER: Élise Mercier")

    Finger(hand).drag(hand.point("affirme"), hand.point("affirme"))
    hand.page.wait_for_timeout(300)
    Finger(hand).drag(hand.page.evaluate(ON_CHIP, source), hand.page.evaluate(ON_CHIP, target))
    hand.saved()

    assert links(desk, document) == [("claimer", "la ligne coûtera trop cher", "Élise Mercier")]
    expect(hand.popover).not_to_be_visible()
    hand.page.touchscreen.tap(*hand.page.evaluate(ON_CHIP, target))
    expect(hand.popover).to_be_visible()
    assert hand.painted("active") == ["Élise Mercier"]


def test_handles_lie_at_the_ends_of_text_from_right_to_left(opening: Open, desk: Desk) -> None:
    text = "القمة في 12 مارس 2026."
    hand, document = opening(f"{text}\n")
    desk.mark(document, 0, len(text))
    hand.page.reload()
    hand.press("Tab")

    left, _, _, _ = hand.page.evaluate(FIND, [".", 0])
    _, _, right, _ = hand.page.evaluate(FIND, ["القمة", 0])
    assert edge(hand, "start")[0] == pytest.approx(right, abs=2)
    assert edge(hand, "end")[0] == pytest.approx(left, abs=2)


def test_handles_follow_the_text_when_what_is_above_it_grows(
    opening: Open, desk: Desk, forgive: Forgive
) -> None:
    hand, _ = opened(opening, desk, "tramway", width=390)

    def drop() -> float:
        """Return how far below the top of its span the handle lies, without scrolling there."""
        span = hand.page.locator("#document .g").bounding_box()
        assert span
        return edge(hand, "end")[1] - span["y"]

    tools = hand.page.locator(".tools")
    before, low = tools.bounding_box(), drop()
    forgive("ERR_FAILED")
    hand.page.route("**/documents/*/spans/*", lambda route: route.abort())

    hand.press("2")
    expect(hand.page.locator("#retry")).to_be_visible()
    hand.painted("active")

    after = tools.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    assert drop() == pytest.approx(low, abs=2)
