"""Reading annotation sets: what is in them and what happened to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, func, literal, select, tuple_

from annotator.accounts.models import User
from annotator.annotations.models import AnnotationSet, DocumentLabel, Event, RelationRow, SpanRow
from annotator.annotations.stored import Names, relation_from_row, span_from_row
from annotator.core.errors import NotFound
from annotator.core.records import Relation
from annotator.core.sentences import sentence
from annotator.core.spans import Span, reading_order
from annotator.database import UuidKey, db, table_of
from annotator.projects.queries import label_names

SPANS = table_of(SpanRow)
SPAN_COLUMNS = tuple(
    SPANS.c[name]
    for name in ("id", "start", "end", "label_id", "fragments", "attributes", "note", "origin")
)


OF_KIND = select(AnnotationSet).where(
    AnnotationSet.document_id == bindparam("document"), AnnotationSet.kind == bindparam("kind")
)
OF_ANNOTATOR = OF_KIND.where(AnnotationSet.annotator_id == bindparam("annotator"))
ALL_SPANS = select(*SPAN_COLUMNS).where(SpanRow.set_id == bindparam("set"))
ALL_RELATIONS = select(RelationRow.__table__).where(RelationRow.set_id == bindparam("set"))
ALL_LABELS = (
    select(DocumentLabel.label_id)
    .where(DocumentLabel.set_id == bindparam("set"))
    .order_by(DocumentLabel.position, DocumentLabel.label_id)
)


@dataclass(frozen=True, slots=True)
class Work:
    """All that is in an annotation set; a set that is not there yet is empty, at revision 0."""

    set_id: int | None = None
    revision: int = 0
    status: str = "assigned"
    flag: str | None = None
    note: str = ""
    span_count: int = 0
    spans: tuple[Span, ...] = ()
    relations: tuple[Relation, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def set_of(document_id: int, annotator_id: int | None, kind: str = "work") -> AnnotationSet | None:
    """Return the set's row, or None when nobody has written in it yet. Gold is found without its curator."""
    here = {"document": document_id, "kind": kind}
    if annotator_id is None and kind == "gold":
        return db.session.scalars(OF_KIND, here).first()
    return db.session.scalars(OF_ANNOTATOR, here | {"annotator": annotator_id}).first()


def work_on(document_id: int, annotator_id: int | None, kind: str = "work") -> Work:
    """Return an annotator's work on a document, spans in reading order."""
    row = set_of(document_id, annotator_id, kind)
    if row is None:
        return Work()
    names = label_names(row.project_id)
    return Work(
        set_id=row.id,
        revision=row.revision,
        status=row.status,
        flag=row.flag,
        note=row.note,
        span_count=row.span_count,
        spans=spans_of(row.id, names),
        relations=relations_of(row.id, names),
        labels=labels_of(row.id, names),
    )


def set_head(document_id: int, annotator_id: int) -> Work:
    """Return where an annotator's work stands, without its spans and relations."""
    row = set_of(document_id, annotator_id)
    if row is None:
        return Work()
    labels = labels_of(row.id, label_names(row.project_id))
    return Work(row.id, row.revision, row.status, row.flag, row.note, row.span_count, labels=labels)


def spans_of(set_id: int, names: Names) -> tuple[Span, ...]:
    """Return the spans of a set in reading order."""
    rows = db.session.execute(ALL_SPANS, {"set": set_id})
    return tuple(sorted((span_from_row(row, names) for row in rows), key=reading_order))


def spans_page(set_id: int | None, page: int, size: int, names: Names) -> tuple[Span, ...]:
    """Return one page of a set's spans by start, outer ones first; pages count from 1."""
    query = (
        select(*SPAN_COLUMNS)
        .where(SpanRow.set_id == set_id)
        .order_by(SpanRow.start, SpanRow.end.desc(), SpanRow.id)
        .limit(size)
        .offset(size * (page - 1))
    )
    return tuple(span_from_row(row, names) for row in db.session.execute(query))


def spans_before(set_id: int | None, offset: int) -> int:
    """Return how many spans of a set begin before an offset."""
    query = select(func.count()).where(SpanRow.set_id == set_id, SpanRow.start < offset)
    return db.session.scalar(query) or 0


def span_beside(set_id: int | None, span: Span, *, after: bool) -> UUID | None:
    """Return the id of the span before or after one in the order of `spans_page`, or None."""
    here = tuple_(SPANS.c.start, -SPANS.c.end, SPANS.c.id)
    there = tuple_(literal(span.start), literal(-span.end), literal(span.id, UuidKey))
    query = select(SPANS.c.id).where(SPANS.c.set_id == set_id)
    if after:
        ordered = query.where(here > there).order_by(SPANS.c.start, SPANS.c.end.desc(), SPANS.c.id)
    else:
        ordered = query.where(here < there).order_by(
            SPANS.c.start.desc(), SPANS.c.end, SPANS.c.id.desc()
        )
    return db.session.scalar(ordered.limit(1))


def span_in(set_id: int | None, span_id: UUID, names: Names) -> Span:
    """Return one span of a set, or raise NotFound."""
    query = select(*SPAN_COLUMNS).where(SpanRow.set_id == set_id, SpanRow.id == span_id)
    row = db.session.execute(query).first()
    if row is None:
        message = sentence("There is no such span in this set: it may have been deleted meanwhile.")
        raise NotFound(message)
    return span_from_row(row, names)


def relations_of(set_id: int, names: Names) -> tuple[Relation, ...]:
    """Return the relations and filled roles of a set, by id."""
    rows = db.session.execute(ALL_RELATIONS, {"set": set_id})
    return tuple(sorted((relation_from_row(row, names) for row in rows), key=lambda one: one.id))


def labels_of(set_id: int, names: Names) -> dict[str, tuple[str, ...]]:
    """Return the document labels of a set by layer, in their order."""
    labels: dict[str, tuple[str, ...]] = {}
    for label_id in db.session.scalars(ALL_LABELS, {"set": set_id}):
        layer, name = names[label_id]
        labels[layer] = (*labels.get(layer, ()), name)
    return labels


def events_of(set_id: int) -> Sequence[Event]:
    """Return all events of a set, first to last."""
    return db.session.scalars(select(Event).filter_by(set_id=set_id).order_by(Event.revision)).all()


def history(set_id: int, before: int | None, limit: int) -> Sequence[Row[Event, str]]:
    """Return events and the names of who made them, newest first, older than revision `before`."""
    query = (
        select(Event, User.name).join(User, User.id == Event.actor_id).where(Event.set_id == set_id)
    )
    if before is not None:
        query = query.where(Event.revision < before)
    return db.session.execute(query.order_by(Event.revision.desc()).limit(limit)).all()


def changed_since(set_id: int, revision: int) -> list[Any]:
    """Return the changes that events made after a revision, in the form kept in events."""
    query = select(Event.changes).where(Event.set_id == set_id, Event.revision > revision)
    rows = db.session.scalars(query.order_by(Event.revision))
    return [change for changes in rows for change in changes]
