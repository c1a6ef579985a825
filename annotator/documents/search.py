"""Searching documents by what people type: words, "phrases", and beginnings* of words; any text is a good question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import category

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)

from annotator.database import db, table_of
from annotator.documents.metadata import meta_value
from annotator.documents.models import Document
from annotator.documents.search_index import COLUMNS, LIGATURES, NAME, SEARCH

NO_SNIPPET = cast(null(), String)
FOLD = str.maketrans(LIGATURES)
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
PARTS = re.compile(r'"([^"]*)"?|(\S+)')
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Letters of scripts without spaces between words, in which any piece of text is looked for."""
BEGIN, END, CUT = "\x02", "\x03", "…"
WORDS = 24
"""Length of a snippet."""
FOLDED = re.compile("|".join(LIGATURES.values()), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; `found` where it is what was looked for."""

    text: str
    found: bool


def words_of(typed: str) -> str | None:
    """Return what was typed as a question to the index, or None where the index knows no word of it.

    Every word or phrase must be there; what holds no letter or digit beside words is passed by.
    """
    if UNSPACED.search(typed) or "\0" in typed:
        return None
    parts: list[str] = []
    for phrase, word in PARTS.findall(typed.translate(QUOTES)):
        text = (phrase or word).translate(FOLD)
        if any(category(letter)[0] in "LN" or category(letter) == "Co" for letter in text):
            whole = text.rstrip("*").replace('"', '""')
            parts.append(f'"{whole}"' + ("*" if text.endswith("*") and not phrase else ""))
    return " AND ".join(parts) or None


@dataclass(frozen=True, slots=True)
class Search:
    """Where a query of documents begins: its tables, what they are to fulfil, the id to go by, and the snippets.

    The words are looked for in the index (`indexed`), or in every text letter by letter (`slow`).
    """

    tables: FromClause
    where: ColumnElement[bool]
    id: ColumnElement[int]
    snippet: ColumnElement[str]
    indexed: bool = False
    slow: bool = False

    def among(self, ids: Sequence[int]) -> ColumnElement[bool]:
        """Hold for the documents with these ids, of which there must be some, that have what is looked for.

        The index is asked once, for the stretch they lie in: asked for each id, it would gather all words with a
        beginning each time. The sum keeps the ids out of the question it is asked.
        """
        if not self.indexed:
            return and_(self.where, self.id.in_(ids))
        return and_(self.where, self.id.between(min(ids), max(ids)), (self.id + 0).in_(ids))


def search(typed: str) -> Search:
    """Return the search for what was typed; all documents for nothing.

    A query goes by the search's `id`, so that documents are found in their order, however many there are.
    """
    everything = Search(table_of(Document), true(), table_of(Document).c.id, NO_SNIPPET)
    if not typed.strip():
        return everything
    words = words_of(typed) if db.engine.dialect.name == "sqlite" else None
    if words is None:
        return replace(everything, where=_holds(typed.strip()), slow=True)
    return Search(
        tables=SEARCH.join(table_of(Document), table_of(Document).c.id == SEARCH.c.rowid),
        where=literal_column(NAME).op("MATCH")(words),
        id=SEARCH.c.rowid,
        snippet=func.snippet(literal_column(NAME), len(COLUMNS) - 1, BEGIN, END, CUT, WORDS),
        indexed=True,
    )


def _holds(text: str) -> ColumnElement[bool]:
    """Look at every text, letter by letter; the case of letters does not matter."""
    columns = (Document.external_id, meta_value("title"), Document.text)
    if db.engine.dialect.name != "sqlite":
        pattern = re.sub(r"([\\%_])", r"\\\1", text)
        return or_(*(column.ilike(f"%{pattern}%", escape="\\") for column in columns))
    return or_(*(func.lower(column).contains(text.lower(), autoescape=True) for column in columns))


def pieces(snippet: str | None, document_id: int) -> Sequence[Piece]:
    """Return a snippet as it stands in the document's text, cut at what was found; empty when nothing was."""
    if not snippet or BEGIN not in snippet:
        return ()
    if FOLDED.search(snippet):
        snippet = _unfolded(snippet, document_id)
    found: list[Piece] = []
    for at, part in enumerate(re.split(f"[{BEGIN}{END}]", snippet)):
        if part:
            found.append(Piece(part, found=at % 2 == 1))
    return found


def _unfolded(snippet: str, document_id: int) -> str:
    """Give a snippet back the ligatures that the index does not know."""
    text = db.session.scalar(select(Document.text).where(Document.id == document_id)) or ""
    if not any(ligature in text for ligature in LIGATURES):
        return snippet
    bare = snippet.removeprefix(CUT).removesuffix(CUT)
    start = text.translate(FOLD).find(bare.replace(BEGIN, "").replace(END, ""))
    if start < 0:
        return snippet
    place = _place(text, start)
    kept: list[str] = []
    folded = iter(bare)
    for character in folded:
        if character in (BEGIN, END):
            kept.append(character)
            continue
        kept.append(text[place])
        if text[place] in LIGATURES:
            _pass_by_letter(folded, kept)
        place += 1
    body = "".join(kept)
    return (CUT if snippet.startswith(CUT) else "") + body + (CUT if snippet.endswith(CUT) else "")


def _pass_by_letter(folded: Any, kept: list[str]) -> None:
    """Pass by the second letter of a ligature, keeping the marks before it."""
    for character in folded:
        if character not in (BEGIN, END):
            return
        kept.append(character)


def _place(text: str, folded_place: int) -> int:
    """Return the offset in a text of a place in its folded form."""
    passed = 0
    for at, character in enumerate(text):
        if passed >= folded_place:
            return at
        passed += len(LIGATURES.get(character, " "))
    return len(text)
