"""Documents found by what anybody did on them, and who did what."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.finding import LAST, SETS, STRETCH, Filter, find_documents
from annotator.annotations.models import Progress
from annotator.database import db, table_of

USERS = table_of(User)
WORK = SETS.c.kind == "work"
BEGUN = SETS.c.status != "assigned"

Page = tuple[list[int], int | None]


@dataclass(frozen=True, slots=True)
class Share:
    """One person's part in the work on a document."""

    name: str
    status: str
    flag: str | None


def find_for_anybody(project_id: int, which: Filter, after: int, limit: int) -> Page:
    """Return a page as `find_documents` does, of the documents that fit for at least one annotator.

    With the status "assigned" they are those that nobody has begun.
    """
    if which.status == "assigned":
        return _not_begun(project_id, which, after, limit)
    if which.status or which.label or which.flagged:
        return _for_one_of(_annotators(project_id) or [0], project_id, which, after, limit)
    return find_documents(project_id, 0, which, after, limit)


def shares_in(documents: Sequence[int]) -> dict[int, list[Share]]:
    """Return who has begun or flagged each of these documents, by name."""
    query = select(SETS.c.document_id, USERS.c.name, SETS.c.status, SETS.c.flag)
    query = query.join(USERS, USERS.c.id == SETS.c.annotator_id).order_by(USERS.c.name)
    touched = BEGUN | SETS.c.flag.is_not(None)
    found: dict[int, list[Share]] = {}
    for number, *share in db.session.execute(
        query.where(SETS.c.document_id.in_(documents), WORK, touched)
    ):
        found.setdefault(number, []).append(Share(*share))
    return found


def _annotators(project_id: int) -> Sequence[int]:
    query = select(Progress.annotator_id).filter_by(project_id=project_id, kind="work")
    return db.session.scalars(query.where(Progress.sets > 0).distinct()).all()


def _for_one_of(
    annotators: Sequence[int], project_id: int, which: Filter, after: int, limit: int
) -> Page:
    """Put together what is found for each, as far as all of them were looked for."""
    way = -1 if which.newest else 1
    each = replace(which, patience=which.patience / len(annotators))
    found, reached = set[int](), list[int]()
    for annotator in annotators:
        ids, more = find_documents(project_id, annotator, each, after, limit)
        found.update(ids)
        reached += [] if more is None else [way * more]
    end = min(reached, default=LAST)
    ids = sorted((one for one in found if way * one <= end), key=lambda one: way * one)
    if len(ids) > limit:
        return ids[:limit], ids[limit - 1]
    return ids, way * end if reached else None


def _not_begun(project_id: int, which: Filter, after: int, limit: int) -> Page:
    """Leave out what somebody has begun, a stretch at a time until time is up."""
    found: list[int] = []
    deadline = time.monotonic() + which.patience
    every, reached = replace(which, status=""), after
    while True:
        ids, more = find_for_anybody(project_id, every, reached, STRETCH)
        query = select(SETS.c.document_id).where(SETS.c.document_id.in_(ids), WORK, BEGUN)
        begun = set(db.session.scalars(query))
        found += [number for number in ids if number not in begun]
        if len(found) > limit:
            return found[:limit], found[limit - 1]
        if more is None or time.monotonic() > deadline:
            return found, more
        reached = more
