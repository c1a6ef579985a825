"""Where a document stands for an annotator: its neighbours, and how far they are in the project."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from annotator.annotations.models import Progress
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import Project

COUNTED = 1000

# One statement, made once: every page of a document asks it.
_HERE = select(Document.id).where(
    Document.project_id == bindparam("project"), Document.archived_at.is_(None)
)
_BEFORE = _HERE.where(Document.id < bindparam("document")).order_by(Document.id.desc()).limit(1)
_AFTER = _HERE.where(Document.id > bindparam("document")).order_by(Document.id).limit(1)
_UNTIL = _HERE.where(Document.id <= bindparam("document")).limit(COUNTED + 1).subquery()
_DONE = select(func.coalesce(func.sum(Progress.sets), 0)).where(
    Progress.project_id == bindparam("project"),
    Progress.annotator_id == bindparam("annotator"),
    Progress.kind == "work",
    Progress.status == "done",
)
_STANDING = select(
    select(func.count()).select_from(_UNTIL).scalar_subquery(),
    select(Project.document_count).where(Project.id == bindparam("project")).scalar_subquery(),
    _DONE.scalar_subquery(),
    _BEFORE.scalar_subquery(),
    _AFTER.scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where among all documents this one comes, the ones before and after it, and the annotator's finished ones.

    The position counts from 1 and is None behind the first COUNTED: counting is for the near ones only.
    """

    position: int | None
    total: int
    done: int
    previous: int | None
    next: int | None


def standing_of(document: Document, annotator_id: int) -> Standing:
    """Return where a document stands for an annotator."""
    here = {"project": document.project_id, "document": document.id, "annotator": annotator_id}
    position, *others = db.session.execute(_STANDING, here).one()
    return Standing(position if position <= COUNTED else None, *others)
