"""The inspector: everything about one span, and what may be attached to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from annotator.annotations.links import SHORT, links_at, nearest, spans_by_id
from annotator.annotations.queries import Work, span_in
from annotator.annotations.rendering import short_quote, shown
from annotator.annotations.stored import Names
from annotator.core.records import Relation
from annotator.core.scheme import Attribute, Scheme
from annotator.core.slots import Slot, slots
from annotator.core.spans import Span
from annotator.documents.models import Document
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme, label_names

CANDIDATES = 60
"""Spans on either side that are offered to fill a role; farther ones are linked in the text."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation or filled role seen from one of its ends: the span at the other end, and its quote or the value."""

    id: UUID
    name: str
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A role or relation label of the span with what is there, and the (span, quote) pairs that may come."""

    slot: Slot
    links: tuple[Link, ...]
    candidates: tuple[tuple[Span, str], ...]


@dataclass(frozen=True, slots=True)
class Inspected:
    """A span as the inspector shows it."""

    span: Span
    quote: str
    attributes: tuple[Attribute, ...]
    slots: tuple[FilledSlot, ...]
    incoming: tuple[Link, ...]
    parts: tuple[tuple[int, int, str], ...]
    """The fragments with their quotes."""


def inspect(document: Document, work: Work, span_id: UUID) -> Inspected:
    """Return what the inspector shows of a span of a set; NotFound when the set has none of that id."""
    names = label_names(document.project_id)
    span = span_in(work.set_id, span_id, names)
    around = _Around(work.set_id, span, names, text_of(document.id))
    scheme = current_scheme(document.project_id)
    return Inspected(
        span,
        short_quote(around.text, span, 200),
        _attributes(scheme, span),
        (*around.open_slots(scheme), *around.archived_slots(scheme)),
        tuple(around.link(one, one.head) for one in around.relations if one.tail == span_id),
        tuple((a, b, shown(around.text[a:b])[:SHORT]) for a, b in span.fragments),
    )


def _attributes(scheme: Scheme, span: Span) -> tuple[Attribute, ...]:
    """Return the attributes of the span's layer: the current ones, and archived ones that it has."""
    layer = scheme.layer(span.layer)
    attributes = layer.attributes if layer else ()
    return tuple(one for one in attributes if not one.archived or one.name in span.attributes)


class _Around:
    """What a span is linked with, and what it may be linked with."""

    def __init__(self, set_id: int | None, span: Span, names: Names, text: str) -> None:
        self.set_id, self.span, self.names, self.text = set_id, span, names, text
        self.relations = links_at(set_id, [span.id], names)
        ends = {end for one in self.relations for end in (one.head, one.tail) if end}
        self.others = spans_by_id(set_id, ends, names)
        self.outgoing = [self.link(one, one.tail) for one in self.relations if one.head == span.id]

    def link(self, relation: Relation, other: UUID | None) -> Link:
        span = self.others[other] if other else None
        text = self.quote(span) if span else relation.value or ""
        return Link(relation.id, relation.label, text, span)

    def quote(self, span: Span) -> str:
        return short_quote(self.text, span, SHORT)

    def open_slots(self, scheme: Scheme) -> Iterator[FilledSlot]:
        for slot in slots(scheme):
            if slot.begins_at(self.span.layer):
                here = self.filling(slot.name)
                there = {link.span.id for link in here if link.span}
                near = nearest(self.set_id, self.span, slot, self.names, CANDIDATES)
                offered = ((one, self.quote(one)) for one in near if one.id not in there)
                yield FilledSlot(slot, here, tuple(offered))

    def archived_slots(self, scheme: Scheme) -> Iterator[FilledSlot]:
        """Yield those that hold something and may no longer be filled."""
        known = {slot.name for slot in slots(scheme) if slot.begins_at(self.span.layer)}
        for name in dict.fromkeys(one.name for one in self.outgoing if one.name not in known):
            yield FilledSlot(Slot(name, self.span.layer, is_role=True), self.filling(name), ())

    def filling(self, name: str) -> tuple[Link, ...]:
        return tuple(link for link in self.outgoing if link.name == name)
