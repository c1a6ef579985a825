"""The labelling page as people use it: by mouse, by keyboard, without htmx, without scripts, without a network."""

from playwright.sync_api import expect

from tests.browser.conftest import HTMX_URL, Open
from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand
from tests.browser.labelling_texts import PROSE


def label_the_text(hand: Hand, desk: Desk, document: int) -> None:
    """Label by double click and popover, by drag and key, and look at it again after a reload."""
    hand.double_click("OTAN")
    hand.choose("ORG")
    hand.saved()
    hand.drag("Élise", "Mercier")
    hand.press("1")
    hand.saved()
    hand.drag("européens", "des", (0.9, 0.5))
    hand.press("4")
    hand.saved()

    expected = [("ORG", "OTAN"), ("PER", "Élise Mercier"), ("MISC", "des Nord-européens")]
    assert desk.marks(document) == expected
    hand.page.reload()
    assert hand.chips() == [f"{label}: {quote}" for label, quote in expected]


def test_labelling_by_mouse_outlives_a_reload(opening: Open, desk: Desk) -> None:
    hand, document = opening()

    label_the_text(hand, desk, document)


def test_labelling_works_without_htmx(opening: Open, desk: Desk, forgive: Forgive) -> None:
    hand, document = opening()
    hand.page.context.route(HTMX_URL, lambda route: route.abort())
    hand.page.reload()
    assert hand.page.evaluate("typeof htmx") == "undefined"

    label_the_text(hand, desk, document)

    forgive("ERR_FAILED")


def test_labelling_works_without_scripts(opening: Open, desk: Desk) -> None:
    hand, document = opening(java_script_enabled=False)
    page = hand.page

    page.click("#quote summary")
    page.fill("#quote-text", "OTAN")
    page.select_option("#quote-label", "entity/ORG")
    page.click("#quote button")
    assert desk.marks(document) == [("ORG", "OTAN")]

    page.click("#panel .inspect")
    page.select_option("#relabel", "entity/LOC")
    page.click("#inspector [data-act=relabel] button")
    assert desk.marks(document) == [("LOC", "OTAN")]

    page.click("#panel tbody button")
    assert desk.marks(document) == []
    page.click("[data-act=undo] button")
    assert desk.marks(document) == [("LOC", "OTAN")]


def test_labelling_by_keyboard_alone(opening: Open, desk: Desk) -> None:
    hand, document = opening()

    hand.press("ArrowRight", "ArrowRight")
    assert hand.painted("pending") == ["adhésion"]
    hand.press("Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft")
    assert hand.painted("pending") == ["adhésion de la"]
    hand.press("ArrowRight", "3")
    hand.saved()
    assert desk.marks(document) == [("LOC", "Suède")]

    hand.press("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "1")
    hand.saved()
    hand.press("Tab", "Escape", "Tab")
    assert not hand.page.evaluate("document.activeElement.closest('#document')")


def test_spans_are_walked_relabelled_moved_and_deleted_by_keys(opening: Open, desk: Desk) -> None:
    hand, document = opening()
    for quote in ("Suède", "Élise", "Atlantique"):
        desk.mark(document, PROSE.index(quote), PROSE.index(quote) + len(quote))
    hand.page.reload()

    hand.press("Tab", "Tab")
    assert hand.painted("active") == ["Élise"]
    hand.press("2", "}", "[", "Alt+]")
    hand.saved()
    assert desk.marks(document)[1] == ("ORG", "éjouit Élise Mercier")

    hand.press("Tab", "[", "Shift+Tab", "Shift+Tab", "Delete")
    hand.saved()
    assert desk.marks(document) == [("ORG", "éjouit Élise Mercier"), ("PER", "Loire-Atlantique")]


def test_edges_keep_up_with_fast_keys(opening: Open, desk: Desk) -> None:
    hand, document = opening()
    desk.mark(document, PROSE.index("OTAN"), PROSE.index("OTAN") + 4)
    hand.page.reload()

    hand.press("Tab", "}", "}", "}", "{", "[", "[", "]")
    assert hand.painted("active") == ["l’OTAN réjouit Élise"]
    hand.saved()

    assert desk.marks(document) == [("PER", "l’OTAN réjouit Élise")]
    assert hand.painted("active") == ["l’OTAN réjouit Élise"]


def test_undo_goes_back_to_nothing_and_redo_returns(
    opening: Open, desk: Desk, forgive: Forgive
) -> None:
    hand, document = opening()
    hand.double_click("OTAN")
    hand.press("2")
    hand.double_click("Suède")
    hand.press("3", "1")
    hand.saved()
    labelled = [("PER", "Suède"), ("ORG", "OTAN")]
    assert desk.marks(document) == labelled

    hand.press("Control+z", "Control+z", "Control+z")
    hand.saved()
    assert desk.marks(document) == []
    assert hand.chips() == []
    hand.press("Control+z")
    expect(hand.page.locator("#alert")).not_to_be_empty()

    hand.press("Control+y", "Control+Shift+z", "Control+Shift+Z")
    hand.saved()
    assert desk.marks(document) == labelled
    expect(hand.page.locator("#alert")).to_be_empty()
    forgive("409")


def test_an_armed_label_takes_every_selection(opening: Open, desk: Desk) -> None:
    hand, document = opening()

    hand.press("1")
    expect(hand.page.locator("#palette [aria-pressed=true]")).to_have_text("PER 1")
    said = hand.page.locator("#status")
    expect(said).to_have_text("Each selection gets the label, until Escape: PER")
    for word in ("Suède", "OTAN", "N’Diaye"):
        hand.double_click(word)
        hand.saved()
    hand.drag("porte-parole", "porte-parole", (0.2, 0.9))
    expect(hand.popover).not_to_be_visible()
    hand.saved()
    quotes = ["Suède", "OTAN", "porte-parole", "N’Diaye"]
    assert desk.marks(document) == [("PER", quote) for quote in quotes]

    hand.press("3")
    hand.double_click("Loire")
    hand.press("Escape")
    hand.saved()
    assert desk.marks(document)[2] == ("LOC", "Loire-Atlantique")
    expect(hand.page.locator("#palette [aria-pressed=true]")).to_have_count(0)
    hand.double_click("heureux")
    expect(hand.popover).to_be_visible()


def test_carriage_returns_are_counted(opening: Open, desk: Desk) -> None:
    hand, document = opening(
        "Objet : grève\r\n\r\nLe maire de Brest 🎈\r\nrépond à Léa Le Goff.\r\n"
    )

    hand.drag("Brest", "répond")
    hand.press("4")
    hand.double_click("Léa")
    hand.press("1")
    hand.saved()

    assert desk.marks(document) == [("MISC", "Brest 🎈\r\nrépond"), ("PER", "Léa")]
