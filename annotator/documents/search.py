"""Searching documents by what people type: words, "phrases", and beginnings* of words; any text is a good question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    func,
    literal_column,
    or_,
    true,
)

from annotator.database import db, table_of
from annotator.documents.metadata import meta_value
from annotator.documents.models import Document
from annotator.documents.search_index import COLUMNS, NAME, SEARCH
from annotator.documents.snippets import BEGIN, CUT, END, FOLD, NO_SNIPPET, around

QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
PARTS = re.compile(r'"([^"]*)"?|(\S+)')
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Letters of scripts without spaces between words, in which any piece of text is looked for."""
WORDS = 24
"""Length of a snippet."""


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
        text = typed.strip()
        return replace(everything, where=_holds(text), snippet=around(text), slow=True)
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
