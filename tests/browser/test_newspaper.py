"""A whole article of a newspaper, imported as it is and labelled in the browser; the project's own copy has its traps."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import HTMX_URL, NewPage
from tests.browser.forgiving import Forgive
from tests.browser.labelling_desk import Desk
from tests.browser.labelling_hand import Hand
from tests.browser.people import sign_in
from tests.browser.serving import Server

OURS = (
    "Le nouveau porte-parole de l’OTAN, Marc Rutteau confirme l’arrivée de renforts dans la région de Koursk. "
    "Rutte prévient que l’accord entre Moscou et constitue « un tournant » .\n"
    "« Des unités nord-coréennes y sont\u00a0déployées« , dit-il. 10\u202f000 soldats, selon l’Otan.\n"
)
WANTED = [("ORG", "OTAN", 0), ("PER", "Rutte", 1), ("LOC", "Koursk", 0), ("LOC", "Moscou", 0)]

Opened = tuple[Hand, int, str]


def article() -> bytes:
    """Return the article beside the corpora where there is one, else ours."""
    named = os.environ.get("ANNOTATOR_TEST_CORPORA")
    found = sorted(Path(named).parent.glob("seeds/*.txt")) if named else []
    return found[0].read_bytes() if found else OURS.encode()


@pytest.fixture(params=[article(), OURS.encode()], ids=["article", "ours"])
def opening(
    request: pytest.FixtureRequest, new_page: NewPage, server: Server, desk: Desk, tmp_path: Path
) -> Callable[..., Opened]:
    """Import the file by the command and open it."""

    def opened(**options: object) -> Opened:
        file = tmp_path / f"{request.node.name}.txt"
        file.write_bytes(request.param)
        server.flask("import", desk.slug, str(file))
        listed = desk.call("GET", f"/projects/{desk.slug}/documents?limit=500")["items"]
        document = max(one["id"] for one in listed)
        text = desk.call("GET", f"/documents/{document}")["text"]
        assert text == request.param.decode()
        page = new_page(**options)
        sign_in(page, server.user, server.password)
        page.goto(f"/documents/{document}")
        blocks = page.locator("#document .b").all_text_contents()
        assert "".join(blocks) == text
        return Hand(page), document, text

    return opened


def label(hand: Hand, desk: Desk, document: int) -> list[tuple[str, str]]:
    """Label words by double click and key, a passage by dragging; return what must be there."""
    keys = {"PER": "1", "ORG": "2", "LOC": "3", "CLAIM": "5"}
    for name, word, nth in WANTED:
        hand.click(word, times=2, nth=nth)
        hand.press(keys[name])
        hand.saved()
    hand.drag("prévient", "Moscou", (0.1, 0.9))
    hand.press(keys["CLAIM"])
    hand.saved()
    marks = desk.marks(document)
    assert sorted(mark for mark in marks if mark[0] != "CLAIM") == sorted(
        (name, word) for name, word, _ in WANTED
    )
    [claim] = [quote for name, quote in marks if name == "CLAIM"]
    assert (claim.split()[0], claim.split()[-1]) == ("prévient", "Moscou")
    return marks


def undo_and_redo(hand: Hand, desk: Desk, document: int, marks: list[tuple[str, str]]) -> None:
    """Reload, undo everything, redo everything."""
    hand.page.reload()
    assert sorted(hand.chips()) == sorted(f"{name}: {quote}"[:90] for name, quote in marks)
    hand.page.locator("#document").focus()
    for _ in marks:
        hand.press("Control+z")
    hand.saved()
    assert desk.marks(document) == []
    assert hand.chips() == []
    for _ in marks:
        hand.press("Control+Shift+z")
    hand.saved()
    assert desk.marks(document) == marks


def test_an_article_is_labelled_reloaded_undone_and_redone(
    opening: Callable[..., Opened], desk: Desk
) -> None:
    hand, document, _ = opening()

    marks = label(hand, desk, document)
    undo_and_redo(hand, desk, document, marks)


def test_an_article_is_labelled_without_the_network_for_htmx(
    opening: Callable[..., Opened], desk: Desk, forgive: Forgive
) -> None:
    hand, document, _ = opening()
    hand.page.context.route(HTMX_URL, lambda route: route.abort())
    hand.page.reload()

    marks = label(hand, desk, document)
    undo_and_redo(hand, desk, document, marks)

    forgive("ERR_FAILED")


def test_an_article_is_labelled_without_scripts(opening: Callable[..., Opened], desk: Desk) -> None:
    hand, document, _ = opening(java_script_enabled=False)
    page = hand.page

    for name, word, nth in WANTED:
        page.click("#quote summary")
        page.fill("#quote-text", word)
        page.fill("#quote-occurrence", str(nth + 1))
        page.select_option("#quote-label", f"entity/{name}")
        page.click("#quote button")

    assert sorted(desk.marks(document)) == sorted((name, word) for name, word, _ in WANTED)
