"""What is open when a document is to be done; linking without scripts; and that all of it is accessible."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.linking_hand import (
    inspected,
    link,
    links,
    value_hint,
)


def test_done_lists_what_is_open_and_leads_there(
    opening_marked: Open, desk: Desk, forgive: Forgive
) -> None:
    hand, document = opening_marked()
    page = hand.page
    hand.press("Tab", "Tab")
    link(hand, "PER: Élise Mercier")

    hand.press("Control+Enter")
    expect(page.locator("#alert")).to_contain_text("1 thing is open")
    expect(page.locator("#unfinished a")).to_be_focused()
    page.keyboard.press("1")
    chip = page.locator('.c[aria-label="CLAIM: le budget est déjà voté"]')
    expect(chip).to_be_focused()
    hand.press("r")
    hand.press(*value_hint(hand, "claimer: unknown"))
    hand.saved()
    expect(page.locator("#unfinished")).to_contain_text("Nothing is open")
    assert ("claimer", "le budget est déjà voté", "unknown") in links(desk, document)
    forgive("422")


def test_done_anyway_takes_the_same_key_again(
    opening_marked: Open, desk: Desk, forgive: Forgive
) -> None:
    hand, document = opening_marked()
    hand.press("Tab", "Tab")
    link(hand, "PER: Élise Mercier")

    hand.press("Control+Enter")
    expect(hand.page.locator("#unfinished a")).to_be_focused()
    assert desk.call("GET", f"/documents/{document}/annotations")["status"] == "in_progress"
    hand.page.keyboard.press("Control+Enter")
    expect(hand.page).not_to_have_url(re.compile(rf"/documents/{document}"))

    assert desk.call("GET", f"/documents/{document}/annotations")["status"] == "done"
    forgive("422")


def test_inspecting_and_linking_without_scripts(opening_marked: Open, desk: Desk) -> None:
    hand, document = opening_marked(java_script_enabled=False)
    page = hand.page
    row = page.locator("#panel tr", has_text="la ligne coûtera trop cher").first

    row.get_by_text("inspect").click()
    page.select_option("#to-claimer", label="PER Élise Mercier")
    page.click("[data-act=to-claimer] button")
    page.check("[id='attr:check_worthy-1']")
    page.click("[data-act='attr:check_worthy'] button")
    page.fill("#span-note", "vérifié")
    page.click("[data-act=span-note] button")

    assert links(desk, document) == [("claimer", "la ligne coûtera trop cher", "Élise Mercier")]
    spans = desk.call("GET", f"/documents/{document}/annotations")["spans"]
    claim = next(span for span in spans if span["quote"].startswith("la ligne"))
    assert (claim["attributes"], claim["note"]) == ({"check_worthy": True}, "vérifié")
    page.get_by_role("button", name=re.compile("^Delete claimer")).click()
    assert links(desk, document) == []


def test_inspector_and_link_mode_have_no_faults(
    opening_marked: Open, axe: Callable[[Page], list[str]], width: int, color_scheme: str
) -> None:
    hand, _ = opening_marked(width=width, color_scheme=color_scheme)

    hand.press("Tab", "Tab", "e")
    inspected(hand, "CLAIM: la ligne coûtera trop cher")
    assert axe(hand.page) == []
    hand.page.get_by_role("button", name="claimer: author").click()
    hand.saved()
    hand.page.keyboard.press("Escape")
    hand.press("r")
    expect(hand.page.locator("[data-hint]").first).to_be_visible()
    assert axe(hand.page) == []


def test_the_list_of_what_is_open_has_no_faults(
    opening_marked: Open,
    axe: Callable[[Page], list[str]],
    width: int,
    color_scheme: str,
    forgive: Forgive,
) -> None:
    hand, _ = opening_marked(width=width, color_scheme=color_scheme)
    hand.press("Tab", "Tab")
    link(hand, "PER: Élise Mercier")

    hand.press("Control+Enter")
    expect(hand.page.locator("#unfinished a")).to_be_focused()
    hand.page.click("#flag summary")
    assert axe(hand.page) == []
    hand.page.fill("#flag [name=reason]", "coupé")
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#standing")).to_contain_text("flagged: coupé")
    assert axe(hand.page) == []
    forgive("422")
