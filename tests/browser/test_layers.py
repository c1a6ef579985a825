"""Layers of the text hidden, shown and alone."""

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand

SHOWN = "() => [...document.querySelectorAll('#document .c[id]')].filter((one) => one.checkVisibility()).map((one) => one.ariaLabel.split(':')[0])"
LINES = "() => [...document.querySelectorAll('#document .g')].map((one) => getComputedStyle(one).backgroundImage.match(/gradient\\(/g)?.length ?? 0)"


def shown(hand: Hand) -> list[str]:
    return list(hand.page.evaluate(SHOWN))


def test_layers_are_shown_one_alone_after_the_other(opening_marked: Open) -> None:
    hand, _ = opening_marked()
    assert shown(hand) == ["PER", "CLAIM", "PER", "MISC", "CLAIM"]
    assert hand.page.evaluate(LINES) == [1] * 5

    hand.press("n")
    expect(hand.page.locator("#status")).to_have_text("Layers shown: entity")
    assert shown(hand) == ["PER", "PER", "MISC"]
    assert hand.page.evaluate(LINES) == [1, 0, 1, 1, 0]
    hand.press("n")
    expect(hand.page.locator("#status")).to_have_text("Layers shown: claim")
    assert shown(hand) == ["CLAIM", "CLAIM"]
    hand.press("n", "n")
    expect(hand.page.locator("#status")).to_have_text("Layers shown: entity, claim, stance")
    assert len(shown(hand)) == 5


def test_a_hidden_layer_is_walked_past_and_kept_hidden(opening_marked: Open) -> None:
    hand, _ = opening_marked()

    hand.press("Tab", "Tab")
    assert hand.painted("active") == ["la ligne coûtera trop cher"]
    hand.press("Shift+N")
    expect(hand.page.locator("#status")).to_have_text("Layers shown: entity, stance")
    assert hand.painted("active") == []
    hand.page.reload()
    expect(hand.page.get_by_role("switch", name="claim")).not_to_be_checked()
    hand.press("Tab", "Tab")
    assert hand.painted("active") == ["maire de Brest"]
    hand.click("budget")
    assert hand.painted("active") == []
    hand.press("Escape", "Shift+N")
    assert len(shown(hand)) == 5


def test_layers_have_switches_and_labelling_shows_a_layer_again(
    opening_marked: Open, desk: Desk
) -> None:
    hand, document = opening_marked()

    hand.page.get_by_role("switch", name="entity").click()
    expect(hand.page.get_by_role("switch", name="entity")).not_to_be_checked()
    assert shown(hand) == ["CLAIM", "CLAIM"]
    hand.page.get_by_role("switch", name="stance").click(modifiers=["Alt"])
    expect(hand.page.get_by_role("switch", name="claim")).not_to_be_checked()
    assert shown(hand) == []
    hand.double_click("affirme")
    hand.press("1")
    hand.saved()
    assert ("PER", "affirme") in desk.marks(document)
    expect(hand.page.get_by_role("switch", name="entity")).to_be_checked()
    assert shown(hand) == ["PER", "PER", "PER", "MISC"]
    hand.page.get_by_role("switch", name="claim").click()
    expect(hand.page.get_by_role("switch", name="claim")).to_be_checked()
    assert len(shown(hand)) == 6
