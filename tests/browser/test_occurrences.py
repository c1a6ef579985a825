"""The same words labelled everywhere: places to tick, one act, one step to undo."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand

TEXT = (
    "L’OTAN 🎉 se réunit. M. Rutte dit que l’OTAN est prête, mais l’otan doute.\n"
    "Fin de l’OTANisation, dit l’OTAN.\n"
)
FILLER = "Une ligne sans rien. " * 4 + "\n"


def pane(hand: Hand) -> Locator:
    return hand.page.locator("#occurrences")


def said(hand: Hand, text: str) -> None:
    expect(pane(hand).get_by_role("status")).to_have_text(text)


def test_the_popover_labels_all_places_at_once(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)

    hand.double_click("OTAN", 0.9)
    hand.popover.get_by_role("button", name="Label all 3").click()
    said(hand, "3 of 3 ticked.")
    assert hand.painted("hits") == ["OTAN"] * 2
    assert hand.painted("hit") == ["OTAN"]
    pane(hand).get_by_label("Label", exact=True).select_option("entity/ORG")
    pane(hand).get_by_role("button", name="Label them").click()

    expect(hand.page.locator("#status")).to_have_text("3 places are ORG. 3 spans. Saved.")
    expect(pane(hand)).not_to_be_visible()
    assert desk.marks(document) == [("ORG", "OTAN")] * 3
    origins = [span.get("origin", "") for span in stored(desk, document)]
    assert origins == ["", "propagated", "propagated"]
    hand.press("Control+z")
    hand.saved()
    assert desk.marks(document) == []
    hand.press("Control+y")
    hand.saved()
    assert len(desk.marks(document)) == 3


def stored(desk: Desk, document: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = desk.call("GET", f"/documents/{document}/annotations")["spans"]
    return found


def test_keys_alone_choose_leave_out_and_label(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)
    start = TEXT.index("OTAN est")
    desk.mark(document, start, start + 4, "ORG")
    hand.page.reload()

    hand.press("Tab", "*")
    said(hand, "2 of 3 ticked. 1 labelled so already.")
    pane(hand).get_by_label("same case").uncheck()
    said(hand, "3 of 4 ticked. 1 labelled so already.")
    pane(hand).get_by_label("whole words").uncheck()
    said(hand, "4 of 5 ticked. 1 labelled so already.")
    pane(hand).locator("li input").first.focus()
    hand.page.keyboard.press("ArrowDown")
    hand.page.keyboard.press("n")
    said(hand, "3 of 5 ticked. 1 labelled so already.")
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#status")).to_have_text("3 places are ORG. 4 spans. Saved.")

    assert [quote for _, quote in desk.marks(document)] == ["OTAN", "OTAN", "OTAN", "OTAN"]
    assert hand.page.evaluate("document.activeElement.closest('#document') !== null")
    assert hand.painted("hits") == []


def test_a_label_key_chooses_and_labels_however_fast(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)

    hand.double_click("Rutte")
    hand.press("Escape")
    hand.double_click("OTAN", 0.9)
    hand.press("*", "2")
    expect(hand.page.locator("#status")).to_have_text("3 places are ORG. 3 spans. Saved.")

    assert desk.marks(document) == [("ORG", "OTAN")] * 3


def test_escape_leaves_all_as_it_was(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)

    hand.double_click("OTAN", 0.9)
    hand.press("*")
    said(hand, "3 of 3 ticked.")
    hand.page.keyboard.press("Enter")
    assert pane(hand).get_by_label("Label", exact=True).evaluate("(field) => !field.validity.valid")
    hand.page.keyboard.press("Escape")

    expect(pane(hand)).not_to_be_visible()
    assert hand.painted("pending") == ["OTAN"]
    hand.press("1")
    hand.saved()
    assert desk.marks(document) == [("PER", "OTAN")]


def test_places_far_away_are_labelled_and_undone_too(opening: Open, desk: Desk) -> None:
    text = "Ici Koursk.\n" + FILLER * 2600 + "Là Koursk.\n" + FILLER * 200 + "Koursk encore.\n"
    hand, document = opening(text)
    assert hand.page.locator("#document [data-lazy]").count() > 10

    hand.double_click("Koursk")
    hand.press("*")
    said(hand, "3 of 3 ticked.")
    hand.page.keyboard.press("End")
    hand.page.keyboard.press("ArrowDown")
    hand.page.keyboard.press("ArrowDown")
    hand.page.keyboard.press("3")
    expect(hand.page.locator("#status")).to_have_text("3 places are LOC. 3 spans. Saved.")

    assert desk.marks(document) == [("LOC", "Koursk")] * 3
    expect(hand.page.locator("#document .c[id]")).to_have_count(3)
    hand.press("Control+z")
    hand.saved()
    assert desk.marks(document) == []


def test_the_list_of_places_is_accessible(
    opening: Open, axe: Callable[[Page], list[str]], width: int, color_scheme: str
) -> None:
    hand, _ = opening(TEXT, width=width, color_scheme=color_scheme)
    hand.double_click("OTAN", 0.9)
    hand.press("*")
    said(hand, "3 of 3 ticked.")

    assert axe(hand.page) == []
    assert hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = pane(hand).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
