"""Reading what links the spans of a set: relations and filled roles, and the spans at their ends."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from annotator.annotations.models import RelationRow, SpanRow
from annotator.annotations.queries import SPAN_COLUMNS
from annotator.annotations.rendering import short_quote
from annotator.annotations.stored import Names, relation_from_row, span_from_row
from annotator.core.records import Relation
from annotator.core.slots import Slot
from annotator.core.spans import Span
from annotator.database import db

SHORT = 40
"""Characters of a quote in a list of what fills the roles of a span."""


def links_from(set_id: int | None, spans: Collection[UUID], names: Names) -> list[Relation]:
    """Return the relations and filled roles that lead from these spans, the oldest first."""
    return _links(set_id, RelationRow.head.in_(spans), names)


def links_at(set_id: int | None, spans: Collection[UUID], names: Names) -> list[Relation]:
    """Return the relations and filled roles that lead from or to these spans, the oldest first."""
    return _links(set_id, or_(RelationRow.head.in_(spans), RelationRow.tail.in_(spans)), names)


def _links(set_id: int | None, where: ColumnElement[bool], names: Names) -> list[Relation]:
    query = select(RelationRow.__table__).where(RelationRow.set_id == set_id, where)
    found = (relation_from_row(row, names) for row in db.session.execute(query))
    return sorted(found, key=lambda one: one.id)


def spans_by_id(set_id: int | None, ids: Collection[UUID], names: Names) -> dict[UUID, Span]:
    """Return these spans of a set by their ids."""
    query = select(*SPAN_COLUMNS).where(SpanRow.set_id == set_id, SpanRow.id.in_(ids))
    spans = (span_from_row(row, names) for row in db.session.execute(query))
    return {span.id: span for span in spans}


def nearest(set_id: int | None, span: Span, slot: Slot, names: Names, limit: int) -> list[Span]:
    """Return up to `limit` spans on either side of one to which a slot may lead from it, the nearest first."""
    labels = [number for number, (layer, _) in names.items() if slot.leads_to(layer)]
    query = select(*SPAN_COLUMNS).where(
        SpanRow.set_id == set_id, SpanRow.id != span.id, SpanRow.label_id.in_(labels)
    )
    before = query.where(SpanRow.start < span.start).order_by(SpanRow.start.desc()).limit(limit)
    after = query.where(SpanRow.start >= span.start).order_by(SpanRow.start).limit(limit)
    rows = [*db.session.execute(before), *db.session.execute(after)]
    found = (span_from_row(row, names) for row in rows)
    return sorted(found, key=lambda other: (_distance(span, other), other.start, other.id))


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def links_shown(
    set_id: int | None, spans: Collection[UUID], names: Names, text: str
) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Return what leads from each span, as (name of the role or relation, quote or value)."""
    links = links_from(set_id, spans, names)
    tails = spans_by_id(set_id, {link.tail for link in links if link.tail}, names)
    return links_told(links, tails, text)


def links_told(
    links: Iterable[Relation], tails: Mapping[UUID, Span], text: str
) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Return what leads from each span by these links, as (name, quote or value)."""
    found: dict[UUID, tuple[tuple[str, str], ...]] = {}
    for link in links:
        pair = (link.label, end_shown(link, tails, text))
        found[link.head] = (*found.get(link.head, ()), pair)
    return found


def end_shown(link: Relation, tails: Mapping[UUID, Span], text: str) -> str:
    """Return what a link leads to: a short quote, or the value."""
    return short_quote(text, tails[link.tail], SHORT) if link.tail else link.value or ""
