"""The page of agreement in a browser: from a low number to the spans behind it, with keys alone, without scripts, on phones."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.forgiving import Forgive
from tests.browser.people import sign_in
from tests.browser.serving import Server

Axe = Callable[[Page], list[str]]
HERE = "/projects/demo/agreement"


@pytest.fixture
def reader(page: Page, width: int, color_scheme: str, server: Server) -> Page:
    """The page, signed in, at each width, light and dark."""
    sign_in(page, server.user, server.password)
    return page


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_three_clicks_lead_from_the_lowest_pair_to_two_spans(admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{HERE}?layer=entity")

    page.locator("#pairs a.lowest").first.click()
    assert len(asked(page)["annotators"]) == 2
    names = asked(page)["annotators"]

    page.locator("#confusion a:has(.differ)").first.click()
    expect(page.locator("#examples")).to_be_in_viewport()
    row, column = asked(page)["row"][0], asked(page)["column"][0]
    first = page.locator(".examples > li").first
    expect(first.locator("dt")).to_have_text(names)
    expect(first.locator(".tag")).to_have_text([row, column])

    first.locator("a.open").click()
    assert asked(page)["compare"] == [",".join(names)]
    span = urlsplit(page.url).fragment
    expect(page.locator(f"[id='{span}']")).to_be_in_viewport()
    for name in names:
        expect(page.locator(".people")).to_contain_text(name)


def test_relations_lead_from_a_cell_to_the_span_they_begin_at(admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{HERE}?layer=entity")
    page.get_by_role("navigation", name="Layers").get_by_role("link", name="support").click()
    page.locator("#confusion a").first.click()

    first = page.locator(".examples > li").first
    expect(first.locator("dd:has(mark)").first).to_contain_text("→")
    head = first.locator("mark").first.inner_text()
    first.locator("a.open").click()

    span = urlsplit(page.url).fragment
    expect(page.locator(f"[id='{span}']")).to_be_in_viewport()
    assert head.split()[0] in page.locator("#document").inner_text()


def test_a_dot_opens_the_text_side_by_side(admin_page: Page) -> None:
    admin_page.goto(f"{HERE}?layer=claim")

    admin_page.locator("#documents .plot a").first.click()

    assert asked(admin_page)["compare"] == ["ana,ben,chloe"]
    expect(admin_page.locator("#document .b").first).to_be_visible()


def test_filters_ask_for_the_page_again(admin_page: Page) -> None:
    page = admin_page
    page.goto(f"{HERE}?layer=entity")
    page.get_by_text("Filters and measure").click()
    page.get_by_role("checkbox", name="ana").check()
    page.get_by_role("checkbox", name="chloe").check()
    page.get_by_role("checkbox", name="PER").check()
    page.get_by_label("Measure in the plots").select_option("token_alpha")
    page.get_by_role("button", name="Apply").click()

    expect(page.locator(".base")).to_contain_text("2 annotators (ana, chloe)")
    expect(page.locator("#pairs")).to_contain_text("Token alpha")
    expect(page.get_by_role("checkbox", name="ana")).to_be_checked()
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".base")).to_contain_text("3 annotators")


def test_page_is_used_by_keys_and_without_scripts(new_page: NewPage, server: Server) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, server.user, server.password)
    page.goto(f"{HERE}?layer=entity")

    page.locator("#pairs a.lowest").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#confusion")).to_contain_text("Rows:")
    page.locator("#confusion a").first.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".examples > li").first).to_be_visible()


def test_tables_are_downloaded(admin_page: Page) -> None:
    admin_page.goto(f"{HERE}?layer=entity&annotators=ana&annotators=ben")
    with admin_page.expect_download() as found:
        admin_page.locator("#method a", has_text="CSV").first.click()

    assert found.value.suggested_filename == "demo-entity-matches.csv"
    assert found.value.path().read_text().startswith("document,a,b,kind,label_a,start_a")


@pytest.mark.parametrize("layer", ["entity", "claim", "support", "topic"])
def test_letters_of_plots_neither_overlap_nor_leave_the_picture(reader: Page, layer: str) -> None:
    reader.goto(f"{HERE}?layer={layer}&kind=edges" if layer != "topic" else f"{HERE}?layer=topic")
    reader.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    for plot in reader.locator("svg.plot").all():
        boxes = plot.evaluate(
            """plot => {
              const edge = plot.getBoundingClientRect();
              return [...plot.querySelectorAll('text')].map(text => {
                const box = text.getBoundingClientRect();
                return [text.textContent.trim(), box.left - edge.left, box.top - edge.top,
                  box.right - edge.left, box.bottom - edge.top, edge.width,
                  text.hasAttribute('transform')];
              });
            }"""
        )
        upright = [box for box in boxes if not box[6]]
        for name, left, _, right, _, whole, _ in upright:
            assert left >= -16, name
            assert right <= whole + 16, name
        for at, one in enumerate(upright):
            for other in upright[at + 1 :]:
                apart = (
                    one[3] <= other[1] + 1
                    or other[3] <= one[1] + 1
                    or one[4] <= other[2] + 4
                    or other[4] <= one[2] + 4
                )
                assert apart, (one[0], other[0])
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "query",
    [
        "layer=entity&kind=edges",
        "layer=stance",
        "layer=support&kind=alone",
        "layer=topic",
        "annotators=ana",
    ],
)
def test_page_has_no_faults_with_everything_open(
    reader: Page, axe: Axe, query: str, forgive: Forgive
) -> None:
    reader.goto(f"{HERE}?{query}")
    reader.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert axe(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    forgive("422")
