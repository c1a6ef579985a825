"""Two tabs of one document: each shows what the other did, and neither overruns the other unseen."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand, open_text
from tests.browser.people import sign_in
from tests.browser.serving import Server
from tests.browser.unsaved_work import ACTS, TEXT, WAITING, extents, label, made, not_saved

Axe = Callable[[Page], list[str]]


@pytest.fixture
def page(new_page: NewPage, server: Server) -> Page:
    """The page of somebody who signed in."""
    opened = new_page()
    sign_in(opened, server.user, server.password)
    return opened


def beside(page: Page, document: int) -> Hand:
    """Open the document in another tab."""
    other = page.context.new_page()
    other.goto(f"/documents/{document}")
    return Hand(other)


def test_what_one_tab_does_comes_into_the_other_and_keeps_its_selection(
    page: Page, desk: Desk, server: Server
) -> None:
    hand, document = open_text(page, desk, TEXT)
    other = beside(page, document)
    hand.double_click("Norvège")

    label(other, "Suède", "Danemark")
    other.saved()
    chips = page.locator("#document .c[id]")
    expect(chips).to_have_count(2)
    assert (hand.selected(), hand.painted("pending")) == ("Norvège", ["Norvège"])
    expect(page.locator("#panel tbody tr")).to_have_count(2)

    hand.press("2")
    hand.saved()
    expect(other.page.locator("#document .c[id]")).to_have_count(3)
    assert hand.chips() == other.chips() == ["ORG: Norvège", "LOC: Suède", "LOC: Danemark"]
    assert made(server, document) == extents("Norvège", "Suède", "Danemark")


def test_what_waited_in_one_tab_is_merged_with_the_other(
    page: Page, desk: Desk, server: Server, forgive: Forgive
) -> None:
    hand, document = open_text(page, desk, TEXT)
    page.route("**/documents/*/*", lambda route: route.abort())
    label(hand, "Suède")
    not_saved(page)
    hand.press("2")
    label(hand, "Finlande")
    desk.mark(document, *extents("Danemark")[0], "PER")
    page.unroute("**/documents/*/*")
    page.locator("#retry").click()
    hand.saved()

    assert hand.chips() == ["ORG: Suède", "PER: Danemark", "LOC: Finlande"]
    assert made(server, document) == extents("Suède", "Danemark", "Finlande")
    assert page.evaluate(WAITING) == 0
    forgive("ERR_FAILED")


@pytest.mark.parametrize(
    ("choice", "label_then"), [("Do mine anyway", "ORG"), ("Leave it so", "LOC")]
)
def test_what_touches_the_same_span_is_asked_about(  # noqa: PLR0917 -- each is a fixture
    page: Page, desk: Desk, forgive: Forgive, axe: Axe, choice: str, label_then: str
) -> None:
    hand, document = open_text(page, desk, TEXT)
    span = desk.mark(document, *extents("Suède")[0], "PER")
    page.reload()
    page.route(ACTS, lambda route: route.abort())
    hand.press("Tab", "2")
    not_saved(page)
    desk.call("PATCH", f"/documents/{document}/spans/{span}", {"label": "LOC"})
    page.unroute(ACTS)
    page.locator("#retry").click()

    expect(page.locator("#alert")).to_contain_text("Suède is LOC. Your change is not stored.")
    expect(page.locator("#retry")).to_be_hidden()
    assert hand.chips() == ["LOC: Suède"]
    assert axe(page) == []
    picture(page, "conflict")
    page.reload()
    page.get_by_role("button", name=choice).click()
    expect(page.locator("#status")).to_contain_text("Saved")
    assert desk.marks(document) == [(label_then, "Suède")]
    assert hand.chips() == [f"{label_then}: Suède"]
    expect(page.locator("#alert")).to_be_empty()
    assert page.evaluate(WAITING) == 0
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
    page: Page, desk: Desk, forgive: Forgive
) -> None:
    hand, document = open_text(page, desk, TEXT)
    label(hand, "Suède")
    hand.saved()
    desk.mark(document, *extents("Danemark")[0], "PER")

    hand.press("Control+z")
    expect(page.locator("#alert")).to_contain_text("Danemark is PER.")
    page.get_by_role("button", name="Leave it so").click()
    hand.saved()
    assert desk.marks(document) == [("LOC", "Suède"), ("PER", "Danemark")]

    hand.press("Control+z")
    hand.saved()
    assert desk.marks(document) == [("LOC", "Suède")]
    forgive("status of 412")
