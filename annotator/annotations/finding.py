"""Finding documents in lists of any length: by an index where there is one, else a stretch at a time until time is up."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    union,
)

from annotator.annotations.models import AnnotationSet, DocumentLabel, SpanRow
from annotator.core.errors import Refused
from annotator.core.records import STATUSES
from annotator.core.sentences import sentence
from annotator.database import db, table_of
from annotator.documents.metadata import meta_value
from annotator.documents.models import Document
from annotator.documents.search import search
from annotator.projects.models import LabelRow, Member
from annotator.projects.queries import label_ids

DOCUMENTS, SETS = table_of(Document), table_of(AnnotationSet)
LABELLED = table_of(SpanRow), table_of(DocumentLabel)
RARE = 5000
"""A label with fewer uses is found by its uses, a more common one by looking at the documents in their order."""
STRETCH, HITS, FEW_TEXTS = 4000, 1000, 200
"""Documents, documents with the words looked for, or whole texts, that are looked at together where no index helps."""
LAST = 2**62


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents, and in which order: `q` is searched for; `label` is a label in the annotator's work.

    `meta` is a key of the metadata and its value, written `key=value`; a key alone asks that it be there. After
    `patience` seconds a page is shown with what was found; the next page goes on from there.
    """

    q: str = ""
    status: str = ""
    label: str = ""
    flagged: bool = False
    meta: str = ""
    newest: bool = False
    patience: float = 0.02


def find_documents(
    project_id: int, annotator_id: int, which: Filter, after: int, limit: int
) -> tuple[list[int], int | None]:
    """Return the ids of a page of documents, and the id behind which the next page begins; None on the last one.

    A page may be short, even empty, although others follow, when what is looked for is rare and no index has it.
    """
    if which.status not in ("", *STATUSES):
        known = ", ".join(STATUSES)
        message = sentence(
            "The status is one of %(statuses)s, not %(status)r.",
            statuses=known,
            status=which.status,
        )
        raise Refused.field("status", message)
    finder = _Finder(project_id, annotator_id, which)
    found: list[int] = []
    deadline = time.monotonic() + which.patience
    for query, reached in finder.queries(after):
        found += db.session.scalars(query.limit(limit + 1 - len(found))).all()
        if len(found) > limit:
            return found[:limit], found[limit - 1]
        if reached is not None and time.monotonic() > deadline:
            return found, reached
    return found, None


