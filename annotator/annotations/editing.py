"""Editing a set: rows, event, revision and counters change in one transaction, or nothing does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from annotator.annotations.counters import count_progress
from annotator.annotations.meanwhile import Known, check_apart
from annotator.annotations.models import AnnotationSet, Event
from annotator.annotations.queries import changed_since, set_of
from annotator.annotations.rows import free_id, write_change
from annotator.annotations.stored import Ids, Names
from annotator.core.changes import UNDOABLE, Change
from annotator.core.errors import Stale
from annotator.core.sentences import sentence
from annotator.core.spans import Span
from annotator.database import now, table_of, write_tx
from annotator.projects.queries import label_ids

ADD_EVENT = insert(table_of(Event))


@dataclass(frozen=True, slots=True)
class Place:
    """Whose set of which document is written, and by whom.

    `seen` is the revision that the writer had before them, when they tell it: any other one is refused. `known` are
    the revisions that a page knows, which may be behind: what does not touch the same things is merged.
    """

    document_id: int
    project_id: int
    annotator_id: int
    actor_id: int
    kind: str = "work"
    seen: int | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a write did: the set's revision now, and the changes made; none when all was so already.

    `id` is that of the span or relation concerned, `span` the span as it is stored now.
    """

    set_id: int
    revision: int
    changes: tuple[Change, ...]
    id: UUID | None = None
    span: Span | None = None


@dataclass(slots=True)
class Edit:
    """One act on one set: every change is written at once and remembered for the event.

    `ids` are the numbers of the project's labels and roles.
    """

    session: Session
    row: AnnotationSet
    place: Place
    ids: Ids
    kind: str = "edit"
    target: int | None = None
    id: UUID | None = None
    span: Span | None = None
    changes: list[Change] = field(default_factory=list)

    def apply(self, change: Change) -> None:
        """Write one change, unless it changes nothing."""
        if change.before != change.after:
            write_change(self.session, self.row, change)
            self.changes.append(change)

    def restore(self, change: Change) -> None:
        """Write a change that may bring something deleted back under its id."""
        if change.before is None and change.object in ("span", "relation"):
            free_id(self.session, self.row.id, UUID(change.id))
        self.apply(change)

    @property
    def names(self) -> Names:
        """The (layer, name) of each label and role by its number."""
        return {number: pair for pair, number in self.ids.items()}

    @property
    def outcome(self) -> Outcome:
        """What the act did; complete when the editing block has ended."""
        return Outcome(self.row.id, self.row.revision, tuple(self.changes), self.id, self.span)

    @property
    def undoable(self) -> bool:
        """Whether the act changed the work itself."""
        return any(change.object in UNDOABLE for change in self.changes)


@contextmanager
def editing(place: Place, kind: str = "edit") -> Iterator[Edit]:
    """Open a set for one act, making it when it is not there; what the act changed is stored when the block ends."""
    with write_tx() as session, session.no_autoflush:
        row = set_of(place.document_id, place.annotator_id, place.kind) or _new_set(session, place)
        _check_seen(row, place.seen)
        before = (row.status, row.span_count)
        edit = Edit(session, row, place, label_ids(place.project_id), kind)
        yield edit
        if edit.changes:
            if place.known is not None:
                check_apart(row, place.known, edit.changes)
            _store_event(edit)
            _move_counters(edit, *before)


def _new_set(session: Session, place: Place) -> AnnotationSet:
    row = AnnotationSet(
        project_id=place.project_id,
        document_id=place.document_id,
        annotator_id=place.annotator_id,
        kind=place.kind,
        status="assigned",
        note="",
        revision=0,
        span_count=0,
    )
    session.add(row)
    session.flush()
    count_progress(session, (row.project_id, row.annotator_id, row.kind, row.status), 1, 0)
    return row


def _check_seen(row: AnnotationSet, seen: int | None) -> None:
    if seen is not None and seen != row.revision:
        message = sentence(
            "The set is at revision %(revision)s, not %(seen)s: look at what changed, then try again.",
            revision=row.revision,
            seen=seen,
        )
        raise Stale(message, row.revision, changed_since(row.id, seen))


def _store_event(edit: Edit) -> None:
    """Move the revision on and add the event. An assigned set is in progress from its first change on."""
    row = edit.row
    if row.status == "assigned" and edit.undoable:
        edit.apply(Change("status", "", None, "in_progress"))
    row.revision += 1
    row.updated_at = now()
    event = {
        "set_id": row.id,
        "revision": row.revision,
        "actor_id": edit.place.actor_id,
        "kind": edit.kind,
        "target": edit.target,
        "below": _push(edit),
        "at": row.updated_at,
        "changes": [change.as_json() for change in edit.changes],
    }
    edit.session.execute(ADD_EVENT, event)
    edit.session.flush()


def _push(edit: Edit) -> int | None:
    """Put the event on the stack it belongs to; return what it now lies on.

    An edit goes on the undo stack and empties the redo stack; an undo goes on the redo stack. A redo puts the event
    it brings back on the undo stack again, so it lies on nothing itself.
    """
    row = edit.row
    if edit.kind == "undo":
        below, row.redo_top = row.redo_top, row.revision
    elif edit.kind == "edit" and edit.undoable:
        below, row.undo_top, row.redo_top = row.undo_top, row.revision, None
    else:
        below = None
    return below


def _move_counters(edit: Edit, status: str, spans: int) -> None:
    row = edit.row
    key = (row.project_id, row.annotator_id, row.kind)
    if (row.status, row.span_count) == (status, spans):
        return
    if row.status == status:
        count_progress(edit.session, (*key, status), 0, row.span_count - spans)
        return
    count_progress(edit.session, (*key, status), -1, -spans)
    count_progress(edit.session, (*key, row.status), 1, row.span_count)
