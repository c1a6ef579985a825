"""Extras: what spans carry besides their labels, and what joins them: attributes, filled roles, relations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from annotator.core.agreement.columns import NONE, Ints

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

    Two fillers are of one kind when `what` is equal. A value stands at [0, 1), a span where its text is.
    """

    span: Ints = field(default_factory=NONE.copy)
    role: Ints = field(default_factory=NONE.copy)
    what: Ints = field(default_factory=NONE.copy)
    start: Ints = field(default_factory=NONE.copy)
    end: Ints = field(default_factory=NONE.copy)

    def of_role(self, role: int) -> "Fillers":
        """Return those of one role, by span."""
        rows = np.flatnonzero(self.role == role)
        rows = rows[np.argsort(self.span[rows], kind="stable")]
        columns = (self.span, self.role, self.what, self.start, self.end)
        return Fillers(*(column[rows] for column in columns))


@dataclass(frozen=True, slots=True)
class Carried:
    """What the spans of a layer carry: of each attribute that counts its values, and what fills the roles."""

    attributes: Sequence[str] = ()
    values: Sequence[Value] = ()
    roles: Sequence[str] = ()
    fillers: Fillers = field(default_factory=Fillers)

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
