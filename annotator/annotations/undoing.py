"""Undo and redo: new events that take back, or do again, what earlier events did."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from annotator.annotations.editing import Edit, Outcome, Place, editing
from annotator.annotations.meanwhile import check_shown
from annotator.annotations.models import Event
from annotator.annotations.queries import labels_of
from annotator.annotations.spans import BY_ID, check_layer_overlap, equal_span, relations_at
from annotator.annotations.stored import relation_of, span_from_row, span_from_value, span_value
from annotator.core.changes import UNDOABLE, Change, from_json, inverses
from annotator.core.errors import Conflict
from annotator.core.sentences import sentence
from annotator.projects.queries import current_scheme

NOTHING = {
    "undo": sentence("There is nothing to undo."),
    "redo": sentence("There is nothing to redo."),
}
WORDS = {"undo": sentence("undo"), "redo": sentence("redo")}


def undo(place: Place) -> Outcome:
    """Take back the last edit that is not taken back yet.

    Raises Conflict when there is none of this person's, or what it did was changed by an import since; Stale when a page
    asks that was not shown the edit, for nothing is taken back unseen.
    """
    with editing(place, "undo") as edit:
        event = _event(edit, edit.row.undo_top)
        _apply(edit, inverses(from_json(event.changes)), event)
        edit.row.undo_top = event.below
    return edit.outcome


def redo(place: Place) -> Outcome:
    """Do again what the last undo took back; raises Conflict when there is nothing, or work went on since."""
    with editing(place, "redo") as edit:
        undone = _event(edit, edit.row.redo_top)
        event = _event(edit, undone.target)
        changes = [change for change in from_json(event.changes) if change.object in UNDOABLE]
        _apply(edit, changes, event)
        edit.row.undo_top, edit.row.redo_top = event.revision, undone.below
    return edit.outcome


def _event(edit: Edit, revision: int | None) -> Event:
    query = select(Event).filter_by(set_id=edit.row.id, revision=revision)
    event = edit.session.scalar(query) if revision is not None else None
    if event is None or event.actor_id != edit.place.actor_id:
        message = NOTHING[edit.kind]
        raise Conflict(message)
    if edit.place.known is not None:
        check_shown(edit.row, edit.place.known, event)
    return event


def _apply(edit: Edit, changes: Sequence[Change], event: Event) -> None:
    edit.target = event.revision
    for change in changes:
        if _stored(edit, change) != change.before or _is_in_the_way(edit, change):
            message = sentence(
                "This cannot be taken back: an import changed it since. (%(kind)s of revision %(revision)s)",
                kind=WORDS[edit.kind],
                revision=event.revision,
            )
            raise Conflict(message)
        edit.restore(change)


def _stored(edit: Edit, change: Change) -> Any:
    """Return the value that is there now, in the form of changes."""
    if change.object == "note":
        return edit.row.note or None
    if change.object == "labels":
        chosen = labels_of(edit.row.id, edit.names).get(change.id, ())
        return [edit.ids[change.id, name] for name in chosen] or None
    if change.object == "relation":
        return relation_of(edit.session, edit.row.id, UUID(change.id))
    row = edit.session.execute(BY_ID, {"in_set": edit.row.id, "with_id": UUID(change.id)}).first()
    return row and span_value(span_from_row(row, edit.names), row.label_id)


def _is_in_the_way(edit: Edit, change: Change) -> bool:
    """Say whether a span that would go has relations, or one that would come is there under another id."""
    if change.object != "span":
        return False
    if change.after is None:
        return bool(relations_at(edit, UUID(change.id)))
    span = span_from_value(UUID(change.id), change.after, edit.names)
    check_layer_overlap(edit, span, current_scheme(edit.place.project_id))
    return equal_span(edit, span) not in (None, span.id)
