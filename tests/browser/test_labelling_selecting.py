"""What the mouse selects and activates on the labelling page, and what it leaves alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_texts import PROSE


@pytest.mark.parametrize(
    ("word", "part", "expected"),
    [
        ("OTAN", 0.9, "OTAN"),
        ("l’OTAN", 0.02, "l’"),
        ("européens", 0.5, "Nord-européens"),
        ("Nord", 0.5, "Nord-européens"),
        ("Aujourd’hui", 0.9, "Aujourd’hui"),
        ("N’Diaye", 0.05, "N’Diaye"),
        ("🎉", 0.5, "🎉"),
    ],
)
def test_a_double_click_takes_the_word(
    opening: Open, word: str, part: float, expected: str
) -> None:
    hand, _ = opening()

    hand.double_click(word, part)

    assert hand.painted("pending") == [expected]
    assert hand.selected() == expected


def test_three_clicks_take_the_block_and_alt_exact_characters(opening: Open) -> None:
    hand, _ = opening()

    hand.click("Suède", times=3)
    assert hand.painted("pending") == [PROSE.split("\n", maxsplit=1)[0]]

    hand.page.keyboard.down("Alt")
    hand.drag("députée", "députée", (0.98, 0.45))
    hand.page.keyboard.up("Alt")
    (part,) = hand.painted("pending")
    assert part in "députée"
    assert 0 < len(part) < len("députée")


def test_a_selection_that_leaves_the_text_is_cut_off(opening: Open, desk: Desk) -> None:
    hand, document = opening()

    hand.press("Control+a")
    assert hand.painted("pending") == [PROSE.strip()]
    hand.press("4")
    hand.saved()

    assert desk.marks(document) == [("MISC", PROSE.strip())]


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ((1200, 0), "heureux 🎉 », dit la porte-parole des Nord-européens."),
        ((4, 0), "« C’est un jour heureux"),
        (
            (1200, 700),
            "heureux 🎉 », dit la porte-parole des Nord-européens.\n\nAujourd’hui, Aïssa N’Diaye s’y oppose.",
        ),
    ],
)
def test_a_drag_that_ends_beside_the_text_ends_on_its_line(
    opening: Open, way: tuple[int, int], expected: str
) -> None:
    hand, _ = opening()
    x, y = hand.point("heureux")
    hand.click("Suède")
    hand.page.wait_for_load_state("networkidle")

    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    hand.page.mouse.move(way[0], y + way[1], steps=5)
    hand.page.mouse.up()

    assert hand.painted("pending") == [expected]
    assert hand.selected() == expected


def test_clicks_at_one_point_go_from_the_inner_span_outward(opening: Open, desk: Desk) -> None:
    hand, document = opening()
    first, last = PROSE.index("Élise"), PROSE.index("Atlantique") + len("Atlantique")
    name = first + len("Élise Mercier")
    for start, end, label in ((first, last, "MISC"), (first, name, "PER"), (name - 7, name, "ORG")):
        desk.mark(document, start, end, label)
    hand.page.reload()

    seen = []
    for _ in range(4):
        hand.click("Mercier")
        seen += hand.painted("active")
        hand.page.wait_for_timeout(600)  # or two clicks are a double click

    assert seen == ["Mercier", "Élise Mercier", PROSE[first:last], "Mercier"]


def test_a_chip_offers_labels_and_deletion(opening: Open, desk: Desk) -> None:
    hand, document = opening()
    span = desk.mark(document, 0, 2)
    hand.page.reload()

    hand.click_chip(span)
    hand.choose("LOC")
    hand.saved()
    assert desk.marks(document) == [("LOC", "L’")]

    hand.press("Enter")
    hand.popover.get_by_text("Delete").click()
    hand.saved()
    assert desk.marks(document) == []


def test_the_popover_stays_in_view(opening: Open) -> None:
    hand, _ = opening(width=390, height=640)

    for word in ("adhésion", "OTAN", "Atlantique", "oppose"):
        hand.double_click(word)
        expect(hand.popover).to_be_visible()
        box = hand.popover.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 640
        hand.press("Escape")
        expect(hand.popover).not_to_be_visible()


def test_typing_elsewhere_labels_nothing(opening: Open, desk: Desk) -> None:
    hand, document = opening()
    hand.double_click("OTAN")

    hand.page.click("#note")
    hand.page.keyboard.type("12 [3]")
    hand.page.keyboard.press("Delete")

    assert desk.marks(document) == []
    assert hand.page.input_value("#note").strip() == "12 [3]"


def test_what_is_copied_is_the_exact_text(opening: Open) -> None:
    text = "un\r\n\r\ndeux\u00a0🎈\rtrois\n"
    hand, document = opening(text)
    hand.page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    hand.page.evaluate("getSelection().selectAllChildren(document.getElementById('document'))")
    hand.page.keyboard.press("Control+c")

    assert document
    assert hand.page.evaluate("navigator.clipboard.readText()") == text


def test_every_state_is_accessible(
    opening: Open, axe: Callable[[Page], list[str]], width: int, color_scheme: str
) -> None:
    hand, _ = opening(width=width, color_scheme=color_scheme)
    assert axe(hand.page) == []

    hand.double_click("OTAN")
    expect(hand.popover).to_be_visible()
    assert axe(hand.page) == []

    hand.press("2")
    hand.saved()
    hand.press("Escape", "1")
    hand.page.wait_for_timeout(400)  # colours fade
    assert axe(hand.page) == []
    hand.press("1", "Tab", "Enter")
    expect(hand.popover).to_be_visible()
    assert axe(hand.page) == []
