"""The queue: which document an annotator gets next, held for them for a while."""

from datetime import timedelta

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from annotator.annotations.counters import count_progress
from annotator.annotations.models import AnnotationSet
from annotator.database import now, write_tx
from annotator.documents.models import Document
from annotator.projects.models import Member, Project

LEASE = timedelta(hours=4)
"""How long a document that was handed out and not begun counts against the number of annotators it may have."""
STRETCH = 2000
"""Documents that are walked over in one transaction."""


def next_document(project_id: int, annotator_id: int, after: int = 0) -> int | None:
    """Return the next document for an annotator, claimed for them, or None when there is nothing left.

    Work begun or assigned comes first, then a document that too few people have; `after` is the document they come
    from, so that "next" goes on instead of back.
    """
    more = True
    while more:
        with write_tx() as session:
            found, more = _own(session, project_id, annotator_id, after), False
            if found is None:
                found, more = _unclaimed(session, project_id, annotator_id)
            if found is None and after and not more:
                found = _own(session, project_id, annotator_id, 0)
            if found is not None:
                _claim(session, project_id, annotator_id, found)
                return found
    return None


def _own(session: Session, project_id: int, annotator_id: int, after: int) -> int | None:
    """Return the first document that is assigned to them or that they have begun."""
    query = (
        select(AnnotationSet.document_id)
        .join(Document, Document.id == AnnotationSet.document_id)
        .where(
            AnnotationSet.project_id == project_id,
            AnnotationSet.annotator_id == annotator_id,
            AnnotationSet.kind == "work",
            AnnotationSet.document_id > after,
            Document.archived_at.is_(None),
        )
        .order_by(AnnotationSet.document_id)
        .limit(1)
    )
    # One status at a time: only so the index has them in order.
    firsts = [
        session.scalar(query.where(AnnotationSet.status == status))
        for status in ("assigned", "in_progress")
    ]
    return min((first for first in firsts if first is not None), default=None)


def _unclaimed(session: Session, project_id: int, annotator_id: int) -> tuple[int | None, bool]:
    """Return the first document that they have no set on and that may have one more, and else whether to look on.

    Behind the annotator's cursor nothing is left but what others give back. It is moved on over a stretch at a time,
    so that nobody is held up by a long walk.
    """
    cursor = _cursor(session, project_id, annotator_id)
    wanted = session.get_one(Project, project_id).settings.get("annotators_per_document")
    here = Document.project_id == project_id
    ahead = select(Document.id).where(here, Document.id > cursor).order_by(Document.id).limit(1)
    edge = session.scalar(ahead.offset(STRETCH - 1))
    free = ahead.where(Document.archived_at.is_(None), ~_has(annotator_id))
    if edge is not None:
        free = free.where(Document.id <= edge)
    found = None
    if wanted:
        free = free.where(_takers() < wanted)
        found = session.scalar(_given_back(project_id, annotator_id, cursor, wanted))
    if found is None:
        found = session.scalar(free)
        reached = edge if found is None else found
        if reached is not None:
            _move_cursor(session, project_id, annotator_id, reached)
    return found, edge is not None


def _given_back(project_id: int, annotator_id: int, cursor: int, wanted: int) -> Select[int]:
    """Select the first document before the cursor that others skipped, or did not begin in time."""
    members = select(Member.user_id).where(Member.project_id == project_id)
    theirs = aliased(AnnotationSet)
    return (
        select(Document.id)
        .join(theirs, theirs.document_id == Document.id)
        .where(
            theirs.project_id == project_id,
            theirs.annotator_id.in_(members),
            theirs.kind == "work",
            theirs.status.in_(("skipped", "assigned")),
            Document.id <= cursor,
            Document.archived_at.is_(None),
            ~_has(annotator_id),
            _takers() < wanted,
        )
        .order_by(Document.id)
        .limit(1)
    )


def _has(annotator_id: int) -> ColumnElement[bool]:
    """Say that the annotator has a set on the document that is looked at."""
    mine = aliased(AnnotationSet)
    return exists().where(
        mine.document_id == Document.id, mine.annotator_id == annotator_id, mine.kind == "work"
    )


def _cursor(session: Session, project_id: int, annotator_id: int) -> int:
    query = select(Member.queue_cursor).filter_by(project_id=project_id, user_id=annotator_id)
    return session.scalar(query) or 0


def _move_cursor(session: Session, project_id: int, annotator_id: int, document_id: int) -> None:
    """Everything up to here is the annotator's own, or others have it."""
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
