"""Undo and redo: new events that take back, or do again, what earlier events did."""

from sqlalchemy import select

from annotator.annotations.editing import Edit, Outcome, Place, editing
from annotator.annotations.models import Event
from annotator.core.changes import UNDOABLE, from_json, inverses
from annotator.core.errors import Conflict


def undo(place: Place) -> Outcome:
    """Take back the last edit that is not taken back yet; raises Conflict when there is none of this person's."""
    with editing(place, "undo") as edit:
        event = _event(edit, edit.row.undo_top, "undo")
        edit.target = event.revision
        for change in inverses(from_json(event.changes)):
            edit.restore(change)
        edit.row.undo_top = event.below
    return edit.outcome


def redo(place: Place) -> Outcome:
    """Do again what the last undo took back; raises Conflict when there is nothing, or work went on since."""
    with editing(place, "redo") as edit:
        undone = _event(edit, edit.row.redo_top, "redo")
        event = _event(edit, undone.target, "redo")
        edit.target = event.revision
        for change in from_json(event.changes):
            if change.object in UNDOABLE:
                edit.restore(change)
        edit.row.undo_top, edit.row.redo_top = event.revision, undone.below
    return edit.outcome


def _event(edit: Edit, revision: int | None, act: str) -> Event:
    query = select(Event).filter_by(set_id=edit.row.id, revision=revision)
    event = edit.session.scalar(query) if revision is not None else None
    if event is None or event.actor_id != edit.place.actor_id:
        message = f"There is nothing to {act}."
        raise Conflict(message)
    return event
