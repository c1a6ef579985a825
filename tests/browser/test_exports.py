"""The page of exports in a real browser: looked at before it is written, followed while it is, and all without scripts."""

import json
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import sign_in

HERE = "/projects/demo/exports"
WIDE_AND_NARROW = pytest.mark.parametrize(
    ("width", "color_scheme"), [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]
)


def no_faults(page: Page, axe) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@WIDE_AND_NARROW
def test_an_export_shows_itself_when_it_is_written(admin_page, axe, width, color_scheme) -> None:
    page = admin_page
    page.goto(HERE)
    page.check("input[value=jsonl]")
    page.select_option("#annotations", "all")
    page.fill("#split", "80/10/10")
    page.get_by_role("button", name="Export at once").click()
    newest = page.locator(".job").first
    expect(newest.locator(".badge")).to_have_text("done", timeout=20_000)
    no_faults(page, axe)
    with page.expect_download() as download:
        newest.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert sum(manifest["documents"].values()) == 18
    newest.locator("h3 a").click()
    page.wait_for_url("**/exports/*")
    no_faults(page, axe)


@WIDE_AND_NARROW
def test_what_would_be_left_out_is_seen_and_confirmed(
    admin_page, axe, forgive, width, color_scheme
) -> None:
    page = admin_page
    page.goto(HERE)
    page.check("input[value=spacy]")
    page.select_option("#annotations", "ana")
    page.get_by_role("button", name="Look first").click()
    expect(page.locator("h2", has_text="Spans that do not fit")).to_be_visible(timeout=120_000)
    no_faults(page, axe)
    page.locator("main").get_by_role("button", name="Export").click()
    expect(page.get_by_role("alert")).to_contain_text("Confirm first")
    no_faults(page, axe)
    forgive("422")

    page.get_by_label("spans out").check()
    page.locator("main").get_by_role("button", name="Export").click()
    newest = page.locator(".job").first
    expect(newest.locator(".badge")).to_have_text("done", timeout=120_000)
    newest.get_by_text("What did not fit").click()
    page.locator("td .places a", has_text="all").first.click()
    page.wait_for_url("**/spans?*")
    no_faults(page, axe)
    page.locator(".places a").first.click()
    expect(page.locator("#document")).to_be_visible()
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").count() == 1


def test_exports_work_without_scripts(new_page, server) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    page.goto(HERE)
    page.select_option("#annotations", "union")
    page.get_by_role("button", name="Look first").click()
    look_until(page, "main button.primary")
    page.locator("main button.primary").click()
    look_until(page, ".job:first-of-type .badge.state-done")


def look_until(page: Page, there: str) -> None:
    for _ in range(100):
        if page.locator(there).count():
            return
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(200)
    expect(page.locator(there)).to_be_visible()
