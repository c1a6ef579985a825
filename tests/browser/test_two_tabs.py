"""Two tabs of one document: each shows what the other did, and neither overruns the other unseen."""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand, open_text
from tests.browser.serving import Server
from tests.browser.unsaved_work import ACTS, TEXT, WAITING, extents, label, made, not_saved

Axe = Callable[[Page], list[str]]


def beside(page: Page, document: int) -> Hand:
    """Open the document in another tab."""
    other = page.context.new_page()
    other.goto(f"/documents/{document}")
    return Hand(other)


def test_what_one_tab_does_comes_into_the_other_and_keeps_its_selection(
    admin_page: Page, desk: Desk, server: Server
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    other = beside(admin_page, document)
    hand.double_click("Norvège")

    label(other, "Suède", "Danemark")
    other.saved()
    chips = admin_page.locator("#document .c[id]")
    expect(chips).to_have_count(2)
    assert (hand.selected(), hand.painted("pending")) == ("Norvège", ["Norvège"])
    expect(admin_page.locator("#panel tbody tr")).to_have_count(2)

    hand.press("2")
    hand.saved()
    expect(other.page.locator("#document .c[id]")).to_have_count(3)
    assert hand.chips() == other.chips() == ["ORG: Norvège", "LOC: Suède", "LOC: Danemark"]
    assert made(server, document) == extents("Norvège", "Suède", "Danemark")


def test_what_waited_in_one_tab_is_merged_with_the_other(
    admin_page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    admin_page.route("**/documents/*/*", lambda route: route.abort())
    label(hand, "Suède")
    not_saved(admin_page)
    hand.press("2")
    label(hand, "Finlande")
    desk.mark(document, *extents("Danemark")[0], "PER")
    admin_page.unroute("**/documents/*/*")
    admin_page.locator("#retry").click()
    hand.saved()

    assert hand.chips() == ["ORG: Suède", "PER: Danemark", "LOC: Finlande"]
    assert made(server, document) == extents("Suède", "Danemark", "Finlande")
    assert admin_page.evaluate(WAITING) == 0
    forgive("ERR_FAILED")


@pytest.mark.parametrize(
    ("choice", "label_then"), [("Do mine anyway", "ORG"), ("Leave it so", "LOC")]
)
def test_what_touches_the_same_span_is_asked_about(  # noqa: PLR0917 -- each is a fixture
    admin_page: Page, desk: Desk, forgive: Forgive, axe: Axe, choice: str, label_then: str
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    span = desk.mark(document, *extents("Suède")[0], "PER")
    admin_page.reload()
    admin_page.route(ACTS, lambda route: route.abort())
    hand.press("Tab", "2")
    not_saved(admin_page)
    desk.call("PATCH", f"/documents/{document}/spans/{span}", {"label": "LOC"})
    admin_page.unroute(ACTS)
    admin_page.locator("#retry").click()

    expect(admin_page.locator("#alert")).to_contain_text("Suède is LOC. Your change is not stored.")
    expect(admin_page.locator("#retry")).to_be_hidden()
    assert hand.chips() == ["LOC: Suède"]
    assert axe(admin_page) == []
    picture(admin_page, "conflict")
    admin_page.reload()
    admin_page.get_by_role("button", name=choice).click()
    expect(admin_page.locator("#status")).to_contain_text("Saved")
    assert desk.marks(document) == [(label_then, "Suède")]
    assert hand.chips() == [f"{label_then}: Suède"]
    expect(admin_page.locator("#alert")).to_be_empty()
    assert admin_page.evaluate(WAITING) == 0
    forgive("ERR_FAILED", "status of 412")


def picture(page: Page, name: str) -> None:
    """Keep pictures for those who want to look."""
    if folder := os.environ.get("ANNOTATOR_TEST_PICTURES"):
        for width in (1280, 390):
            for scheme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": 700})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png")
        page.set_viewport_size({"width": 1280, "height": 900})


def test_undo_takes_back_nothing_that_was_not_shown(
    admin_page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    label(hand, "Suède")
    hand.saved()
    desk.mark(document, *extents("Danemark")[0], "PER")

    hand.press("Control+z")
    expect(admin_page.locator("#alert")).to_contain_text("Danemark is PER.")
    admin_page.get_by_role("button", name="Leave it so").click()
    hand.saved()
    assert desk.marks(document) == [("LOC", "Suède"), ("PER", "Danemark")]

    hand.press("Control+z")
    hand.saved()
    assert desk.marks(document) == [("LOC", "Suède")]
    forgive("status of 412")


def skip(page: Page) -> None:
    """Say that the document is skipped, and why."""
    here = page.url
    page.click("#skip summary")
    page.fill("#skip [name=reason]", "no news")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(here)


def test_spans_that_waited_are_added_to_what_another_tab_called_done(
    admin_page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    other = beside(admin_page, document)
    other.page.route("**/documents/*/*", lambda route: route.abort())
    label(other, "Suède", "Danemark")
    not_saved(other.page)

    label(hand, "Norvège")
    hand.press("Control+Enter")
    expect(admin_page).not_to_have_url(other.page.url)
    other.page.unroute("**/documents/*/*")
    other.page.locator("#retry").click()
    other.saved()

    expect(other.page.locator("#standing .badge")).to_have_text("done")
    assert desk.marks(document) == [("LOC", "Norvège"), ("LOC", "Suède"), ("LOC", "Danemark")]
    assert other.chips() == ["LOC: Norvège", "LOC: Suède", "LOC: Danemark"]
    forgive("ERR_FAILED")


def test_a_tab_hears_that_another_one_skipped_the_document(admin_page: Page, desk: Desk) -> None:
    _, document = open_text(admin_page, desk, TEXT)
    other = beside(admin_page, document)

    skip(admin_page)

    expect(other.page.locator("#standing .badge").first).to_have_text("skipped")
    expect(other.page.locator("#status")).to_contain_text("no news")


@pytest.mark.parametrize(
    ("choice", "status_then"), [("Do mine anyway", "done"), ("Leave it so", "skipped")]
)
def test_two_tabs_that_disagree_about_the_status_are_asked(
    admin_page: Page, desk: Desk, forgive: Forgive, choice: str, status_then: str
) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    other = beside(admin_page, document)
    other.page.route("**/documents/*/*", lambda route: route.abort())
    other.press("Control+Enter")
    not_saved(other.page)
    skip(admin_page)
    other.page.unroute("**/documents/*/*")
    other.page.locator("#retry").click()

    expect(other.page.locator("#alert")).to_contain_text("The document is skipped. Your change")
    expect(other.page.locator("#standing .badge").first).to_have_text("skipped")
    other.page.get_by_role("button", name=choice).click()
    expect(other.page.locator("#alert")).to_be_empty()
    if status_then == "done":
        expect(other.page).not_to_have_url(re.compile(f"/documents/{document}$"))
    stored = desk.call("GET", f"/documents/{document}/annotations")
    assert (stored["status"], stored["flag"]) == (status_then, "no news")
    assert hand.page.evaluate(WAITING) == 0
    forgive("ERR_FAILED", "status of 412")


def test_what_both_tabs_delete_is_deleted(admin_page: Page, desk: Desk, forgive: Forgive) -> None:
    hand, document = open_text(admin_page, desk, TEXT)
    desk.mark(document, *extents("Suède")[0], "PER")
    admin_page.reload()
    other = beside(admin_page, document)
    other.page.route("**/documents/**", lambda route: route.abort())
    other.press("Tab", "Delete")
    not_saved(other.page)
    hand.press("Tab", "Delete")
    hand.saved()
    other.page.unroute("**/documents/**")
    other.page.locator("#retry").click()
    other.saved()

    expect(other.page.locator("#alert")).to_be_empty()
    assert (hand.chips(), other.chips(), desk.marks(document)) == ([], [], [])
    forgive("ERR_FAILED")
