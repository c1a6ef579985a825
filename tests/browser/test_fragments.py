"""Discontinuous spans on the labelling page: parts added, cut out, shown as one."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand

TEXT = "Elle n’a 🎉 jamais été élue.\nSon père, lui, l’a été.\n"


def parts(desk: Desk, document: int) -> list[list[str]]:
    spans = desk.call("GET", f"/documents/{document}/annotations")["spans"]
    return [
        [TEXT[a:b] for a, b in span["fragments"] or [[span["start"], span["end"]]]]
        for span in spans
    ]


def test_a_selection_becomes_a_part_by_key(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)

    hand.double_click("Elle")
    hand.press("1")
    hand.saved()
    hand.double_click("élue")
    hand.press("+")
    expect(hand.page.locator("#document .c[id]")).to_have_attribute("aria-label", "PER: Elle élue")
    assert parts(desk, document) == [["Elle", "élue"]]
    assert hand.painted("active") == ["Elle", "élue"]
    hand.drag("père", "lui", (0.1, 0.9))
    hand.press("+")
    expect(hand.page.locator("#document .c[id]")).to_have_attribute(
        "aria-label", "PER: Elle élue père, lui"
    )
    assert hand.painted("active") == ["Elle", "élue", "père, lui"]
    assert hand.page.locator("#document .c:not([id])").count() == 1

    hand.press("Control+z", "Control+z")
    expect(hand.page.locator("#document .c[id]")).to_have_attribute("aria-label", "PER: Elle")
    assert parts(desk, document) == [["Elle"]]


def test_a_selection_inside_is_cut_out_by_the_popover(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)
    desk.mark(document, 5, TEXT.index("."))
    hand.page.reload()

    hand.press("Tab")
    hand.double_click("jamais")
    hand.popover.get_by_role("button", name="Take out of PER").click()
    hand.saved()
    assert parts(desk, document) == [["n’a 🎉", "été élue"]]
    assert hand.painted("active") == ["n’a 🎉", "été élue"]

    hand.double_click("Elle")
    hand.popover.get_by_role("button", name="Add to PER").click()
    expect(hand.page.locator("#parts-title")).to_be_visible()
    hand.page.get_by_role("button", name="Take out n’a 🎉").click()
    expect(hand.page.get_by_role("button", name="Take out n’a 🎉")).to_have_count(0)
    assert parts(desk, document) == [["Elle", "été élue"]]


def test_edges_of_a_discontinuous_span_move_and_keep_its_gaps(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)
    add(desk, document, [[5, 7], [18, 21]])
    hand.page.reload()

    hand.press("Tab", "}", "[")
    hand.saved()
    assert parts(desk, document) == [["Elle n’", "été élue"]]
    assert hand.painted("active") == ["Elle n’", "été élue"]


def add(desk: Desk, document: int, fragments: list[list[int]]) -> None:
    body = {"start": fragments[0][0], "end": fragments[-1][1], "label": "PER"}
    desk.call("POST", f"/documents/{document}/spans", body | {"fragments": fragments})


def test_the_parts_of_a_span_are_drawn_in_one_lane_with_a_link_between(
    opening: Open, desk: Desk
) -> None:
    hand, document = opening(TEXT)
    add(desk, document, [[0, 4], [22, 26]])
    desk.mark(document, 5, 21, "CLAIM")
    hand.page.reload()

    classes = hand.page.locator("#document .g").evaluate_all(
        "(all) => all.map((one) => one.className.split(' ').filter((name) => /-0$/.test(name)))"
    )

    lanes = {name[1] for names in classes for name in names}
    kinds = [names[0][0] for names in classes if names]
    assert len(lanes) == 1
    assert (kinds[0], kinds[-1]) == ("u", "u")
    assert set(kinds[1:-1]) == {"t"}


def test_nothing_is_added_where_nothing_was_active(opening: Open, desk: Desk) -> None:
    hand, document = opening(TEXT)
    desk.mark(document, 0, 4)
    hand.page.reload()

    hand.press("Tab", "Escape")
    hand.double_click("élue")
    expect(hand.popover).to_be_visible()
    expect(Hand(hand.page).popover.get_by_role("button", name="Add to")).to_have_count(0)
    hand.press("+")

    assert parts(desk, document) == [["Elle"]]
