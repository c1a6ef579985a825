"""The tour: five steps, each an act in the text itself; shown until it was seen or skipped."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.labelling_hand import Hand
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]
DEMO = "/documents/1"
STEPS = ["Select", "Label", "Link", "Undo", "Done"]


@pytest.fixture
def newcomer(page: Page, server: Server) -> Page:
    """The demo document, opened by somebody who has never been here."""
    name = f"new-{uuid4().hex[:8]}"
    password = server.flask("user", "create", name).split()[-1]
    server.flask("member", "add", "demo", name, "--role", "annotator")
    sign_in(page, name, password)
    page.goto(DEMO)
    return page


def at_step(page: Page, number: int) -> None:
    """Expect a step, and a frame round what it speaks of."""
    expect(page.locator("#tour strong:visible")).to_have_text(
        f"{number} of {len(STEPS)}: {STEPS[number - 1]}"
    )
    expect(page.locator("[data-toured]")).to_have_count(1)


def test_tour_goes_on_when_its_acts_are_done(newcomer: Page) -> None:
    hand = Hand(newcomer)
    at_step(newcomer, 1)
    hand.double_click("Odessa")
    at_step(newcomer, 2)
    hand.press("3")
    hand.saved()
    at_step(newcomer, 3)
    hand.drag("Un troisième", "céréales", (0.1, 0.9))
    hand.press("5", "r")
    newcomer.locator("#popover button").first.click()
    hand.saved()
    at_step(newcomer, 4)
    hand.press("Control+z")
    with newcomer.expect_response("**/tour"):
        at_step(newcomer, 5)
    newcomer.get_by_role("button", name="Done", exact=True).click()
    newcomer.wait_for_url(lambda url: not url.endswith(DEMO))
    expect(newcomer.locator("#document")).to_be_visible()
    expect(newcomer.locator("#tour")).to_have_count(0)


def test_tour_by_keyboard_has_no_faults(
    newcomer: Page, axe: Axe, width: int, color_scheme: str
) -> None:
    page = newcomer
    expect(page.locator("#tour")).to_be_focused()
    page.keyboard.press("Tab")
    for number in range(1, 6):
        at_step(page, number)
        assert axe(page) == []
        page.keyboard.press("Enter")
    expect(page.locator("#tour")).to_be_hidden()
    expect(page.locator("[data-toured]")).to_have_count(0)
    expect(page.locator("#document")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    expect(page.locator("#tour")).to_have_count(0)


def test_tour_is_skipped_and_shown_again_from_the_sheet_of_keys(newcomer: Page) -> None:
    page = newcomer
    page.get_by_role("button", name="Next").click()
    page.reload()
    at_step(page, 2)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    with page.expect_response("**/tour"):
        page.keyboard.press("Escape")
    expect(page.locator("#tour")).to_be_hidden()

    page.reload()
    expect(page.locator("#tour")).to_have_count(0)
    page.locator("#document").focus()
    page.keyboard.press("?")
    page.get_by_role("link", name="Show the tour").click()
    at_step(page, 1)


def test_reader_of_others_work_and_pages_without_scripts_have_no_tour(
    new_page: NewPage, server: Server
) -> None:
    page = new_page()
    sign_in(page, server.user, server.password)
    page.goto(f"{DEMO}?annotator=ana&tour=1")
    expect(page.locator("#tour")).to_have_count(0)

    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    page.goto(f"{DEMO}?tour=1")
    expect(page.locator("#tour")).to_be_hidden()
