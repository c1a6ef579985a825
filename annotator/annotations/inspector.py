"""The inspector: everything about one span, and what may be attached to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from annotator.annotations.links import end_shown, links_at, nearest, spans_by_id
from annotator.annotations.queries import Work, span_in
from annotator.annotations.rendering import short_quote
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


def inspect(document: Document, work: Work, span_id: UUID) -> Inspected:
    """Return what the inspector shows of a span of a set; NotFound when the set has none of that id."""
    names, text = label_names(document.project_id), text_of(document.id)
    scheme = current_scheme(document.project_id)
    span = span_in(work.set_id, span_id, names)
    links = links_at(work.set_id, [span_id], names)
    others = spans_by_id(work.set_id, {*_ends(links)}, names)
    outgoing = {one.id: _out(one, others, text) for one in links if one.head == span_id}
    near = nearest(work.set_id, span, names, CANDIDATES)
    return Inspected(
        span,
        short_quote(text, span, 200),
        _attributes(scheme, span),
        tuple(_filled(scheme, span, [*outgoing.values()], near, text)),
        tuple(_in(one, others, text) for one in links if one.tail == span_id),
    )


def _ends(links: Iterable[Relation]) -> Iterator[UUID]:
    for link in links:
        yield link.head
        if link.tail:
            yield link.tail


def _out(link: Relation, others: dict[UUID, Span], text: str) -> Link:
    other = others[link.tail] if link.tail else None
    return Link(link.id, link.label, end_shown(link, others, text), other)


def _in(link: Relation, others: dict[UUID, Span], text: str) -> Link:
    other = others[link.head]
    return Link(link.id, link.label, short_quote(text, other, 40), other)


def _attributes(scheme: Scheme, span: Span) -> tuple[Attribute, ...]:
    """Return the attributes of the span's layer: the current ones, and archived ones that it has."""
    layer = scheme.layer(span.layer)
    attributes = layer.attributes if layer else ()
    return tuple(one for one in attributes if not one.archived or one.name in span.attributes)


def _filled(
    scheme: Scheme, span: Span, links: list[Link], near: list[Span], text: str
) -> Iterator[FilledSlot]:
    open_slots = [slot for slot in slots(scheme) if slot.begins_at(span.layer)]
    for slot in open_slots:
        here = tuple(link for link in links if link.name == slot.name)
        there = {link.span.id for link in here if link.span}
        fitting = (other for other in near if other.id not in there and slot.leads_to(other.layer))
        yield FilledSlot(
            slot, here, tuple((other, short_quote(text, other, 40)) for other in fitting)
        )
    known = {slot.name for slot in open_slots}
    for name in dict.fromkeys(link.name for link in links if link.name not in known):
        archived = Slot(name, span.layer, is_role=True)
        yield FilledSlot(archived, tuple(link for link in links if link.name == name), ())
