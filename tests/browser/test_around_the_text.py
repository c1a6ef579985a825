"""What stands around the text: guidelines beside it, where the document stands, skipping it with a reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import open_desk
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]
DEMO = "/documents/1"


@pytest.fixture
def reader(page: Page, width: int, server: Server) -> Page:
    """The page, signed in, on a desk and on a phone."""
    sign_in(page, server.user, server.password)
    return page


def test_guidelines_open_beside_the_text_and_are_remembered(reader: Page, axe: Axe) -> None:
    reader.goto(DEMO)
    pane = reader.locator("#guidelines")
    reader.get_by_role("link", name="Guidelines").click()
    expect(pane).to_be_focused()
    expect(pane.get_by_role("heading").first).to_be_visible()
    assert axe(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reader.keyboard.press("Escape")
    expect(reader.locator("#document")).to_be_focused()
    expect(pane).to_be_visible()
    reader.reload()
    expect(pane.get_by_role("heading").first).to_be_visible()
    reader.locator("#document").focus()
    reader.keyboard.press("g")
    expect(pane).to_be_hidden()
    expect(reader.locator("#document")).to_be_focused()
    reader.reload()
    expect(pane).to_be_hidden()


def test_guidelines_are_a_link_without_scripts(new_page: NewPage, server: Server) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    page.goto(DEMO)
    page.get_by_role("link", name="Guidelines").click()

    assert page.url == f"{server.url}/projects/demo/guidelines"


def test_document_is_skipped_with_a_reason(reader: Page, server: Server, axe: Axe) -> None:
    desk = open_desk(server)
    skipped, following = desk.put("Lorem ipsum.\n", "La suite.\n")
    reader.goto(f"/documents/{skipped}")
    expect(reader.locator("#standing")).to_contain_text("document 1 of 2")
    reader.locator("#skip summary").click()
    reader.get_by_label("Why it is skipped").fill("no French")
    assert axe(reader) == []
    reader.get_by_role("button", name="Skip it").click()
    reader.wait_for_url(f"**/documents/{following}")

    work = desk.call("GET", f"/documents/{skipped}/annotations")
    assert (work["status"], work["flag"]) == ("skipped", "no French")


def test_sheet_shows_the_keys_and_keeps_other_ones(reader: Page, axe: Axe) -> None:
    reader.goto(DEMO)
    reader.locator("#document").focus()
    reader.keyboard.press("?")
    sheet = reader.get_by_role("dialog", name="Keys")
    expect(sheet.get_by_label("Guidelines beside the text")).to_have_value("g")
    assert axe(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for _ in range(40):
        reader.keyboard.press("Tab")
        assert reader.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )

    sheet.get_by_label("Guidelines beside the text").fill("x")
    sheet.get_by_role("button", name="Save the keys").click()
    expect(sheet).to_contain_text("The keys are saved.")
    sheet.get_by_role("button", name="Close").click()
    expect(reader.locator("#document")).to_be_focused()
    reader.keyboard.press("g")
    expect(reader.locator("#guidelines")).to_be_hidden()
    reader.keyboard.press("x")
    expect(reader.locator("#guidelines")).to_be_visible()

    reader.keyboard.press("Escape")
    reader.keyboard.press("?")
    sheet.get_by_role("button", name="The usual keys again").click()
    expect(sheet.get_by_label("Guidelines beside the text")).to_have_value("g")


def test_one_key_for_two_acts_is_refused_in_the_sheet(
    reader: Page, axe: Axe, forgive: Forgive
) -> None:
    reader.goto(DEMO)
    reader.get_by_role("link", name="Keys").click()
    sheet = reader.get_by_role("dialog", name="Keys")
    sheet.get_by_label("Into the inspector").fill("r")
    sheet.get_by_role("button", name="Save the keys").click()

    expect(sheet.get_by_role("alert")).to_contain_text("r cannot do two things")
    expect(sheet.get_by_label("Into the inspector")).to_have_value("r")
    assert axe(reader) == []
    forgive("422")


def test_keys_of_previous_and_next_documents(reader: Page, server: Server) -> None:
    first, second = open_desk(server).put("Un.\n", "Deux.\n")
    reader.goto(f"/documents/{first}")
    reader.locator("#document").focus()
    reader.keyboard.press("Alt+ArrowRight")
    reader.wait_for_url(f"**/documents/{second}")
    reader.locator("#document").focus()
    reader.keyboard.press("Alt+ArrowLeft")
    reader.wait_for_url(f"**/documents/{first}")
