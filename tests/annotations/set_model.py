"""What an annotation set is, told a second time and in the plainest way, to compare the stored ones with."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from annotator.annotations.queries import Work
from annotator.core.changes import State

LAYERS = {"PER": "entity", "LOC": "entity", "CLAIM": "claim", "ONLY": "strict"}
FINISHED = ("done", "skipped")


@dataclass(frozen=True)
class S:
    """A span without its id."""

    start: int
    end: int
    label: str
    fragments: tuple[tuple[int, int], ...] = ()
    attributes: tuple[tuple[str, Any], ...] = ()
    note: str = ""

    @property
    def place(self) -> tuple[object, ...]:
        """What two spans of a set may not share."""
        return self.start, self.end, self.label, self.fragments

    def meets(self, other: "S") -> bool:
        """Say whether both mark a character."""
        marked = [
            {at for a, b in one.fragments or ((one.start, one.end),) for at in range(a, b)}
            for one in (self, other)
        ]
        return bool(marked[0] & marked[1])


@dataclass
class Content:
    """All that undo takes back. Relations are (label, head, tail, value)."""

    spans: dict[UUID, S] = field(default_factory=dict)
    relations: dict[UUID, tuple[str, UUID, UUID | None, str | None]] = field(default_factory=dict)
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""

    def equal_to(self, span: S) -> UUID | None:
        """Return the id of the span at the same place with the same label."""
        return next((i for i, one in self.spans.items() if one.place == span.place), None)

    def is_in_the_way(self, span: S, span_id: UUID) -> bool:
        """Say whether the layer that allows no overlap holds one that meets this span."""
        return span.label == "ONLY" and any(
            one.label == "ONLY" and i != span_id and span.meets(one)
            for i, one in self.spans.items()
        )

    def instead_of(self, left: "Content", now: "Content") -> "Content | None":
        """Put this in the place of `left` in what there is now; None where that is not as it was left."""
        made = deepcopy(now)
        for name in ("spans", "relations", "labels"):
            old, new, into = (getattr(one, name) for one in (left, self, made))
            for key in [key for key in {**old, **new} if old.get(key) != new.get(key)]:
                if into.pop(key, None) != old.get(key):
                    return None
                into |= {key: new[key]} if key in new else {}
        if self.note != left.note:
            if now.note != left.note:
                return None
            made.note = self.note
        return made if made.is_sound() else None

    def is_sound(self) -> bool:
        """Say whether no two spans are equal or overlap where they may not."""
        places = {one.place for one in self.spans.values()}
        ways = (self.is_in_the_way(one, i) for i, one in self.spans.items())
        return len(places) == len(self.spans) and not any(ways)

    def at(self, span_id: UUID) -> list[UUID]:
        """Return the relations that begin or end at a span."""
        return [i for i, one in self.relations.items() if span_id in one[1:3]]


@dataclass
class SetModel:
    """A set with its history."""

    content: Content = field(default_factory=Content)
    status: str = "assigned"
    flag: str | None = None
    revision: int = 0
    made: set[UUID] = field(default_factory=set)
    undos: list[tuple[Content, Content]] = field(default_factory=list)
    redos: list[tuple[Content, Content]] = field(default_factory=list)

    def draft(self) -> Content:
        """Return a copy of the content to be changed."""
        return deepcopy(self.content)

    def store(
        self,
        content: Content,
        status: str | None = None,
        *,
        flag: str | None = None,
        merged: bool = False,
    ) -> None:
        """Take an act in: what it leaves as it was is none. Undo passes by what was merged."""
        edited = content != self.content
        status, flag = status or self.status, flag or self.flag
        if not edited and (status, flag) == (self.status, self.flag):
            return
        self.revision += 1
        self.status = "in_progress" if edited and status == "assigned" else status
        self.flag = flag
        if edited:
            if not merged:
                self.undos.append((self.content, content))
                self.redos.clear()
            self.made |= content.spans.keys() | content.relations.keys()
            self.content = content

    def undo(self) -> bool:
        """Go one edit back; False when there is none, or an import changed what it did."""
        return self._step(self.undos, self.redos, 0)

    def redo(self) -> bool:
        """Go one edit forth again; False when that cannot be."""
        return self._step(self.redos, self.undos, 1)

    def can_undo(self) -> bool:
        """Say whether undo would do something, without doing it."""
        return deepcopy(self).undo()

    def _step(self, source: list[Any], target: list[Any], side: int) -> bool:
        content = (
            source[-1][side].instead_of(source[-1][1 - side], self.content) if source else None
        )
        if content is None:
            return False
        target.append(source.pop())
        self.content = content
        self.revision += 1
        self.status = "in_progress" if self.status == "assigned" else self.status
        return True

    def is_deleted(self, object_id: UUID) -> bool:
        """Say whether the id was in the set and is not."""
        known = self.content.spans.keys() | self.content.relations.keys()
        return object_id in self.made and object_id not in known

    def as_state(self, ids: Mapping[tuple[str, str], int]) -> State:
        """Return the set in the form in which events keep it."""
        state: State = {}
        for i, one in self.content.spans.items():
            value = {"start": one.start, "end": one.end, "label": ids[LAYERS[one.label], one.label]}
            given = {
                "fragments": [list(part) for part in one.fragments],
                "attributes": dict(one.attributes),
                "note": one.note,
            }
            state["span", str(i)] = value | {name: what for name, what in given.items() if what}
        for i, (label, head, tail, value) in self.content.relations.items():
            layer = "support" if label == "SUPPORTS" else "claim"
            end = str(tail) if tail else None
            body = {"label": ids[layer, label], "head": str(head), "tail": end, "value": value}
            state["relation", str(i)] = body
        for layer, names in self.content.labels.items():
            state["labels", layer] = [ids[layer, name] for name in names]
        fields = {"note": self.content.note, "flag": self.flag, "status": self.status}
        return state | {(n, ""): what for n, what in fields.items() if what and what != "assigned"}

    def check(self, work: Work) -> None:
        """Compare with the stored set, as its readers see it."""
        stored = {
            one.id: S(
                one.start,
                one.end,
                one.label,
                one.fragments,
                tuple(sorted(one.attributes.items())),
                one.note,
            )
            for one in work.spans
        }
        relations = {one.id: (one.label, one.head, one.tail, one.value) for one in work.relations}
        assert stored == self.content.spans
        assert relations == self.content.relations
        assert dict(work.labels) == self.content.labels
        assert (work.note, work.flag) == (self.content.note, self.flag)
        assert (work.status, work.revision) == (self.status, self.revision)
        assert work.span_count == len(stored)
