"""Reads of progress: how far everybody has come, from the counters that are kept with every write."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.models import Progress
from annotator.database import db
from annotator.projects.models import Member


@dataclass(slots=True)
class Standing:
    """How many of an annotator's sets of one kind stand at each status, and how many spans are in them."""

    annotator: str
    kind: str = "work"
    assigned: int = 0
    in_progress: int = 0
    done: int = 0
    skipped: int = 0
    spans: int = 0


def progress_in(project_id: int, annotator_id: int | None = None) -> list[Standing]:
    """Return the standing of everybody who annotates here, or of one person, by name and kind.

    Those who have not begun are listed with noughts.
    """
    people = (
        select(User.name)
        .join(Member, Member.user_id == User.id)
        .where(Member.project_id == project_id, Member.archived_at.is_(None))
        .where(Member.role == "annotator")
    )
    if annotator_id is not None:
        people = select(User.name).where(User.id == annotator_id)
    counted = (
        select(User.name, Progress)
        .join(User, User.id == Progress.annotator_id)
        .where(Progress.project_id == project_id)
    )
    if annotator_id is not None:
        counted = counted.where(Progress.annotator_id == annotator_id)
    rows = [(name, row) for name, row in db.session.execute(counted)]
    return _standings(db.session.scalars(people), rows)


def _standings(names: Iterable[str], rows: Iterable[tuple[str, Progress]]) -> list[Standing]:
    found = {(name, "work"): Standing(name) for name in names}
    for name, row in rows:
        standing = found.setdefault((name, row.kind), Standing(name, row.kind))
        setattr(standing, row.status, row.sets)
        standing.spans += row.spans
    return [found[key] for key in sorted(found)]


def done_by(user_id: int) -> dict[int, int]:
    """Return how many documents somebody has finished in each project."""
    query = select(Progress.project_id, Progress.sets).where(
        Progress.annotator_id == user_id, Progress.kind == "work", Progress.status == "done"
    )
    return {row.project_id: row.sets for row in db.session.execute(query)}
