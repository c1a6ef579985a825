"""The list of documents in a real browser: searched, ticked, archived and brought back."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in
from tests.browser.test_project_pages import overflow

HERE = "/projects/demo/documents"


@pytest.mark.parametrize(
    ("width", "color_scheme"), [(1280, "light"), (390, "dark"), (390, "light")]
)
def test_documents_are_searched_and_filtered(admin_page, axe, width, color_scheme) -> None:
    page = admin_page
    page.goto(HERE)
    page.fill("#q", "manœuvres baltique")
    page.press("#q", "Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("mark").first).to_be_visible()
    page.click("text=Filters and order")
    page.select_option("#annotator", "ana")
    page.select_option("#order", "newest")
    page.fill("#q", "la")
    page.click("text=Apply")
    expect(page.locator("#annotator")).to_have_value("ana")
    assert axe(page) == []
    assert overflow(page) <= 0
    page.locator("tbody th a").first.click()
    expect(page.locator("#document")).to_be_visible()
    assert page.url.endswith("?annotator=ana")


def test_ticked_documents_are_archived_and_brought_back(admin_page, axe) -> None:
    page = admin_page
    page.goto(HERE)
    rows = page.locator("tbody tr")
    count = rows.count()
    page.check("tbody .ticks input >> nth=0")
    expect(page.locator("thead .ticks input")).to_have_js_property("indeterminate", True)
    page.click("button[value=archive]")
    expect(rows).to_have_count(count - 1)
    expect(page.get_by_role("status")).to_contain_text("1 document is archived")
    assert axe(page) == []
    page.click("text=Undo")
    expect(rows).to_have_count(count)
    page.check("thead .ticks input")
    page.click("button[value=archive]")
    expect(page.get_by_role("status")).to_contain_text(f"{count} documents are archived")
    page.click("text=Undo")
    expect(rows).to_have_count(count)


def test_the_list_works_without_scripts(new_page, server) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    page.goto(HERE)
    page.fill("#q", "l'OTAN *")
    page.click("text=Search >> nth=-1")
    assert page.locator("h1").inner_text() == "Documents"
    page.goto(HERE)
    page.check("tbody .ticks input >> nth=1")
    page.fill("#change", "seen=yes")
    page.click("button[value=meta]")
    expect(page.get_by_role("status")).to_contain_text("The metadata of 1 document is changed")
    page.goto(f"{HERE}?meta=seen=yes")
    expect(page.locator("tbody tr")).to_have_count(1)
