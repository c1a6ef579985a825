"""The pages of projects in a real browser: usable without a mouse's precision, in light and dark, wide and narrow."""

import json

import pytest
from playwright.sync_api import Page, expect

PAGES = [
    "/",
    "/projects/demo",
    "/projects/demo/scheme",
    "/projects/demo/guidelines",
    "/projects/demo/members",
    "/projects/demo/settings",
    "/api/v1/docs",
]


def overflow(page: Page) -> int:
    """Return how many px the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_fit(admin_page, axe, width, color_scheme, path) -> None:
    answer = admin_page.goto(path)
    assert answer.status == 200
    admin_page.locator("details").evaluate_all("all => all.forEach(one => (one.open = true))")
    assert axe(admin_page) == []
    assert overflow(admin_page) <= 0


@pytest.mark.parametrize("form", ["scheme", "settings", "members", "home"])
def test_refused_forms_are_accessible_too(admin_page, axe, forgive, form) -> None:
    admin_page.goto("/" if form == "home" else f"/projects/demo/{form}")
    field, wrong = {
        "scheme": ("#scheme", "{"),
        "settings": ("#language", "klingon"),
        "members": ("main form.stacked #name", "nobody at all"),
        "home": ("#language", "klingon"),
    }[form]
    if form == "home":
        admin_page.fill("#name", "War")
    admin_page.fill(field, wrong)
    admin_page.locator(field).evaluate("field => field.form.requestSubmit()")
    expect(admin_page.get_by_role("alert").first).to_be_visible()
    expect(admin_page.locator(field)).to_have_value(wrong)
    assert axe(admin_page) == []
    # Chromium complains of the status.
    forgive("422")


def test_a_project_is_made_and_set_up_by_hand(admin_page) -> None:
    page = admin_page
    page.goto("/")
    page.fill("#name", "Set up by hand")
    page.click("text=Make the project")
    expect(page.locator("h1")).to_have_text("Set up by hand")
    page.goto("/projects/set-up-by-hand/scheme")
    layer = {"name": "entity", "kind": "span", "labels": [{"name": "ВЕЩЬ", "color": "#123456"}]}
    page.fill("#scheme", json.dumps({"layers": [layer]}, ensure_ascii=False))
    page.click("text=Save the scheme")
    expect(page.get_by_role("status").first).to_have_text("The scheme is saved.")
    expect(page.locator("th", has_text="ВЕЩЬ")).to_be_visible()
    page.goto("/projects/set-up-by-hand/guidelines")
    page.fill("#guidelines", "# Things\n\nMark **every** thing.")
    page.click("text=Save the guidelines")
    expect(page.locator("article strong")).to_have_text("every")
