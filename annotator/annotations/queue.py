"""The queue: which document an annotator gets next, held for them for a while."""

from datetime import timedelta

from sqlalchemy import ScalarSelect, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from annotator.annotations.counters import count_progress
from annotator.annotations.models import AnnotationSet
from annotator.database import now, write_tx
from annotator.documents.models import Document
from annotator.projects.models import Member, Project

LEASE = timedelta(hours=4)
"""How long a document that was handed out and not begun counts against the number of annotators it may have."""


def next_document(project_id: int, annotator_id: int, after: int = 0) -> int | None:
    """Return the next document for an annotator, claimed for them, or None when there is nothing left.

    Work begun or assigned comes first, then a document that too few people have; `after` is the document they come
    from, so that "next" goes on instead of back.
    """
    with write_tx() as session:
        found = _own(session, project_id, annotator_id, after) or _unclaimed(
            session, project_id, annotator_id
        )
        if found is None and after:
            found = _own(session, project_id, annotator_id, 0)
        if found is not None:
            _claim(session, project_id, annotator_id, found)
    return found


def _own(session: Session, project_id: int, annotator_id: int, after: int) -> int | None:
    """Return the first document that is assigned to them or that they have begun."""
    query = (
        select(AnnotationSet.document_id)
        .join(Document, Document.id == AnnotationSet.document_id)
        .where(
            AnnotationSet.project_id == project_id,
            AnnotationSet.annotator_id == annotator_id,
            AnnotationSet.kind == "work",
            AnnotationSet.status.in_(("assigned", "in_progress")),
            AnnotationSet.document_id > after,
            Document.archived_at.is_(None),
        )
        .order_by(AnnotationSet.document_id)
        .limit(1)
    )
    return session.scalar(query)


def _unclaimed(session: Session, project_id: int, annotator_id: int) -> int | None:
    """Return the first document past the annotator's cursor that they have no set on and that may have one more."""
    cursor = _cursor(session, project_id, annotator_id)
    mine = aliased(AnnotationSet)
    query = (
        select(Document.id)
        .where(
            Document.project_id == project_id,
            Document.archived_at.is_(None),
            Document.id > cursor,
            ~exists().where(
                mine.document_id == Document.id,
                mine.annotator_id == annotator_id,
                mine.kind == "work",
            ),
        )
        .order_by(Document.id)
        .limit(1)
    )
    wanted = session.get_one(Project, project_id).settings.get("annotators_per_document")
    if wanted:
        query = query.where(_takers() < wanted)
    found = session.scalar(query)
    if found is not None and not wanted:
        _move_cursor(session, project_id, annotator_id, found)
    return found


def _cursor(session: Session, project_id: int, annotator_id: int) -> int:
    query = select(Member.queue_cursor).filter_by(project_id=project_id, user_id=annotator_id)
    return session.scalar(query) or 0


def _move_cursor(session: Session, project_id: int, annotator_id: int, document_id: int) -> None:
    """Everything up to here is claimed; with a limit per document it may become free again, so then it stays."""
    session.execute(
        update(Member)
        .where(Member.project_id == project_id, Member.user_id == annotator_id)
        .values(queue_cursor=document_id)
    )


def _takers() -> ScalarSelect[int]:
    """Count the people who have the document: those who began it, and those for whom it is still held."""
    sets = aliased(AnnotationSet)
    return (
        select(func.count())
        .select_from(sets)
        .where(
            sets.document_id == Document.id,
            sets.kind == "work",
            or_(
                sets.status.in_(("in_progress", "done")),
                and_(sets.status == "assigned", sets.lease_until > now()),
            ),
        )
        .scalar_subquery()
    )


def _claim(session: Session, project_id: int, annotator_id: int, document_id: int) -> None:
    key = {"document_id": document_id, "annotator_id": annotator_id, "kind": "work"}
    row = session.scalar(select(AnnotationSet).filter_by(**key))
    if row is None:
        row = AnnotationSet(project_id=project_id, status="assigned", note="", **key)
        session.add(row)
        count_progress(session, (project_id, annotator_id, "work", "assigned"), 1, 0)
    row.lease_until = now() + LEASE
