"""Lists of documents with where somebody's work on them stands; paged by the last id seen, never counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from annotator.annotations.models import AnnotationSet, DocumentLabel, SpanRow
from annotator.core.errors import Refused
from annotator.core.records import STATUSES
from annotator.database import db
from annotator.documents.metadata import meta_value
from annotator.documents.models import Document
from annotator.documents.search import Piece, pieces, search
from annotator.projects.queries import label_ids


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents, and in which order: `q` is searched for; `label` is a label in the annotator's work.

    `meta` is a key of the metadata and its value, written `key=value`; a key alone asks that it be there.
    """

    q: str = ""
    status: str = ""
    label: str = ""
    flagged: bool = False
    meta: str = ""
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list, with the status of one annotator's work on it, and where what was looked for stands."""

    id: int
    external_id: str
    title: str
    length: int
    status: str
    flag: str | None
    split: str
    snippet: Sequence[Piece] = ()


def list_documents(
    project_id: int, annotator_id: int, which: Filter, after: int, limit: int
) -> tuple[list[Listed], int | None]:
    """Return a page of documents in the order in which they came, or the newest first, and the id it ends with.

    That id is None on the last page; given as `after`, the next page begins behind it. 0 begins at the beginning.
    """
    found, sets = search(which.q), aliased(AnnotationSet)
    mine = and_(
        sets.document_id == Document.id, sets.annotator_id == annotator_id, sets.kind == "work"
    )
    query = (
        select(Document, sets.status, sets.flag, found.snippet.label("snippet"))
        .select_from(found.tables)
        .join(sets, mine, isouter=True)
        .where(found.where, Document.project_id == project_id, Document.archived_at.is_(None))
        .order_by(found.id.desc() if which.newest else found.id)
        .limit(limit + 1)
    )
    if after:
        query = query.where(found.id < after if which.newest else found.id > after)
    query = _with_meta(_with_status(query, sets, which), which.meta)
    rows = db.session.execute(_with_label(query, sets, project_id, which.label)).all()
    items = [_listed(row) for row in rows[:limit]]
    return items, items[-1].id if len(rows) > limit else None


def _listed(row: Row[Document, str, str | None, str]) -> Listed:
    document, status, flag, snippet = row
    return Listed(
        id=document.id,
        external_id=document.external_id,
        title=document.title,
        length=document.length,
        status=status or "assigned",
        flag=flag,
        split=str(document.meta.get("split") or ""),
        snippet=pieces(snippet, document.id),
    )


DocumentQuery = Select[Document, str, str | None, str]


def _with_status(query: DocumentQuery, sets: type[AnnotationSet], which: Filter) -> DocumentQuery:
    """A document that the annotator has not touched counts as assigned."""
    if which.flagged:
        query = query.where(sets.flag.is_not(None))
    status = which.status
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


def _with_meta(query: DocumentQuery, asked: str) -> DocumentQuery:
    key, equals, value = (part.strip() for part in asked.partition("="))
    if not key:
        return query
    stored = meta_value(key)
    return query.where(stored == value if equals else stored.is_not(None))
