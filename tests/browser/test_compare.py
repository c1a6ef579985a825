"""Work side by side in a browser: found, stepped through by key and button, readable on every screen."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.labelling_desk import Desk
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]
LINE = "Élise Mercier affirme que la ligne coûtera trop cher.\r\n"
RIGHT_TO_LEFT = "قالت إليز مرسييه إن الخط سيكلف كثيرا.\n"
BOTH = "?compare=ben,cleo"


@pytest.fixture(scope="module")
def compared(desk: Desk) -> Callable[..., int]:
    """Store a text with the work of ben and cleo; returns the document's id."""

    def store(text: str, ben: list[tuple[int, int, str]], cleo: list[tuple[int, int, str]]) -> int:
        name = str(uuid4())
        work = [
            {
                "annotator": annotator,
                "spans": [{"start": a, "end": b, "label": label} for a, b, label in spans],
            }
            for annotator, spans in (("ben", ben), ("cleo", cleo))
        ]
        record = {"id": name, "text": text, "annotations": work}
        desk.call("POST", f"/projects/{desk.slug}/documents", [record])
        found = desk.call("GET", f"/projects/{desk.slug}/documents?limit=100")["items"]
        return next(one["id"] for one in found if one["external_id"] == name)

    return store


BEN = [(0, 13, "PER"), (26, 52, "CLAIM"), (29, 34, "MISC"), (0, 5, "PER")]
CLEO = [(0, 13, "ORG"), (29, 52, "CLAIM"), (29, 34, "MISC")]


@pytest.fixture
def reader(page: Page, server: Server) -> Page:
    sign_in(page, server.user, server.password)
    return page


def text_of(page: Page) -> str:
    parts = page.locator("#document .b").evaluate_all("all => all.map((one) => one.textContent)")
    return "".join(parts)


def marked(page: Page) -> list[str]:
    """Return the groups of the segments that are shown as the current ones."""
    parts = page.locator("#document .g.now").evaluate_all("all => all.map((one) => one.dataset.i)")
    return sorted({group for part in parts for group in part.split()})


def test_keys_step_through_the_differences(
    reader: Page, compared: Callable[..., int], axe: Axe
) -> None:
    document = compared(LINE, BEN, CLEO)
    reader.goto(f"/documents/{document}{BOTH}")
    rows, current = (
        reader.locator(".entries > li"),
        reader.locator('.entries [aria-current="true"]'),
    )
    expect(rows).to_have_count(3)
    assert text_of(reader) == LINE

    reader.keyboard.press("j")
    expect(current).to_have_attribute("id", "d-0")
    expect(reader.locator("#status")).to_have_text("1 of 3")
    expect(reader.locator("#document .g.now").first).to_contain_text("Élise")
    reader.keyboard.press("n")
    reader.keyboard.press("j")
    expect(reader.locator("#status")).to_have_text("3 of 3")
    last = current.get_attribute("data-group")
    assert last in marked(reader)
    reader.keyboard.press("j")
    expect(reader.locator("#status")).to_have_text("3 of 3")
    reader.keyboard.press("k")
    reader.keyboard.press("p")
    expect(reader.locator("#status")).to_have_text("1 of 3")
    expect(reader.locator(".steps [rel=prev]")).to_have_attribute("aria-disabled", "true")
    reader.locator(".steps [rel=next]").click()
    expect(reader.locator("#status")).to_have_text("2 of 3")
    assert axe(reader) == []


def test_text_and_list_lead_to_each_other(reader: Page, compared: Callable[..., int]) -> None:
    document = compared(LINE, BEN, CLEO)
    reader.goto(f"/documents/{document}{BOTH}")
    chip = reader.locator('#document .c[aria-label^="cleo: CLAIM"]')

    chip.click()
    row = reader.locator('.entries [aria-current="true"]')
    expect(row).to_contain_text("other boundary")
    expect(chip).to_have_class(re.compile(r"\bnow\b"))
    reader.locator(".entries > li").first.get_by_role("link").first.click()
    expect(reader.locator("#d-0")).to_have_attribute("aria-current", "true")
    expect(reader.locator("#document .c.now").first).to_be_in_viewport()
    address = reader.url
    assert "span=" in address
    reader.reload()
    expect(reader.locator("#d-0")).to_have_attribute("aria-current", "true")


def test_address_of_a_span_leads_to_it(reader: Page, compared: Callable[..., int]) -> None:
    lines = 6_000
    length = len(LINE)
    far = [(length * n, length * n + 5, "PER") for n in range(5_000, 5_200)]
    document = compared(LINE * lines, far, [(0, 5, "PER")])
    reader.goto(f"/documents/{document}{BOTH}")
    assert text_of(reader) == LINE * lines
    anchor = reader.locator(".entries > li").nth(97).get_by_role("link").get_attribute("href")
    assert anchor is not None

    reader.goto(f"/documents/{document}{BOTH}#{anchor.split('#')[1]}")

    chip = reader.locator(f"[id='{anchor.split('#')[1]}']")
    expect(chip).to_be_in_viewport()
    expect(chip).to_have_class(re.compile(r"\bnow\b"))
    expect(reader.locator("#status")).to_have_text("98 of 201")
    for place in range(99, 104):
        reader.keyboard.press("j")
        expect(reader.locator("#status")).to_have_text(f"{place} of 201")
        expect(reader.locator("#document .g.now").first).to_be_in_viewport()
    reader.keyboard.press("k")
    expect(reader.locator("#status")).to_have_text("102 of 201")
    assert text_of(reader) == LINE * lines


def test_filters_and_steps_work_without_scripts(
    new_page: NewPage, server: Server, compared: Callable[..., int]
) -> None:
    document = compared(LINE, BEN, CLEO)
    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    page.goto(f"/documents/{document}")
    page.get_by_role("link", name="Compare 2").click()

    page.get_by_role("link", name="missed 1").click()
    expect(page.locator(".entries > li")).to_have_count(1)
    page.locator(".steps [rel=next]").click()
    expect(page.locator('.entries [aria-current="true"]')).to_contain_text("missed")
    expect(page.locator("#status")).to_have_text("1 of 1")
    expect(page.locator("#document .c:target")).to_have_count(1)
    page.get_by_role("link", name="all differences 3").click()
    page.locator('#document .c[aria-label^="ben: CLAIM"]').click()
    expect(page.locator(".entries li:target")).to_contain_text("other boundary")


@pytest.fixture
def show(reader: Page, compared: Callable[..., int]) -> Callable[..., Page]:
    """Open a text with the work of two people."""

    def opened(text: str) -> Page:
        ben, cleo = [(0, 11, "PER"), (20, 34, "CLAIM")], [(0, 4, "ORG"), (20, 34, "CLAIM")]
        reader.goto(f"/documents/{compared(text, ben, cleo)}{BOTH}")
        return reader

    return opened


@pytest.mark.parametrize("text", [LINE * 3, RIGHT_TO_LEFT * 3], ids=["french", "arabic"])
def test_page_has_no_faults(
    show: Callable[..., Page], axe: Axe, width: int, color_scheme: str, text: str
) -> None:
    page = show(text)
    assert axe(page) == []
    page.keyboard.press("j")
    expect(page.locator("#document .g.now").first).to_be_in_viewport()
    assert text_of(page) == text
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
