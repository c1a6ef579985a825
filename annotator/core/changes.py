"""Changes: what an event does to an annotation set, how it is taken back, and how a set is rebuilt from its events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

State = dict[tuple[str, str], Any]
"""A set's content by (object, id), as the last change left it."""

UNDOABLE = frozenset({"span", "relation", "labels", "note"})
"""Objects whose changes undo takes back. Status and flag say where the work stands; they are set, not undone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One object's value before and after; None means that it is not there.

    `object` is span, relation, labels, note, status or flag; `id` is the id of a span or relation, the layer of
    labels, and empty otherwise.
    """

    object: str
    id: str
    before: Any
    after: Any

    def inverse(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(self.object, self.id, self.after, self.before)

    def as_json(self) -> list[Any]:
        """Return the form kept in events."""
        return [self.object, self.id, self.before, self.after]


def from_json(items: Iterable[Sequence[Any]]) -> list[Change]:
    """Read the form kept in events."""
    return [Change(*item) for item in items]


def inverses(changes: Sequence[Change]) -> list[Change]:
    """Return what takes all these changes back, in the order in which it must be done."""
    return [change.inverse() for change in reversed(changes) if change.object in UNDOABLE]


def rebuild(events: Iterable[Sequence[Change]]) -> State:
    """Replay events from an empty set. Raises ValueError when a change does not start from what is there."""
    state: State = {}
    for changes in events:
        for change in changes:
            place = (change.object, change.id)
            if state.get(place) != change.before:
                message = (
                    f"{place} is {state.get(place)!r}, not {change.before!r}, before the change"
                )
                raise ValueError(message)
            if change.after is None:
                state.pop(place, None)
            else:
                state[place] = change.after
    return state
