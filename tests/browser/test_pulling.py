"""Links made by pulling one label to another, and from the list of all spans."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import ON_CHIP, Hand
from tests.browser.linking_hand import TEXT, links, span_id

CLAIM, OTHER = "CLAIM: la ligne coûtera trop cher", "CLAIM: le budget est déjà voté"


# The module that pulls is loaded when the mouse comes over the text.
LOADED = """
new Promise((done) => {
  const isLoaded = ({name}) => name.includes('/pulling.js');
  const look = () => performance.getEntriesByType('resource').some(isLoaded) ? done() : setTimeout(look, 10);
  look();
})
"""


def press(hand: Hand, source: str) -> list[float]:
    """Press the mouse on the chip of this name; returns the place."""
    start = hand.page.evaluate(ON_CHIP, span_id(hand, source))
    hand.page.mouse.move(*start)
    hand.page.evaluate(LOADED)
    hand.page.mouse.down()
    return start


def pull(hand: Hand, source: str, target: str) -> None:
    start = press(hand, source)
    hand.page.mouse.move(start[0] + 20, start[1] + 12, steps=3)
    expect(hand.page.locator("#document[data-linking]")).to_be_visible()
    expect(hand.page.locator("#pull")).to_be_attached()
    hand.page.mouse.move(*hand.page.evaluate(ON_CHIP, span_id(hand, target)), steps=4)
    hand.page.mouse.up()
    expect(hand.page.locator("#pull")).not_to_be_attached()


def test_one_label_pulled_to_another_links_them(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()

    pull(hand, CLAIM, "PER: Élise Mercier")
    hand.saved()
    assert links(desk, document) == [("claimer", "la ligne coûtera trop cher", "Élise Mercier")]

    pull(hand, CLAIM, OTHER)
    hand.popover.get_by_role("button", name="REFUTES").click()
    hand.saved()
    assert ("REFUTES", "la ligne coûtera trop cher", "le budget est déjà voté") in links(
        desk, document
    )
    assert hand.painted("active") == ["la ligne coûtera trop cher"]
    expect(hand.page.locator("#document[data-linking]")).to_have_count(0)


def test_a_pull_of_one_move_links_and_shows_its_line(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    mouse = hand.page.mouse
    end = hand.page.evaluate(ON_CHIP, span_id(hand, "PER: Élise Mercier"))

    press(hand, CLAIM)
    mouse.move(*end)
    expect(hand.page.locator("#pull")).to_be_attached()
    mouse.up()
    hand.saved()

    assert links(desk, document) == [("claimer", "la ligne coûtera trop cher", "Élise Mercier")]
    expect(hand.page.locator("#pull")).not_to_be_attached()


def test_what_may_not_be_linked_is_not(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    name = "PER: maire de Brest"

    start = hand.page.evaluate(ON_CHIP, span_id(hand, name))
    end = hand.page.evaluate(ON_CHIP, span_id(hand, "MISC: tramway"))
    hand.page.mouse.move(*start)
    hand.page.mouse.down()
    hand.page.mouse.move(*end, steps=5)
    hand.page.mouse.up()
    pull_into_nothing(hand)

    assert links(desk, document) == []
    expect(hand.page.locator("#document[data-linking]")).to_have_count(0)
    hand.click_chip(span_id(hand, name))
    expect(hand.popover).to_be_visible()


def pull_into_nothing(hand: Hand) -> None:
    press(hand, CLAIM)
    hand.page.mouse.move(*hand.point("affirme"), steps=4)
    hand.page.mouse.up()
    assert hand.selected() == ""


def test_the_list_links_to_far_spans(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    hand.click("coûtera")

    hand.press("l")
    rows = hand.page.locator("#targets li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("maire de Brest")
    hand.page.keyboard.type("ÉLISE")
    expect(rows).to_have_count(1)
    hand.page.keyboard.press("Enter")
    hand.page.keyboard.press("Enter")
    hand.saved()
    assert links(desk, document) == [("claimer", "la ligne coûtera trop cher", "Élise Mercier")]
    expect(hand.page.locator("#targets")).to_have_count(0)


def test_the_list_is_for_one_role_or_relation_at_a_time(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    hand.click("coûtera")

    hand.press("l")
    rows = hand.page.locator("#targets li")
    hand.page.get_by_label("Role or relation").select_option("SUPPORTS")
    expect(rows).to_have_count(1)
    rows.get_by_role("button").click()
    hand.saved()
    supports = ("SUPPORTS", "la ligne coûtera trop cher", "le budget est déjà voté")
    assert supports in links(desk, document)
    hand.press("l")
    expect(rows).to_have_count(3)
    hand.page.keyboard.type("zzz")
    expect(rows).to_have_count(1)
    expect(rows).to_have_text("There is no such span.")
    hand.page.keyboard.press("Escape")
    assert hand.painted("active") == ["la ligne coûtera trop cher"]


def test_the_list_reaches_spans_that_are_not_drawn(opening_marked: Open, desk: Desk) -> None:
    hand, _ = opening_marked()
    text = TEXT + "Une ligne sans rien. \n" * 12_000 + "Fin : Zoé Lam.\n"
    (document,) = desk.put(text)
    start = text.index("la ligne")
    desk.mark(document, start, start + 26, "CLAIM")
    desk.mark(document, text.index("Zoé"), text.index("Zoé") + 7, "PER")
    hand.page.goto(f"/documents/{document}")

    hand.press("Tab", "l")
    hand.page.keyboard.type("zoé")
    hand.page.locator("#targets").get_by_role("button", name="Zoé Lam").click()
    hand.saved()

    assert links(desk, document) == [("claimer", "la ligne coûtera trop cher", "Zoé Lam")]


def test_the_list_is_accessible(
    opening_marked: Open, axe: Callable[[Page], list[str]], width: int, color_scheme: str
) -> None:
    hand, _ = opening_marked(width=width, color_scheme=color_scheme)
    hand.click("coûtera")
    hand.press("l")
    expect(hand.page.locator("#targets li")).to_have_count(3)

    assert axe(hand.page) == []
