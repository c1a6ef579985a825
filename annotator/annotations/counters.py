"""Counters kept in the transaction that changes what they count: totals are never counted on reading."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from annotator.annotations.models import Progress
from annotator.database import table_of
from annotator.projects.models import LabelRow

ProgressKey = tuple[int, int, str, str]
"""Project, annotator, kind of set, status."""

PROGRESS, LABELS = table_of(Progress), table_of(LabelRow)
COUNT_USE = (
    update(LABELS)
    .where(LABELS.c.id == bindparam("label"))
    .values(uses=LABELS.c.uses + bindparam("step"))
)


def count_progress(session: Session, key: ProgressKey, sets: int, spans: int) -> None:
    """Move the counters of one annotator's sets at one status."""
    project, annotator, kind, status = key
    row = {
        "project_id": project,
        "annotator_id": annotator,
        "kind": kind,
        "status": status,
        "sets": sets,
        "spans": spans,
    }
    session.execute(_upsert(session.get_bind().dialect.name), row)


@cache
def _upsert(dialect_name: str) -> Any:
    new = (sqlite if dialect_name == "sqlite" else postgresql).insert(PROGRESS)
    keys = ["project_id", "annotator_id", "kind", "status"]
    moved = {name: PROGRESS.c[name] + new.excluded[name] for name in ("sets", "spans")}
    return new.on_conflict_do_update(index_elements=keys, set_=moved)


def count_label_use(session: Session, label_id: int, step: int) -> None:
    """Count one more or one less use of a label or role."""
    session.execute(COUNT_USE, {"label": label_id, "step": step})
