"""Where a document stands for an annotator: its neighbours, and how far they are in the project."""

from dataclasses import dataclass

from sqlalchemy import func, select

from annotator.annotations.lists import neighbours
from annotator.annotations.models import Progress
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import Project


@dataclass(frozen=True, slots=True)
class Standing:
    """The documents before and after this one, and the annotator's finished ones of all."""

    total: int
    done: int
    previous: int | None
    next: int | None


def standing_of(document: Document, annotator_id: int) -> Standing:
    """Return where a document stands for an annotator."""
    around = neighbours(document)
    total = db.session.get_one(Project, document.project_id).document_count
    done = finished(document.project_id, annotator_id)
    return Standing(total, done, around.before, around.after)


def finished(project_id: int, annotator_id: int) -> int:
    """Return how many documents an annotator has finished in a project."""
    query = select(func.sum(Progress.sets)).filter_by(
        project_id=project_id, annotator_id=annotator_id, kind="work", status="done"
    )
    return db.session.scalar(query) or 0
