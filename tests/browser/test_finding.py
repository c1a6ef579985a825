"""Finding in the text of the labelling page."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand

TEXT = "Élise rit. 🎉 e\u0301lise, ELISE.\nUn cœur\u00a0: élise.\n"


def told(hand: Hand, text: str) -> None:
    expect(hand.page.locator("#find [role=status]")).to_have_text(text)


def test_what_is_found_is_selected_to_be_labelled(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)

    hand.press("/")
    hand.page.keyboard.type("elise")
    told(hand, "1 of 4")
    assert (hand.painted("hit"), len(hand.painted("hits"))) == (["Élise"], 3)
    hand.page.keyboard.press("Enter")
    told(hand, "2 of 4")
    hand.page.keyboard.press("Shift+Enter")
    hand.page.keyboard.press("Shift+Enter")
    told(hand, "4 of 4")
    hand.page.keyboard.press("Enter")
    hand.page.keyboard.press("Enter")
    told(hand, "2 of 4")
    hand.page.keyboard.press("Escape")
    assert hand.painted("pending") == ["e\u0301lise"]
    assert hand.painted("hits") == []
    hand.press("1")
    hand.saved()

    assert desk.marks(document) == [("PER", "e\u0301lise")]


def test_typing_at_once_loses_no_letter_and_labels_nothing(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)
    hand.page.route("**/find.js*", lambda route: route.fallback())

    hand.press("/")
    hand.page.keyboard.type("1 coeur : é")
    told(hand, "not found")
    assert hand.page.input_value("#find input") == "1 coeur : é"
    hand.page.fill("#find input", "coeur : E")
    told(hand, "1 of 1")

    assert desk.marks(document) == []


def test_looking_goes_on_from_the_cursor_with_buttons_as_well(opening: Open) -> None:
    hand, _ = opening(TEXT)

    hand.double_click("ELISE")
    hand.press("Escape")
    hand.press("ArrowRight")
    hand.page.get_by_role("button", name="Find", exact=True).click()
    hand.page.keyboard.type("élise")
    told(hand, "1 of 4")
    hand.page.get_by_role("button", name="Later place").click()
    told(hand, "2 of 4")
    hand.page.get_by_role("button", name="Earlier place").click()
    told(hand, "1 of 4")
    hand.page.locator("#find").get_by_role("button", name="Close").click()
    expect(hand.page.locator("#find")).not_to_be_visible()
    assert hand.painted("pending") == ["Élise"]


def test_far_places_are_found_and_painted_only_in_view(opening: Open, desk: Desk) -> None:
    line = "Un mot et encore un mot sur cette ligne.\n"
    hand, document = opening(line * 6000 + "Le mot de la fin 🎈 Metz.\n")

    hand.press("/")
    hand.page.keyboard.type("mot")
    told(hand, "1 of 12001")
    assert 4 < len(hand.painted("hits")) < 200
    hand.page.keyboard.press("Shift+Enter")
    told(hand, "12001 of 12001")
    assert hand.paints("hit", "mot")
    assert 4 < len(hand.painted("hits")) < 200
    assert hand.page.evaluate("[...CSS.highlights.get('hit')][0].getBoundingClientRect().top > 0")
    hand.page.fill("#find input", "METZ")
    told(hand, "1 of 1")
    hand.page.keyboard.press("Escape")
    hand.press("3")
    hand.saved()

    assert desk.marks(document) == [("LOC", "Metz")]


def test_the_line_to_find_is_accessible(
    opening: Open, axe: Callable[[Page], list[str]], width: int, color_scheme: str
) -> None:
    hand, _ = opening(TEXT, width=width, color_scheme=color_scheme)
    hand.press("/")
    hand.page.keyboard.type("elise")
    told(hand, "1 of 4")

    assert axe(hand.page) == []
    assert hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
