"""Counters kept in the transaction that changes what they count: totals are never counted on reading."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from annotator.annotations.models import Progress
from annotator.projects.models import LabelRow

ProgressKey = tuple[int, int, str, str]
"""Project, annotator, kind of set, status."""


def count_progress(session: Session, key: ProgressKey, sets: int, spans: int) -> None:
    """Move the counters of one annotator's sets at one status."""
    project, annotator, kind, status = key
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    new = dialect.insert(Progress).values(
        project_id=project, annotator_id=annotator, kind=kind, status=status, sets=sets, spans=spans
    )
    keys = ["project_id", "annotator_id", "kind", "status"]
    moved = {
        "sets": Progress.sets + new.excluded.sets,
        "spans": Progress.spans + new.excluded.spans,
    }
    session.execute(new.on_conflict_do_update(index_elements=keys, set_=moved))


def count_label_use(session: Session, label_id: int, step: int) -> None:
    """Count one more or one less use of a label or role."""
    session.execute(
        update(LabelRow).where(LabelRow.id == label_id).values(uses=LabelRow.uses + step)
    )
