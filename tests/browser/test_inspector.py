"""The inspector in a narrow window: at the foot of it, out of the way until it is used, the span in view above it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand
from tests.browser.linking_hand import links

LINES = "Le maire s’étonne de ce qui se passe en ville.\n" * 60
TEXT = f"{LINES}Élise Mercier refuse le tramway.\n{LINES}"
HIDDEN = """
() => {
  const foot = document.getElementById('inspector').getBoundingClientRect().top;
  return document.querySelector('#document .c[tabindex="0"]').getBoundingClientRect().bottom > foot;
}
"""


@pytest.mark.parametrize("width", [390, 1000])
def test_a_stance_is_described_at_the_foot_of_a_narrow_window(
    admin_page: Page, desk: Desk, width: int
) -> None:
    admin_page.set_viewport_size({"width": width, "height": 800})
    (document,) = desk.put(TEXT)
    for quote, label in (("Élise Mercier", "PER"), ("refuse", "AGAINST"), ("tramway", "MISC")):
        start = TEXT.index(quote)
        desk.mark(document, start, start + len(quote), label)
    admin_page.goto(f"/documents/{document}")
    hand, inspector = Hand(admin_page), admin_page.locator("#inspector")
    select = inspector.locator("#to-holder")

    hand.click("refuse")
    expect(inspector.locator("#inspector-title")).to_be_in_viewport()
    expect(select).not_to_be_in_viewport()

    inspector.locator("#inspector-title").click()
    expect(select).to_be_in_viewport()
    assert not admin_page.evaluate(HIDDEN)
    select.select_option(label="PER Élise Mercier")
    expect(inspector.locator(".link")).to_contain_text("Élise Mercier")
    admin_page.keyboard.press("Escape")
    expect(select).not_to_be_in_viewport()

    hand.press("e")
    inspector.locator("#text-target").fill("les trams")
    admin_page.keyboard.press("Enter")
    expect(inspector.get_by_text("les trams")).to_be_visible()
    hand.click("refuse")
    inspector.locator("[data-link-mode]").click()
    expect(admin_page.locator("#status")).to_contain_text("Link:")
    assert links(desk, document) == [
        ("holder", "refuse", "Élise Mercier"),
        ("target", "refuse", "les trams"),
    ]
