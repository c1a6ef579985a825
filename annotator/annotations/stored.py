"""How spans and relations are stored: as rows, and as the values that events keep. The only bridge to the core."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Session

from annotator.annotations.models import RelationRow
from annotator.core.records import Relation
from annotator.core.spans import Span

Names = Mapping[int, tuple[str, str]]
Ids = Mapping[tuple[str, str], int]


def fragments_text(fragments: Sequence[Sequence[int]]) -> str:
    """Return the form of the fragments in rows: '' for a span in one piece."""
    return orjson.dumps(fragments).decode() if fragments else ""


def span_value(span: Span, label_id: int) -> dict[str, Any]:
    """Return a span as events keep it; what is empty is left out."""
    value: dict[str, Any] = {"start": span.start, "end": span.end, "label": label_id}
    if span.fragments:
        value["fragments"] = [list(part) for part in span.fragments]
    if span.attributes:
        value["attributes"] = dict(span.attributes)
    if span.note:
        value["note"] = span.note
    if span.origin:
        value["origin"] = span.origin
    return value


def span_columns(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a span row for a value kept in an event."""
    return {
        "start": value["start"],
        "end": value["end"],
        "label_id": value["label"],
        "fragments": fragments_text(value.get("fragments", ())),
        "attributes": value.get("attributes"),
        "note": value.get("note", ""),
        "origin": value.get("origin", ""),
    }


def span_from_value(span_id: UUID, value: Mapping[str, Any], names: Names) -> Span:
    """Return the span that a value kept in an event stands for."""
    layer, label = names[value["label"]]
    return Span(
        id=span_id,
        start=value["start"],
        end=value["end"],
        layer=layer,
        label=label,
        attributes=value.get("attributes", {}),
        fragments=tuple((a, b) for a, b in value.get("fragments", ())),
        note=value.get("note", ""),
        origin=value.get("origin", ""),
    )


def span_from_row(row: Any, names: Names) -> Span:
    """Return the span of a row: id, start, end, label_id, fragments, attributes, note, origin, in this order."""
    # Taken apart at once: reading the columns by name costs more than all the rest of making a span.
    span_id, start, end, label_id, fragments, attributes, note, origin = row
    layer, label = names[label_id]
    parts = tuple((a, b) for a, b in orjson.loads(fragments)) if fragments else ()
    return Span(span_id, start, end, layer, label, attributes or {}, parts, note, origin)


def relation_value(relation: Relation, label_id: int) -> dict[str, Any]:
    """Return a relation as events keep it."""
    tail = str(relation.tail) if relation.tail else None
    return {"label": label_id, "head": str(relation.head), "tail": tail, "value": relation.value}


def relation_of(session: Session, set_id: int, relation_id: UUID) -> dict[str, Any] | None:
    """Return a stored relation as events keep it, or None."""
    row = session.get(RelationRow, (set_id, relation_id), populate_existing=True)
    if row is None:
        return None
    tail = str(row.tail) if row.tail else None
    return {"label": row.label_id, "head": str(row.head), "tail": tail, "value": row.value}


def relation_columns(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a relation row for a value kept in an event."""
    return {
        "label_id": value["label"],
        "head": UUID(value["head"]),
        "tail": UUID(value["tail"]) if value["tail"] else None,
        "value": value["value"],
    }


def relation_from_value(relation_id: UUID, value: Mapping[str, Any], names: Names) -> Relation:
    """Return the relation that a value kept in an event stands for."""
    columns = relation_columns(value)
    label = names[value["label"]][1]
    return Relation(relation_id, label, columns["head"], columns["tail"], columns["value"])


def relation_from_row(row: Any, names: Names) -> Relation:
    """Return the relation of a row (id, label_id, head, tail, value)."""
    return Relation(row.id, names[row.label_id][1], row.head, row.tail, row.value)


def span_json(span: Span, text: str) -> dict[str, Any]:
    """Return a span as programs see it; `origin` is there when nobody marked it by hand."""
    body = {
        "id": str(span.id),
        "start": span.start,
        "end": span.end,
        "layer": span.layer,
        "label": span.label,
        "quote": text[span.start : span.end],
        "attributes": dict(span.attributes),
        "fragments": [list(part) for part in span.fragments],
        "note": span.note,
    }
    return body | {"origin": span.origin} if span.origin else body


def relation_json(relation: Relation) -> dict[str, Any]:
    """Return a relation as programs see it; `value` is there when the role is filled without a span."""
    body: dict[str, Any] = {
        "id": str(relation.id),
        "label": relation.label,
        "from": str(relation.head),
        "to": str(relation.tail) if relation.tail else None,
    }
    return body if relation.value is None else body | {"value": relation.value}
