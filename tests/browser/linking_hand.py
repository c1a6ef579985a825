"""A hand that links spans: a text with entities and claims, and what can be asked of its links."""

from playwright.sync_api import Page, expect

from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand, open_text

TEXT = (
    "Élise Mercier affirme que la ligne coûtera trop cher.\n"
    "Le maire de Brest s’oppose au tramway ; le budget est déjà voté.\n"
)


def open_marked(page: Page, desk: Desk) -> tuple[Hand, int]:
    """Store the text with its entities and claims and open it; returns a hand and the document's id."""
    hand, document = open_text(page, desk, TEXT)
    for quote, label in (
        ("Élise Mercier", "PER"),
        ("la ligne coûtera trop cher", "CLAIM"),
        ("maire de Brest", "PER"),
        ("tramway", "MISC"),
        ("le budget est déjà voté", "CLAIM"),
    ):
        start = TEXT.index(quote)
        desk.mark(document, start, start + len(quote), label)
    page.reload()
    return hand, document


def links(desk: Desk, document: int) -> list[tuple[str, str, str]]:
    """Return (name, quote of the span it leads from, quote or value it leads to) of every link."""
    stored = desk.call("GET", f"/documents/{document}/annotations")
    quotes = {span["id"]: span["quote"] for span in stored["spans"]}
    return sorted(
        (one["label"], quotes[one["from"]], quotes[one["to"]] if one["to"] else one["value"])
        for one in stored["relations"]
    )


def span_id(hand: Hand, name: str) -> str:
    """Return the id of the span whose chip has this name."""
    chip = hand.page.locator(f'#document .c[aria-label="{name}"]')
    return (chip.get_attribute("id") or "")[2:]


def hint(hand: Hand, name: str) -> str:
    """Return the letters that a chip wears in link mode."""
    chip = hand.page.locator(f'#document .c[aria-label="{name}"]')
    return chip.get_attribute("data-hint") or ""


def value_hint(hand: Hand, value: str) -> str:
    """Return the letters of a value in link mode."""
    return hand.popover.get_by_role("button", name=value).get_attribute("data-hint") or ""


STANCE = [
    ("holder", "s’oppose", "maire de Brest"),
    ("target", "s’oppose", "tramway"),
]
CLAIMS = [
    ("REFUTES", "la ligne coûtera trop cher", "le budget est déjà voté"),
    ("claimer", "la ligne coûtera trop cher", "Élise Mercier"),
    ("claimer", "le budget est déjà voté", "author"),
]
REST = 600
"""Milliseconds until the inspector shows the active span."""


def inspected(hand: Hand, name: str) -> None:
    """Wait until the inspector shows the span of this name."""
    box = hand.page.locator(f'#inspector[data-of="{span_id(hand, name)}"]')
    expect(box).to_be_visible()


def select_stance(hand: Hand) -> None:
    """Select the words that show the stance."""
    hand.drag("s’oppose", "s’oppose", (0.02, 0.9))


def link(hand: Hand, target: str, figure: str = "") -> int:
    """Link the active span by keys, with a figure where several roles fit; returns how many keys that took."""
    hand.press("r")
    keys = [*hint(hand, target), *figure]
    hand.press(*keys)
    hand.saved()
    return 1 + len(keys)
