"""Stored documents with everybody's work on them, as records, a page at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet, DocumentLabel, RelationRow
from annotator.annotations.queries import SPAN_COLUMNS
from annotator.annotations.rows import RELATIONS, SPANS
from annotator.annotations.stored import Names, relation_from_row, span_from_row
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.spans import Span, reading_order
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.queries import label_names

PAGE = 200
"""Documents read in one short transaction: a long one would hold up the folding of the write-ahead log."""


def annotated_documents(project_id: int) -> Iterator[DocumentRecord]:
    """Yield the project's documents in the order in which they came, with all sets on them."""
    names = label_names(project_id)
    after = 0
    while rows := _page(project_id, after):
        sets = _sets([row.id for row in rows], names)
        db.session.rollback()
        for row in rows:
            yield DocumentRecord(row.external_id, row.text, row.meta, tuple(sets[row.id]))
        after = rows[-1].id


def known_documents(project_id: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the id and the metadata of every document of the project, without their texts."""
    after = 0
    query = select(Document.id, Document.external_id, Document.meta).order_by(Document.id)
    current = query.where(Document.project_id == project_id, Document.archived_at.is_(None))
    while rows := db.session.execute(current.where(Document.id > after).limit(10 * PAGE)).all():
        yield from ((row.external_id, row.meta) for row in rows)
        after = rows[-1].id


def _page(project_id: int, after: int) -> Sequence[Row[Any]]:
    query = (
        select(Document.id, Document.external_id, Document.meta, Document.text)
        .where(Document.project_id == project_id, Document.archived_at.is_(None))
        .where(Document.id > after)
        .order_by(Document.id)
        .limit(PAGE)
    )
    return db.session.execute(query).all()


def _sets(document_ids: Sequence[int], names: Names) -> dict[int, list[AnnotationRecord]]:
    """Return the sets on these documents, by annotator's name and kind."""
    query = (
        select(AnnotationSet, User.name)
        .join(User, User.id == AnnotationSet.annotator_id)
        .where(AnnotationSet.document_id.in_(document_ids))
        .order_by(User.name, AnnotationSet.kind)
    )
    rows = db.session.execute(query).all()
    set_ids = [row[0].id for row in rows]
    spans = _spans(set_ids, names)
    relations = _by_set(select(RELATIONS).where(RelationRow.set_id.in_(set_ids)))
    labels = _labels(set_ids, names)
    found: dict[int, list[AnnotationRecord]] = defaultdict(list)
    for stored, annotator in rows:
        found[stored.document_id].append(
            AnnotationRecord(
                annotator=annotator,
                kind=stored.kind,
                status=stored.status,
                spans=tuple(sorted(spans[stored.id], key=reading_order)),
                relations=tuple(
                    sorted(
                        (relation_from_row(row, names) for row in relations[stored.id]),
                        key=lambda relation: relation.id,
                    )
                ),
                labels=labels[stored.id],
                note=stored.note,
                flag=stored.flag,
                revision=stored.revision,
            )
        )
    return found


def _spans(set_ids: Sequence[int], names: Names) -> dict[int, list[Span]]:
    # Columns of the table, not of the model: SQLAlchemy then makes rows without asking its mapper about each.
    query = select(SPANS.c.set_id, *SPAN_COLUMNS).where(SPANS.c.set_id.in_(set_ids))
    found: dict[int, list[Span]] = defaultdict(list)
    for set_id, *row in db.session.execute(query).all():
        found[set_id].append(span_from_row(row, names))
    return found


def _by_set(query: Any) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.set_id].append(row)
    return found


def _labels(set_ids: Sequence[int], names: Names) -> dict[int, dict[str, tuple[str, ...]]]:
    query = (
        select(DocumentLabel.set_id, DocumentLabel.label_id)
        .where(DocumentLabel.set_id.in_(set_ids))
        .order_by(DocumentLabel.set_id, DocumentLabel.position, DocumentLabel.label_id)
    )
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for set_id, label_id in db.session.execute(query):
        layer, name = names[label_id]
        found[set_id][layer] = (*found[set_id].get(layer, ()), name)
    return found
