"""The labelling page as people use it: by mouse, by keyboard, without htmx, without scripts, without a network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import HTMX_URL, NewPage
from tests.browser.labelling_desk import Desk, open_desk
from tests.browser.labelling_hand import Hand
from tests.browser.people import sign_in
from tests.browser.serving import Server

TEXT = (
    "L’adhésion de la Suède à l’OTAN réjouit Élise Mercier, députée de Loire-Atlantique.\n"
    "« C’est un jour heureux 🎉 », dit la porte-parole des Nord-européens.\n"
    "\n"
    "Aujourd’hui, Aïssa N’Diaye s’y oppose.\n"
)

Open = Callable[..., tuple[Hand, int]]


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    """A French project."""
    return open_desk(server)


@pytest.fixture
def open_text(new_page: NewPage, server: Server, desk: Desk) -> Open:
    """Store a text and open it: `open_text(text, width=390)` returns a hand and the document's id."""

    def opened(text: str = TEXT, **options: object) -> tuple[Hand, int]:
        (document,) = desk.put(text)
        page = new_page(**options)
        sign_in(page, server.user, server.password)
        page.goto(f"/documents/{document}")
        return Hand(page), document

    return opened


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


def test_labelling_by_mouse_outlives_a_reload(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()

    label_the_text(hand, desk, document)


def test_labelling_works_without_htmx(open_text: Open, desk: Desk, troubles: list[str]) -> None:
    hand, document = open_text()
    hand.page.context.route(HTMX_URL, lambda route: route.abort())
    hand.page.reload()
    assert hand.page.evaluate("typeof htmx") == "undefined"

    label_the_text(hand, desk, document)

    assert all("ERR_FAILED" in trouble for trouble in troubles)
    troubles.clear()


def test_labelling_works_without_scripts(open_text: Open, desk: Desk) -> None:
    hand, document = open_text(java_script_enabled=False)
    page = hand.page

    page.click("#quote summary")
    page.fill("#quote-text", "OTAN")
    page.select_option("#quote-label", "entity/ORG")
    page.click("#quote button")
    assert desk.marks(document) == [("ORG", "OTAN")]

    page.select_option("#panel select", "entity/LOC")
    page.click("#panel [data-act=relabel] button")
    assert desk.marks(document) == [("LOC", "OTAN")]

    page.click("#panel [data-act=delete] button")
    assert desk.marks(document) == []
    page.click("[data-act=undo] button")
    assert desk.marks(document) == [("LOC", "OTAN")]


def test_labelling_by_keyboard_alone(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()

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


def test_spans_are_walked_relabelled_moved_and_deleted_by_keys(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()
    for quote in ("Suède", "Élise", "Atlantique"):
        desk.mark(document, TEXT.index(quote), TEXT.index(quote) + len(quote))
    hand.page.reload()

    hand.press("Tab", "Tab")
    assert hand.painted("active") == ["Élise"]
    hand.press("2", "}", "[", "Alt+]")
    hand.saved()
    assert desk.marks(document)[1] == ("ORG", "éjouit Élise Mercier")

    hand.press("Tab", "[", "Shift+Tab", "Shift+Tab", "Delete")
    hand.saved()
    assert desk.marks(document) == [("ORG", "éjouit Élise Mercier"), ("PER", "Loire-Atlantique")]


def test_edges_keep_up_with_fast_keys(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()
    desk.mark(document, TEXT.index("OTAN"), TEXT.index("OTAN") + 4)
    hand.page.reload()

    hand.press("Tab", "}", "}", "}", "{", "[", "[", "]")
    assert hand.painted("active") == ["l’OTAN réjouit Élise"]
    hand.saved()

    assert desk.marks(document) == [("PER", "l’OTAN réjouit Élise")]
    assert hand.painted("active") == ["l’OTAN réjouit Élise"]


def test_undo_goes_back_to_nothing_and_redo_returns(
    open_text: Open, desk: Desk, troubles: list[str]
) -> None:
    hand, document = open_text()
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
    assert all("409" in trouble for trouble in troubles)
    troubles.clear()


def test_an_armed_label_takes_every_selection(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()

    hand.press("1")
    expect(hand.page.locator("#palette [aria-pressed=true]")).to_have_text("PER 1")
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


@pytest.mark.parametrize(
    ("word", "part", "expected"),
    [
        ("OTAN", 0.9, "OTAN"),
        ("l’OTAN", 0.02, "l’"),
        ("européens", 0.5, "Nord-européens"),
        ("Nord", 0.5, "Nord-européens"),
        ("Aujourd’hui", 0.9, "Aujourd’hui"),
        ("N’Diaye", 0.05, "N’Diaye"),
        ("🎉", 0.5, "🎉"),
    ],
)
def test_a_double_click_takes_the_word(
    open_text: Open, word: str, part: float, expected: str
) -> None:
    hand, _ = open_text()

    hand.double_click(word, part)

    assert hand.painted("pending") == [expected]
    assert hand.selected() == expected


def test_three_clicks_take_the_block_and_alt_exact_characters(open_text: Open) -> None:
    hand, _ = open_text()

    hand.click("Suède", times=3)
    assert hand.painted("pending") == [TEXT.split("\n", maxsplit=1)[0]]

    hand.page.keyboard.down("Alt")
    hand.drag("députée", "députée", (0.98, 0.45))
    hand.page.keyboard.up("Alt")
    (part,) = hand.painted("pending")
    assert part in "députée"
    assert 0 < len(part) < len("députée")


def test_a_selection_that_leaves_the_text_is_cut_off(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()

    hand.press("Control+a")
    assert hand.painted("pending") == [TEXT.strip()]
    hand.press("4")
    hand.saved()

    assert desk.marks(document) == [("MISC", TEXT.strip())]


def test_clicks_at_one_point_go_from_the_inner_span_outward(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()
    first, last = TEXT.index("Élise"), TEXT.index("Atlantique") + len("Atlantique")
    name = first + len("Élise Mercier")
    for start, end, label in ((first, last, "MISC"), (first, name, "PER"), (name - 7, name, "ORG")):
        desk.mark(document, start, end, label)
    hand.page.reload()

    seen = []
    for _ in range(4):
        hand.click("Mercier")
        seen += hand.painted("active")
        hand.page.wait_for_timeout(600)  # or two clicks are a double click

    assert seen == ["Mercier", "Élise Mercier", TEXT[first:last], "Mercier"]


def test_a_chip_offers_labels_and_deletion(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()
    span = desk.mark(document, 0, 2)
    hand.page.reload()

    hand.click_chip(span)
    hand.choose("LOC")
    hand.saved()
    assert desk.marks(document) == [("LOC", "L’")]

    hand.press("Enter")
    hand.popover.get_by_text("Delete").click()
    hand.saved()
    assert desk.marks(document) == []


def test_carriage_returns_are_counted(open_text: Open, desk: Desk) -> None:
    hand, document = open_text(
        "Objet : grève\r\n\r\nLe maire de Brest 🎈\r\nrépond à Léa Le Goff.\r\n"
    )

    hand.drag("Brest", "répond")
    hand.press("4")
    hand.double_click("Léa")
    hand.press("1")
    hand.saved()

    assert desk.marks(document) == [("MISC", "Brest 🎈\r\nrépond"), ("PER", "Léa")]


def test_the_popover_stays_in_view(open_text: Open) -> None:
    hand, _ = open_text(width=390, height=640)

    for word in ("adhésion", "OTAN", "Atlantique", "oppose"):
        hand.double_click(word)
        expect(hand.popover).to_be_visible()
        box = hand.popover.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 640
        hand.press("Escape")
        expect(hand.popover).not_to_be_visible()


def test_typing_elsewhere_labels_nothing(open_text: Open, desk: Desk) -> None:
    hand, document = open_text()
    hand.double_click("OTAN")

    hand.page.click("#note")
    hand.page.keyboard.type("12 [3]")
    hand.page.keyboard.press("Delete")

    assert desk.marks(document) == []
    assert hand.page.input_value("#note").strip() == "12 [3]"


def test_what_is_copied_is_the_exact_text(open_text: Open) -> None:
    text = "un\r\n\r\ndeux\u00a0🎈\rtrois\n"
    hand, document = open_text(text)
    hand.page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    hand.page.evaluate("getSelection().selectAllChildren(document.getElementById('document'))")
    hand.page.keyboard.press("Control+c")

    assert document
    assert hand.page.evaluate("navigator.clipboard.readText()") == text
