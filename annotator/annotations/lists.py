"""Lists of documents with where somebody's work on them stands; paged by the last id seen, never counted."""

from dataclasses import dataclass

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from annotator.annotations.models import AnnotationSet, DocumentLabel, SpanRow
from annotator.core.errors import Refused
from annotator.core.records import STATUSES
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.queries import label_ids


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents: `q` is looked for in id, title and text; `label` is a label in the annotator's work."""

    q: str = ""
    status: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list, with the status of one annotator's work on it."""

    id: int
    external_id: str
    title: str
    length: int
    status: str
    flag: str | None


def list_documents(
    project_id: int, annotator_id: int, which: Filter, after: int, limit: int
) -> tuple[list[Listed], int | None]:
    """Return a page of documents in the order in which they came, and the id after which the next page begins."""
    sets = aliased(AnnotationSet)
    mine = and_(
        sets.document_id == Document.id, sets.annotator_id == annotator_id, sets.kind == "work"
    )
    query = (
        select(Document, sets.status, sets.flag)
        .join(sets, mine, isouter=True)
        .where(Document.project_id == project_id, Document.archived_at.is_(None))
        .where(Document.id > after)
        .order_by(Document.id)
        .limit(limit + 1)
    )
    query = _with_status(query, sets, which.status)
    query = _with_text(_with_label(query, sets, project_id, which.label), which.q)
    rows = db.session.execute(query).all()
    items = [_listed(row) for row in rows[:limit]]
    return items, items[-1].id if len(rows) > limit else None


def _listed(row: Row[Document, str | None, str | None]) -> Listed:
    document, status, flag = row
    return Listed(
        document.id,
        document.external_id,
        document.title,
        document.length,
        status or "assigned",
        flag,
    )


DocumentQuery = Select[Document, str, str | None]


def _with_status(query: DocumentQuery, sets: type[AnnotationSet], status: str) -> DocumentQuery:
    """A document that the annotator has not touched counts as assigned."""
    if not status:
        return query
    if status not in STATUSES:
        raise Refused.field(
            "status", f"The status is one of {', '.join(STATUSES)}, not {status!r}."
        )
    if status == "assigned":
        return query.where(or_(sets.id.is_(None), sets.status == status))
    return query.where(sets.status == status)


def _with_label(
    query: DocumentQuery, sets: type[AnnotationSet], project_id: int, label: str
) -> DocumentQuery:
    if not label:
        return query
    numbers = [number for (_, name), number in label_ids(project_id).items() if name == label]
    if not numbers:
        raise Refused.field("label", f"There is no label {label} in this project.")
    spans = select(SpanRow.set_id).where(SpanRow.label_id.in_(numbers))
    labels = select(DocumentLabel.set_id).where(DocumentLabel.label_id.in_(numbers))
    return query.where(or_(sets.id.in_(spans), sets.id.in_(labels)))


def _with_text(query: DocumentQuery, words: str) -> DocumentQuery:
    if not words.strip():
        return query
    found = [
        func.lower(column).contains(words.strip().lower(), autoescape=True)
        for column in (Document.external_id, Document.meta, Document.text)
    ]
    return query.where(or_(*found))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a document stands in its project: the ids before and after it."""

    before: int | None
    after: int | None


def neighbours(document: Document) -> Neighbours:
    """Return the documents before and after this one."""
    here = select(Document.id).where(
        Document.project_id == document.project_id, Document.archived_at.is_(None)
    )
    before = here.where(Document.id < document.id).order_by(Document.id.desc()).limit(1)
    after = here.where(Document.id > document.id).order_by(Document.id).limit(1)
    return Neighbours(db.session.scalar(before), db.session.scalar(after))
