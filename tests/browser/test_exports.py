"""The page of exports in a real browser: it follows a running export by itself, and works without scripts."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in

HERE = "/projects/demo/exports"


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "light"), (390, "dark")])
def test_an_export_shows_itself_when_it_is_written(admin_page, axe, width, color_scheme) -> None:
    page = admin_page
    page.goto(HERE)
    page.check("input[value=jsonl]")
    page.select_option("#annotations", "all")
    page.fill("#split", "80/10/10")
    page.click("main form.sheet button")
    newest = page.locator(".job").first
    expect(newest.locator(".badge")).to_have_text("done", timeout=20_000)
    assert axe(page) == []
    with page.expect_download() as download:
        newest.get_by_role("link", name="Download").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert sum(manifest["documents"].values()) == 18


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "dark"), (390, "light")])
def test_what_did_not_fit_is_linked_to_its_text(admin_page, axe, width, color_scheme) -> None:
    page = admin_page
    page.goto(HERE)
    page.check("input[value=spacy]")
    page.select_option("#annotations", "ana")
    page.click("main form.sheet button")
    expect(page.locator(".job").first.locator(".badge")).to_have_text("done", timeout=60_000)
    page.locator(".job").first.get_by_text("What did not fit").click()
    expect(page.locator("h2", has_text="Spans that did not fit")).to_be_visible()
    assert axe(page) == []
    page.locator("td .places a").first.click()
    expect(page.locator("#document")).to_be_visible()
    assert page.locator(f"[id='{page.url.partition('#')[2]}']").count() == 1


def test_exports_work_without_scripts(new_page, server) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    page.goto(HERE)
    page.select_option("#annotations", "union")
    page.click("main form.sheet button")
    for _ in range(100):
        if page.locator(".job").first.locator(".badge").inner_text() == "done":
            break
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(200)
    expect(page.locator(".job").first.locator(".badge")).to_have_text("done")
