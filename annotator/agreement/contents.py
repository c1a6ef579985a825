"""Reads of what is in sets, as columns: spans, and labels of documents."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import orjson
from sqlalchemy import ColumnElement, CursorResult, Select, select

from annotator.agreement.rolls import FURTHER, SETS, WORK
from annotator.annotations.models import DocumentLabel, SpanRow
from annotator.core.agreement.columns import NONE, Ints
from annotator.core.agreement.layers import SpanColumns
from annotator.core.agreement.tokens import Rule, Tokenizer, Tokens
from annotator.core.agreement.work import Pieces
from annotator.database import db, table_of
from annotator.documents.models import Document

SPANS, LABELS = map(table_of, (SpanRow, DocumentLabel))
FEW = 500
"""Documents that a query names one by one; of more, all of the project's sets are read."""


def spans_in(project_id: int, sets: Ints, documents: Ints = NONE) -> SpanColumns:
    """Return the spans of these sets, of few documents if they are named; a set is a place in the list."""
    query = (
        select(SPANS.c.set_id, SPANS.c.label_id, SPANS.c.start, SPANS.c.end)
        .join(SETS, SETS.c.id == SPANS.c.set_id)
        .where(*in_project(project_id, documents))
    )
    whole = _streamed(query.where(SPANS.c.fragments == ""))
    several = db.session.execute(
        query.add_columns(SPANS.c.fragments).where(SPANS.c.fragments != "")
    ).all()
    rows = np.concatenate([whole, _array(row[:4] for row in several)])
    place = _places(sets, rows[:, 0])
    parts = [
        (len(whole) + at, start, end)
        for at, row in enumerate(several)
        for start, end in orjson.loads(row[4])
    ]
    pieces = np.array(parts, np.int64).reshape(-1, 3)
    kept = place >= 0
    moved = np.cumsum(kept) - 1
    pieces = pieces[kept[pieces[:, 0]]]
    columns = (place[kept], rows[kept, 1], rows[kept, 2], rows[kept, 3])
    return SpanColumns(*columns, Pieces(moved[pieces[:, 0]], pieces[:, 1], pieces[:, 2]))


def choices_in(project_id: int, sets: Ints, documents: Ints = NONE) -> list[tuple[int, int]]:
    """Return (set, label) for every label that these sets give to their document; see `spans_in`."""
    query = (
        select(LABELS.c.set_id, LABELS.c.label_id)
        .join(SETS, SETS.c.id == LABELS.c.set_id)
        .where(*in_project(project_id, documents))
    )
    place = {number: at for at, number in enumerate(sets.tolist())}
    found = db.session.execute(query)
    return [(place[number], label) for number, label in found if number in place]


def tokens_of(documents: Sequence[int], rule: Rule) -> Tokens:
    """Return the tokens of these documents' texts."""
    tokenizer = Tokenizer(rule)
    for low in range(0, len(documents), FEW):
        page = documents[low : low + FEW]
        query = select(Document.id, Document.text).where(Document.id.in_(page))
        texts = {row.id: row.text for row in db.session.execute(query)}
        for number in page:
            tokenizer.add(texts[number])
    return tokenizer.tokens()


def in_project(project_id: int, documents: Ints) -> list[ColumnElement[bool]]:
    """Return what limits a query to the sets that can be compared, on these documents if they are few."""
    named = SETS.c.document_id.in_(documents.tolist())
    few = 0 < len(documents) <= FEW
    return [SETS.c.project_id == project_id, WORK | FURTHER, *([named] if few else [])]


def _streamed(query: Select[Any]) -> Ints:
    """Return the rows of four whole numbers, taken from the driver's cursor: no object is made of a row."""
    result = db.session.execute(query)
    cursor: Any = result.cursor if isinstance(result, CursorResult) else None
    found = _array(result.all() if cursor is None else cursor)
    result.close()
    return found


def _array(rows: Iterable[Sequence[int]]) -> Ints:
    return np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 4)


def _places(sets: Ints, wanted: Ints) -> Ints:
    """Return where each wanted number is in the list, -1 where it is not."""
    order = np.argsort(sets)
    found = np.minimum(np.searchsorted(sets[order], wanted), len(sets) - 1)
    return np.where(sets[order][found] == wanted, order[found], -1)