class _Finder:
    """Makes the queries that answer one question, each for a stretch of the documents in their order."""

    def __init__(self, project_id: int, annotator_id: int, which: Filter) -> None:
        self._project, self._annotator, self._which = project_id, annotator_id, which
        self._search = search(which.q)
        self._labels = _labels(project_id, which.label) if which.label else []
        rare = bool(which.label) and not self._search.indexed and _uses(self._labels) < RARE
        self._labelled = _labelled(self._labels, annotator_id) if rare else None

    def queries(self, after: int) -> Iterator[tuple[Select[int], int | None]]:
        """Yield queries of ids with the id that each one reaches, or None where no page can end."""
        low, high = (0, after or LAST) if self._which.newest else (after, LAST)
        if self._which.status != "assigned" or self._search.indexed:
            yield from self._between(low, high)
            return
        # Up to its cursor the queue has given a set for each document, so those that wait there are few and indexed.
        passed = self._passed()
        behind = self._of_sets(low, min(high, passed + 1))
        if self._which.newest:
            yield from self._between(max(low, passed), high)
            yield behind, None
        else:
            if low < passed:
                yield behind, passed
            yield from self._between(max(low, passed), high)

    def _between(self, low: int, high: int) -> Iterator[tuple[Select[int], int | None]]:
        """Yield the queries for the documents between two ids."""
        if self._search.indexed:
            yield from self._among_hits(low, high)
            return
        newest = self._which.newest
        while (edge := None if self._is_indexed else self._edge(low, high)) is not None:
            yield self._query(*((edge - 1, high) if newest else (low, edge + 1))), edge
            low, high = (low, edge) if newest else (edge, high)
        yield self._query(low, high), None

    def _among_hits(self, low: int, high: int) -> Iterator[tuple[Select[int], int | None]]:
        """Let the index of words name documents first: a database that joined it might ask it about each document."""
        column = self._search.id
        query = select(column).where(self._search.where).order_by(self._ordered(column))
        reached: int | None = low
        while reached is not None:
            here = query.where(column > low, column < high).limit(HITS)
            hits = db.session.scalars(here).all()
            reached = hits[-1] if len(hits) == HITS else None
            yield self._query(low, high).where(DOCUMENTS.c.id.in_(hits)), reached
            low, high = (low, reached or 0) if self._which.newest else (reached or 0, high)

    @property
    def _is_indexed(self) -> bool:
        """Whether an index has all and only what is asked for, in order."""
        which = self._which
        if self._labelled is not None:
            return True
        if which.label or which.meta or which.status == "assigned" or self._search.slow:
            return False
        return not (which.status and which.flagged)

    def _edge(self, low: int, high: int) -> int | None:
        """Return the id with which the next stretch ends, or None when there is not so much left."""
        column, size = DOCUMENTS.c.id, FEW_TEXTS if self._search.slow else STRETCH
        query = select(column).where(DOCUMENTS.c.project_id == self._project)
        query = query.where(column > low, column < high).order_by(self._ordered(column))
        return db.session.scalar(query.limit(1).offset(size - 1))

    def _query(self, low: int, high: int) -> Select[int]:
        which = self._which
        worked = which.flagged or which.status not in ("", "assigned")
        if worked and not self._search.indexed and self._labelled is None:
            return self._of_sets(low, high)
        column = DOCUMENTS.c.id
        mine = self._mine(SETS.c.document_id == column)
        query = select(column).select_from(DOCUMENTS.join(SETS, mine, isouter=True))
        return self._asked(query, column, low, high)

    def _of_sets(self, low: int, high: int) -> Select[int]:
        """Go by the annotator's sets instead of by the documents."""
        column = SETS.c.document_id
        query = select(column).join(DOCUMENTS, DOCUMENTS.c.id == column)
        query = query.where(self._mine(SETS.c.project_id == self._project))
        return self._asked(query, column, low, high)

    def _mine(self, *others: ColumnElement[bool]) -> ColumnElement[bool]:
        return and_(*others, SETS.c.annotator_id == self._annotator, SETS.c.kind == "work")

    def _asked(
        self, query: Select[int], column: ColumnElement[int], low: int, high: int
    ) -> Select[int]:
        which = self._which
        if self._search.slow:
            query = query.where(self._search.where)
        query = query.where(
            DOCUMENTS.c.project_id == self._project,
            DOCUMENTS.c.archived_at.is_(None),
            column > low,
            column < high,
        )
        if which.status == "assigned":
            query = query.where(or_(SETS.c.id.is_(None), SETS.c.status == which.status))
        elif which.status:
            query = query.where(SETS.c.status == which.status)
        if which.flagged:
            query = query.where(SETS.c.flag.is_not(None))
        if self._labelled is not None:
            query = query.where(DOCUMENTS.c.id.in_(self._labelled))
        elif which.label:
            query = query.where(_has_one_of(self._labels))
        return _with_meta(query, which.meta).order_by(self._ordered(column))

    def _ordered(self, column: ColumnElement[int]) -> ColumnElement[int]:
        return column.desc() if self._which.newest else column

    def _passed(self) -> int:
        query = select(Member.queue_cursor).filter_by(
            project_id=self._project, user_id=self._annotator
        )
        return db.session.scalar(query) or 0


def _labels(project_id: int, label: str) -> list[int]:
    numbers = [number for (_, name), number in label_ids(project_id).items() if name == label]
    if not numbers:
        message = sentence("There is no label %(label)s in this project.", label=label)
        raise Refused.field("label", message)
    return numbers


def _uses(labels: Sequence[int]) -> int:
    return db.session.scalar(select(func.sum(LabelRow.uses)).where(LabelRow.id.in_(labels))) or 0


def _labelled(labels: Sequence[int], annotator_id: int) -> list[int]:
    """Return the documents in which an annotator has given one of these labels."""
    queries = [select(table.c.set_id).where(table.c.label_id.in_(labels)) for table in LABELLED]
    numbers = db.session.scalars(union(*queries)).all()
    columns = select(SETS.c.document_id, SETS.c.annotator_id, SETS.c.kind)
    rows = db.session.execute(columns.where(SETS.c.id.in_(numbers)))
    return [document for document, who, kind in rows if (who, kind) == (annotator_id, "work")]


def _has_one_of(labels: Sequence[int]) -> ColumnElement[bool]:
    return or_(
        *(
            exists().where(table.c.set_id == SETS.c.id, table.c.label_id.in_(labels))
            for table in LABELLED
        )
    )


def _with_meta(query: Select[int], asked: str) -> Select[int]:
    key, equals, value = (part.strip() for part in asked.partition("="))
    if not key:
        return query
    stored = meta_value(key)
    return query.where(stored == value if equals else stored.is_not(None))
