"""States that few people see, at each width, light and dark: nothing that axe-core finds fault with."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_hand import open_text
from tests.browser.people import sign_in
from tests.browser.serving import Server
from tests.browser.unsaved_work import ACTS, TEXT, extents, not_saved

Axe = Callable[[Page], list[str]]


@pytest.fixture
def reader(page: Page, width: int, color_scheme: str, server: Server) -> Page:
    """The page, signed in, at each width, light and dark."""
    sign_in(page, server.user, server.password)
    return page


@pytest.fixture(scope="module")
def empty(server: Server) -> Desk:
    """A project without documents."""
    return open_desk(server)


def check(page: Page, axe: Axe) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pages_of_an_empty_project_have_no_faults(
    reader: Page, axe: Axe, empty: Desk, forgive: Forgive
) -> None:
    for page in ("", "/documents", "/import", "/exports", "/guidelines", "/agreement"):
        reader.goto(f"/projects/{empty.slug}{page}")
        expect(reader.locator("h1")).to_be_visible()
        check(reader, axe)
    expect(reader.get_by_role("alert")).to_contain_text("nobody yet")
    forgive("422")


def test_what_was_not_sent_and_what_is_asked_about_have_no_faults(
    reader: Page, axe: Axe, server: Server, forgive: Forgive
) -> None:
    desk = open_desk(server)
    hand, document = open_text(reader, desk, TEXT)
    span = desk.mark(document, *extents("Suède")[0], "PER")
    reader.reload()
    reader.route(ACTS, lambda route: route.abort())
    hand.press("Tab", "2")
    not_saved(reader)
    check(reader, axe)

    desk.call("PATCH", f"/documents/{document}/spans/{span}", {"label": "LOC"})
    reader.unroute(ACTS)
    reader.locator("#retry").click()
    expect(reader.locator("#alert")).to_contain_text("Your change is not stored.")
    check(reader, axe)
    forgive("ERR_FAILED", "412")


def test_an_import_that_failed_has_no_faults(
    reader: Page, axe: Axe, server: Server, tmp_path: Path
) -> None:
    here = f"/projects/{open_desk(server).slug}/import"
    (tmp_path / "work.jsonl").write_text('{"id":"a","text":"T"}\n{"id":"b"}\n')
    reader.goto(here)
    reader.set_input_files("#files", tmp_path / "work.jsonl")
    reader.get_by_role("button", name="Look at them").click()
    reader.get_by_label("stops it all").check()
    check(reader, axe)
    reader.get_by_role("button", name="Import").click()
    expect(reader.locator(".job .badge").first).to_have_text("failed", timeout=20_000)
    check(reader, axe)
    reader.locator(".job h3 a").first.click()
    expect(reader.locator(".field-error")).to_contain_text("nothing was stored")
    check(reader, axe)
