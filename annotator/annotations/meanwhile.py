"""What happened to a set without the knowledge of the page that writes in it, by another tab or a program."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from annotator.annotations.models import AnnotationSet, Event
from annotator.core.changes import Change, from_json
from annotator.core.errors import Stale
from annotator.core.sentences import sentence
from annotator.database import db


@dataclass(frozen=True, slots=True)
class Known:
    """The revisions that a writer knows: those it was shown, the first range, and those it made since (ends inclusive)."""

    ranges: tuple[tuple[int, int], ...]

    @property
    def shown(self) -> int:
        """The revision up to which the writer was shown everything."""
        return self.ranges[0][1]

    def __contains__(self, revision: int) -> bool:
        """Say whether a revision is known."""
        return any(first <= revision <= last for first, last in self.ranges)


def changes_since(set_id: int, revision: int) -> list[Change]:
    """Return what every event after a revision changed, in order."""
    return [change for _, changes in _events(set_id, revision) for change in changes]


def unknown_changes(set_id: int, known: Known) -> list[Change]:
    """Return what the events that a writer does not know of changed, in order."""
    events = _events(set_id, known.shown)
    return [change for revision, changes in events if revision not in known for change in changes]


def _events(set_id: int, revision: int) -> list[tuple[int, list[Change]]]:
    query = select(Event.revision, Event.changes).where(
        Event.set_id == set_id, Event.revision > revision
    )
    rows = db.session.execute(query.order_by(Event.revision))
    return [(found, from_json(changes)) for found, changes in rows]


def check_apart(row: AnnotationSet, known: Known, changes: Iterable[Change]) -> None:
    """Raise Stale where the changes concern what was changed without the writer's knowledge; all else is merged."""
    if row.revision <= known.shown:
        return
    mine = {(change.object, change.id) for change in changes}
    unknown = unknown_changes(row.id, known)
    both = [one for one in unknown if (one.object, one.id) in mine and not begins(one)]
    if both:
        raise _stale(row, both)


def begins(change: Change) -> bool:
    """Say whether the change only says that work has begun, which follows from any other."""
    return change.object == "status" and change.after == "in_progress"


def check_shown(row: AnnotationSet, known: Known, event: Event) -> None:
    """Raise Stale for an event that the writer does not know: it is not taken back, or done again, unseen."""
    if event.revision not in known:
        raise _stale(row, from_json(event.changes))


def _stale(row: AnnotationSet, changes: Sequence[Change]) -> Stale:
    message = sentence(
        "This was changed elsewhere meanwhile: look at what changed, then try again."
    )
    return Stale(message, row.revision, [change.as_json() for change in changes])
