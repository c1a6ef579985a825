"""Work that the server may not have yet: making it, counting what waits, and what the database holds of it."""

import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browser.labelling_hand import Hand
from tests.browser.serving import Server

TEXT = "La Norvège et la Suède parlent.\nLe Danemark écoute la Finlande.\nPersonne ne rit.\n"
ACTS = "**/documents/*/spans**"
WAITING = """
() => new Promise((done) => {
  const asked = indexedDB.open('annotator', 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction('acts').objectStore('acts').getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result.length); };
  };
})
"""


def made(server: Server, document: int) -> list[tuple[int, int]]:
    """Return the extents of all spans of a document as the database has them."""
    with closing(sqlite3.connect(server.instance / "annotator.sqlite3")) as database:
        rows = database.execute(
            'SELECT start, "end" FROM span JOIN annotation_set ON set_id = annotation_set.id'
            " WHERE document_id = ? ORDER BY start",
            (document,),
        )
        return [(start, end) for start, end in rows]


def extents(*words: str) -> list[tuple[int, int]]:
    """Return where these words are in the text."""
    return [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]


def label(hand: Hand, *words: str) -> None:
    """Label some words as places."""
    for word in words:
        hand.double_click(word)
        hand.press("3")


def not_saved(page: Page) -> None:
    """Wait until the page says that something is not saved."""
    expect(page.locator("#status")).to_contain_text("Not saved")
    expect(page.locator("#retry")).to_be_visible()
