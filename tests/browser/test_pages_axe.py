"""Every page, light and dark, on a desk and on a phone: nothing that axe-core finds fault with, no window to scroll sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forgiving import Forgive
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]

PAGES = {
    "home": "/",
    "account": "/account",
    "project": "/projects/demo",
    "documents": "/projects/demo/documents",
    "documents-of-no-status": "/projects/demo/documents?status=skipped",
    "documents-searched": "/projects/demo/documents?q=la&annotator=*&order=newest",
    "documents-not-found": "/projects/demo/documents?meta=nothing=here",
    "scheme": "/projects/demo/scheme",
    "guidelines": "/projects/demo/guidelines",
    "keys": "/keys?document=1",
    "members": "/projects/demo/members",
    "settings": "/projects/demo/settings",
    "import": "/projects/demo/import",
    "agreement": "/projects/demo/agreement",
    "exports": "/projects/demo/exports",
    "compare": "/documents/1?compare=ana,ben,chloe",
    "api": "/api/v1/docs",
}


@pytest.fixture
def reader(page: Page, width: int, color_scheme: str, server: Server) -> Page:
    """The page, signed in, at each width, light and dark."""
    sign_in(page, server.user, server.password)
    return page


def check(page: Page, axe: Axe) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_pages_have_no_faults(reader: Page, axe: Axe, path: str) -> None:
    answer = reader.goto(path)

    assert answer is not None
    assert answer.ok
    expect(reader.locator("h1")).to_be_visible()
    check(reader, axe)


def test_labelling_page_has_no_faults(reader: Page, axe: Axe) -> None:
    reader.goto("/projects/demo/documents")
    reader.locator("tbody a").first.click()
    expect(reader.locator("#document .b").first).to_be_visible()
    reader.locator("#quote summary").click()
    check(reader, axe)


def test_labelling_page_has_no_faults_with_its_labels_open(reader: Page, axe: Axe) -> None:
    reader.goto("/projects/demo/documents")
    reader.locator("tbody a").first.click()
    reader.wait_for_load_state("load")
    reader.locator("#document .b").first.dblclick(position={"x": 30, "y": 14})
    expect(reader.locator("#popover")).to_be_visible()
    check(reader, axe)


def test_reading_others_work_has_no_faults(reader: Page, axe: Axe) -> None:
    reader.goto("/projects/demo/documents")
    address = reader.locator("tbody a").first.get_attribute("href")
    reader.goto(f"{address}?annotator=ana")
    expect(reader.locator("#document .c").first).to_be_attached()
    expect(reader.locator("#document")).to_have_attribute("data-editable", "false")
    check(reader, axe)


def test_sign_in_page_has_no_faults(
    page: Page, axe: Axe, width: int, color_scheme: str, forgive: Forgive
) -> None:
    page.goto("/login")
    check(page, axe)
    page.fill("#name", "nobody")
    page.fill("#password", "wrong password")
    page.press("#password", "Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, axe)
    forgive("422")


def test_error_page_has_no_faults(reader: Page, axe: Axe, forgive: Forgive) -> None:
    answer = reader.goto("/documents/999999")

    assert answer is not None
    assert answer.status == 404
    check(reader, axe)
    forgive("404")


def choose_theme(page: Page, theme: str) -> None:
    page.goto("/account")
    page.get_by_label(theme).check()
    with page.expect_navigation():
        page.locator("form[action='/account/theme'] button").click()


def test_theme_chosen_in_the_account_goes_before_the_device(reader: Page, axe: Axe) -> None:
    grounds = set()
    for theme in ("Dark", "Light"):
        choose_theme(reader, theme)
        expect(reader.locator("html")).to_have_attribute("data-theme", theme.lower())
        grounds.add(reader.evaluate("getComputedStyle(document.body).backgroundColor"))
        check(reader, axe)
    choose_theme(reader, "As the device")

    assert len(grounds) == 2
