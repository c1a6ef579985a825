"""Stances, claims and relations by keyboard alone and by mouse alone, in few acts, and back again."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk
from tests.browser.linking_hand import (
    CLAIMS,
    REST,
    STANCE,
    TEXT,
    inspected,
    link,
    links,
    select_stance,
    span_id,
    value_hint,
)

Drawing = tuple[str, list[tuple[int, int, str]], dict[str, tuple[int, int]], str]
"""A text, its spans, links between their numbers, and the word to click."""


def test_a_stance_by_keyboard_takes_at_most_twelve_acts(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()

    select_stance(hand)
    hand.press("7", "r")
    expect(hand.page.locator("[data-hint]").first).to_be_visible()
    hand.press("Escape")
    holder = link(hand, "PER: maire de Brest", "1")
    target = link(hand, "MISC: tramway", "2")

    assert links(desk, document) == STANCE
    assert max(holder, target) <= 4
    assert 2 + holder + target <= 12


def test_links_are_undone_and_redone_step_by_step(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    select_stance(hand)
    hand.press("7")
    hand.saved()
    link(hand, "PER: maire de Brest", "1")
    link(hand, "MISC: tramway", "2")

    for left in (STANCE[:1], []):
        hand.press("Control+z")
        hand.saved()
        assert links(desk, document) == left
    hand.press("Control+y", "Control+y")
    hand.saved()
    assert links(desk, document) == STANCE
    expect(hand.page.locator("#arcs g text")).to_have_text(["holder", "target"])


def test_claims_by_keyboard(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()

    hand.press("Tab", "Tab")
    link(hand, "PER: Élise Mercier")
    link(hand, "CLAIM: le budget est déjà voté", "2")
    hand.press("Tab", "Tab", "Tab", "r")
    hand.press(*value_hint(hand, "claimer: author"))
    hand.saved()

    assert links(desk, document) == CLAIMS
    expect(hand.page.locator("#panel")).to_contain_text("claimer: author")
    for _ in range(3):
        hand.press("Control+z")
    hand.saved()
    assert links(desk, document) == []


def test_a_stance_by_mouse(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()

    select_stance(hand)
    hand.choose("AGAINST")
    hand.saved()
    inspected(hand, "AGAINST: s’oppose")
    for word, name in (("maire", "holder"), ("tramway", "target")):
        hand.page.click("#inspector [data-link-mode]")
        hand.click(word)
        hand.popover.get_by_role("button", name=name).click()
        hand.saved()

    assert links(desk, document) == STANCE


def test_claims_by_mouse_and_deleting_them(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    page = hand.page

    hand.click_chip(span_id(hand, "CLAIM: la ligne coûtera trop cher"))
    hand.popover.get_by_text("Link…").click()
    hand.click("Mercier")
    hand.saved()
    page.select_option("[id='to-REFUTES']", span_id(hand, "CLAIM: le budget est déjà voté"))
    hand.saved()
    hand.click("budget")
    inspected(hand, "CLAIM: le budget est déjà voté")
    page.get_by_role("button", name="claimer: author").click()
    hand.saved()
    assert links(desk, document) == CLAIMS

    page.click("#inspector [data-from] a")
    inspected(hand, "CLAIM: la ligne coûtera trop cher")
    for left in (CLAIMS[:1] + CLAIMS[2:], CLAIMS[2:]):
        page.locator("#inspector").get_by_role("button", name=re.compile("^Delete")).first.click()
        hand.saved()
        assert links(desk, document) == left
        expect(page.locator("#inspector [data-to]")).to_have_count(len(left) - 1)


def test_a_role_is_filled_with_free_text_by_keyboard(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    page = hand.page
    select_stance(hand)
    hand.press("7")
    hand.saved()

    hand.press("e")
    expect(page.locator("[id='to-holder']")).to_be_focused()
    steps = iter(range(12))
    while (
        page.evaluate("document.activeElement.id") != "text-target"
        and next(steps, None) is not None
    ):
        page.keyboard.press("Tab")
    page.keyboard.type("les transports")
    page.keyboard.press("Enter")
    hand.saved()

    assert links(desk, document) == [("target", "s’oppose", "les transports")]
    expect(page.locator("#inspector li")).to_have_text(re.compile("les transports"))
    assert page.evaluate("document.activeElement.closest('#inspector') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id").startswith("s-")


def test_attributes_and_notes_by_keyboard(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    page = hand.page

    hand.press("Tab", "Tab", "e")
    inspected(hand, "CLAIM: la ligne coûtera trop cher")
    page.focus("[id='attr:type-1']")
    page.keyboard.press("ArrowRight")
    hand.saved()
    page.wait_for_timeout(REST)
    expect(page.locator("[id='attr:type-2']")).to_be_focused()
    page.focus("#span-note")
    page.keyboard.type("à revoir")
    page.keyboard.press("Escape")
    hand.saved()

    spans = desk.call("GET", f"/documents/{document}/annotations")["spans"]
    claim = next(span for span in spans if span["quote"].startswith("la ligne"))
    assert (claim["attributes"], claim["note"]) == ({"type": "value"}, "à revoir")


def test_what_is_typed_outlives_what_comes_back(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    hand.click("budget")
    inspected(hand, "CLAIM: le budget est déjà voté")

    hand.page.get_by_role("button", name="claimer: author").click()
    hand.page.fill("#span-note", "pas encore")
    hand.page.wait_for_timeout(REST)
    assert hand.page.input_value("#span-note") == "pas encore"
    hand.click("tramway")
    hand.saved()

    spans = desk.call("GET", f"/documents/{document}/annotations")["spans"]
    assert [span["note"] for span in spans if span["note"]] == ["pas encore"]


def test_link_mode_ends_and_leaves_the_text_as_it_is(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked()
    joined = "[...document.querySelectorAll('.b')].map((b) => b.textContent).join('')"

    hand.press("Tab", "Tab", "r")
    assert hand.page.evaluate(joined) == TEXT
    expect(hand.page.locator("#status")).to_contain_text("Escape ends")
    hand.press("Escape")
    expect(hand.page.locator("[data-hint]")).to_have_count(0)
    expect(hand.popover).not_to_be_visible()
    hand.press("r", "Escape", "2")
    hand.saved()
    assert desk.marks(document)[1][0] == "ORG"

    hand.press("r")
    expect(hand.page.locator("#status")).to_contain_text("nothing lead")
    assert links(desk, document) == []


def test_lines_lead_from_the_active_span_to_what_it_is_linked_with(
    opening_marked: Open, desk: Desk
) -> None:
    hand, document = opening_marked()
    ids = {
        name: span_id(hand, name)
        for name in ("CLAIM: la ligne coûtera trop cher", "PER: Élise Mercier")
    }
    body = {
        "label": "claimer",
        "from": ids["CLAIM: la ligne coûtera trop cher"],
        "to": ids["PER: Élise Mercier"],
    }
    desk.call("POST", f"/documents/{document}/relations", body)
    hand.page.reload()
    arcs = hand.page.locator("#arcs g text")
    expect(arcs).to_have_count(0)

    hand.click("Mercier")
    expect(arcs).to_have_text(["claimer"])
    hand.click("coûtera")
    expect(arcs).to_have_text(["claimer"])
    hand.click("tramway")
    expect(arcs).to_have_count(0)


STACKED = (
    "Le maire approuve le tramway.\n",
    [(0, 29, "FAVOR"), (3, 8, "PER"), (9, 17, "MISC")],
    {"holder": (0, 1), "target": (0, 2)},
    "tramway",
)
ASIDE = (
    "Taras Holub, rappelle que deux inspections sur trois prennent du retard.\n",
    [(26, 71, "CLAIM"), (13, 52, "NEUTRAL"), (0, 11, "PER"), (26, 42, "MISC")],
    {"claimer": (0, 2)},
    "prennent",
)


@pytest.mark.parametrize("drawing", [STACKED, ASIDE], ids=["stacked", "aside"])
def test_names_of_lines_cover_neither_labels_nor_each_other(
    opening: Open, desk: Desk, drawing: Drawing
) -> None:
    text, marks, links, word = drawing
    hand, document = opening(text)
    ids = [desk.mark(document, *mark) for mark in marks]
    for label, (start, end) in links.items():
        link = {"label": label, "from": ids[start], "to": ids[end]}
        desk.call("POST", f"/documents/{document}/relations", link)
    hand.page.reload()
    hand.click(word)
    expect(hand.page.locator("#arcs g text")).to_have_text([*links])

    drawn = hand.page.evaluate(DRAWN)
    assert len(drawn) == len(links) + len(marks)
    for name, box in itertools.product(drawn[-len(links) :], drawn):
        assert name is box or not overlap(name, box), (name, box)


# The labels, whose letters hang from an element without a size, then the names of lines.
DRAWN = """
() => [...document.querySelectorAll('#arcs g text, #document .c[id]')].map((one) => {
  const {left, right, top, bottom} = one.getBoundingClientRect();
  if (one.localName === 'text') return {left, right, top: bottom - 11, bottom: bottom - 3};
  const letters = getComputedStyle(one, '::after');
  return {left, right: left + parseFloat(letters.width), top: bottom - 15, bottom: bottom - 6};
})
"""


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Say whether two boxes have a point in common."""
    beside = one["right"] <= other["left"] or other["right"] <= one["left"]
    return not beside and one["top"] < other["bottom"] and other["top"] < one["bottom"]
