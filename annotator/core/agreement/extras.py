"""Extras: what spans carry besides their labels, and what joins them: attributes, filled roles, relations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from annotator.core.agreement.columns import NONE, Flags, Ints
from annotator.core.agreement.extents import Extents

NOT_SET = 0


class Value(NamedTuple):
    """An attribute that a span has; `span` is a row of the content's spans."""

    span: int
    attribute: str
    text: str


class Link(NamedTuple):
    """A relation or filled role: its name's number, the spans it joins (rows of the content's), or the value that fills it."""

    set: int
    name: int
    head: int
    tail: int
    value: str


@dataclass(frozen=True, slots=True)
class Extras:
    """What is in the shared sets besides spans and document labels."""

    values: Sequence[Value] = ()
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Fillers:
    """What fills the roles of spans, one row each: the span (a row of the marks) and the role (its place in the layer).

    Two fillers are of one kind when `what` is equal. `place` is a row of the extents: of a span where its text is, of
    all values the same.
    """

    extents: Extents

    span: Ints = field(default_factory=NONE.copy)
    role: Ints = field(default_factory=NONE.copy)
    what: Ints = field(default_factory=NONE.copy)
    place: Ints = field(default_factory=NONE.copy)

    def of_role(self, role: int) -> "Fillers":
        """Return those of one role, by span."""
        rows = np.flatnonzero(self.role == role)
        rows = rows[np.argsort(self.span[rows], kind="stable")]
        columns = (self.span, self.role, self.what, self.place)
        return Fillers(self.extents, *(column[rows] for column in columns))

    def meet(self, first: Ints, second: Ints) -> Flags:
        """Say which fillers are the same value, or spans of one label that share a code point."""
        alike: Flags = self.what[first] == self.what[second]
        return alike & self.extents.touch(self.place[first], self.place[second])


@dataclass(frozen=True, slots=True)
class Carried:
    """What the spans of a layer carry: of each attribute that counts its values, and what fills the roles."""

    attributes: Sequence[str] = ()
    values: Sequence[Value] = ()
    roles: Sequence[str] = ()
    fillers: Fillers = field(default_factory=lambda: Fillers(Extents(NONE, NONE, NONE)))

    def numbered(self, words: dict[str, int], attribute: str, spans: int) -> Ints:
        """Return the number of each span's value; `words` gives a value the same number every time."""
        column = np.full(spans, NOT_SET)
        for value in self.values:
            if value.attribute == attribute:
                column[value.span] = words.setdefault(value.text, len(words) + 1)
        return column


def on_marks(values: Sequence[Value], place: Ints) -> list[Value]:
    """Return the values of the spans that have a place among the marks, named by it."""
    return [
        value._replace(span=int(place[value.span])) for value in values if place[value.span] >= 0
    ]
