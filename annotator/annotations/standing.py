"""Where a document stands for an annotator: its neighbours, and how far they are in the project."""

from dataclasses import dataclass

from sqlalchemy import func, select

from annotator.annotations.lists import neighbours
from annotator.annotations.models import Progress
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import Project

COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """Where among all documents this one comes, the ones before and after it, and the annotator's finished ones.

    The position is None far into a project: counting is for the near ones only.
    """

    position: int | None
    total: int
    done: int
    previous: int | None
    next: int | None


def standing_of(document: Document, annotator_id: int) -> Standing:
    """Return where a document stands for an annotator."""
    around = neighbours(document)
    total = db.session.get_one(Project, document.project_id).document_count
    done = finished(document.project_id, annotator_id)
    return Standing(position(document), total, done, around.before, around.after)


def position(document: Document) -> int | None:
    """Return where among the documents of its project this one comes, from 1; None behind the first COUNTED."""
    until = (
        select(Document.id)
        .where(Document.project_id == document.project_id, Document.archived_at.is_(None))
        .where(Document.id <= document.id)
        .limit(COUNTED + 1)
    )
    found = db.session.scalar(select(func.count()).select_from(until.subquery())) or 0
    return found if found <= COUNTED else None


def finished(project_id: int, annotator_id: int) -> int:
    """Return how many documents an annotator has finished in a project."""
    query = select(func.sum(Progress.sets)).filter_by(
        project_id=project_id, annotator_id=annotator_id, kind="work", status="done"
    )
    return db.session.scalar(query) or 0
