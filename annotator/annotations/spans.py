"""Creating, changing and deleting spans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from annotator.annotations.editing import Edit, Outcome, Place, editing
from annotator.annotations.models import RelationRow, SpanRow
from annotator.annotations.queries import SPAN_COLUMNS, span_in
from annotator.annotations.rows import DELETED, SPANS
from annotator.annotations.stored import (
    fragments_text,
    relation_from_row,
    relation_value,
    span_from_row,
    span_value,
)
from annotator.core.changes import Change
from annotator.core.errors import Conflict, Gone, NotFound, Refused
from annotator.core.relations import check_relation
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.core.spans import (
    Span,
    check_extent,
    check_overlap,
    check_quote,
    clean_fragments,
    kept_parts,
)
from annotator.database import uuid7
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme

BY_ID = select(*SPAN_COLUMNS).where(
    SPANS.c.set_id == bindparam("in_set"), SPANS.c.id == bindparam("with_id")
)
DELETED_BY_ID = select(DELETED.c.id).where(
    DELETED.c.set_id == bindparam("in_set"), DELETED.c.id == bindparam("with_id")
)
EQUAL = select(SPANS.c.id).where(
    SPANS.c.set_id == bindparam("in_set"),
    SPANS.c.start == bindparam("from"),
    SPANS.c.end == bindparam("to"),
    SPANS.c.label_id == bindparam("label"),
    SPANS.c.fragments == bindparam("parts"),
)


@dataclass(frozen=True, slots=True)
class NewSpan:
    """A span as it is asked for: the layer may be left out, the quote is what the asker believes is there."""

    start: int
    end: int
    label: str
    layer: str | None = None
    id: UUID | None = None
    quote: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    fragments: Sequence[Sequence[int]] = ()
    note: str = ""
    origin: str = ""


def checked(new: NewSpan, text: str, scheme: Scheme) -> Span:
    """Return the span that is asked for; refuses what does not fit the text or the scheme."""
    check_extent(text, new.start, new.end)
    layer, label = scheme.resolve(new.label, new.layer)
    span = Span(
        new.id or uuid7(),
        new.start,
        new.end,
        layer.name,
        label.name,
        layer.check_attributes(new.attributes),
        clean_fragments(new.start, new.end, new.fragments),
        new.note,
        new.origin,
    )
    check_quote(text, span, new.quote)
    return span


def create_span(place: Place, new: NewSpan) -> Outcome:
    """Add a span.

    The same span sent again, or one that is equal to a stored one (place, fragments, label), changes nothing and
    answers with the stored one's id. Raises Conflict for an id with other content and Gone for a deleted id.
    """
    scheme = current_scheme(place.project_id)
    span = checked(new, text_of(place.document_id), scheme)
    with editing(place) as edit:
        edit.id = stored_id(edit, span, new.id)
        if edit.id is None:
            check_layer_overlap(edit, span, scheme)
            edit.id, edit.span = span.id, span
            edit.apply(Change("span", str(span.id), None, _value(edit, span)))
        else:
            edit.span = span_in(edit.row.id, edit.id, edit.names)
    return edit.outcome


def stored_id(edit: Edit, span: Span, given: UUID | None) -> UUID | None:
    """Return the id under which this span is stored already, or None."""
    if given is not None:
        here = {"in_set": edit.row.id, "with_id": given}
        row = edit.session.execute(BY_ID, here).first()
        if row is not None and span_from_row(row, edit.names) != span:
            message = sentence("The id %(id)s is taken by another span: make a new id.", id=given)
            raise Conflict(message, {"id": [message]})
        if row is not None:
            return given
        if edit.session.execute(DELETED_BY_ID, here).first():
            message = sentence(
                "The span %(id)s was deleted: make a new id, or undo the deletion.", id=given
            )
            raise Gone(message)
    return equal_span(edit, span)


def equal_span(edit: Edit, span: Span) -> UUID | None:
    """Return the id of the stored span with the same extent, fragments and label, or None."""
    extent = {
        "in_set": edit.row.id,
        "from": span.start,
        "to": span.end,
        "label": edit.ids[span.layer, span.label],
        "parts": fragments_text(span.fragments),
    }
    return edit.session.scalar(EQUAL, extent)


def check_layer_overlap(edit: Edit, span: Span, scheme: Scheme) -> None:
    """Refuse a span that overlaps another one where its layer allows none."""
    layer = scheme.layer(span.layer)
    if layer is None or layer.overlap != "none":
        return
    names = edit.names
    rows = edit.session.execute(
        select(*SPAN_COLUMNS).where(
            SpanRow.set_id == edit.row.id, SpanRow.start < span.end, SpanRow.end > span.start
        )
    )
    check_overlap(span, (span_from_row(row, names) for row in rows))


def _value(edit: Edit, span: Span) -> dict[str, Any]:
    return span_value(span, edit.ids[span.layer, span.label])


def change_span(place: Place, span_id: UUID, patch: Mapping[str, Any]) -> Outcome:
    """Move, relabel or describe a span. `patch` holds some of start, end, label, layer, attributes, fragments, note.

    Moving an edge of a discontinuous span without naming its fragments keeps the gaps that are still inside. Raises
    Conflict when the span would equal another one.
    """
    scheme = current_scheme(place.project_id)
    text = text_of(place.document_id)
    with editing(place) as edit:
        edit.id = span_id
        old = span_in(edit.row.id, span_id, edit.names)
        new = checked(_patched(old, patch, scheme), text, scheme)
        other = equal_span(edit, new)
        if other not in (None, span_id):
            message = sentence(
                "The same span with the label %(label)s is there already.", label=new.label
            )
            raise Conflict(message)
        check_layer_overlap(edit, new, scheme)
        _check_relations(edit, old, new, scheme)
        edit.apply(Change("span", str(span_id), _value(edit, old), _value(edit, new)))
        edit.span = new
    return edit.outcome


def _patched(old: Span, patch: Mapping[str, Any], scheme: Scheme) -> NewSpan:
    """Return the old span with the patch laid over it.

    In another layer it keeps the attributes that are there as well; undo brings the others back.
    """
    label, layer_name = patch.get("label", old.label), patch.get("layer")
    if label == old.label and not layer_name:
        layer_name = old.layer
    layer, _ = scheme.resolve(label, layer_name)
    known = {attribute.name for attribute in layer.attributes}
    new = NewSpan(
        old.start,
        old.end,
        label,
        layer.name,
        old.id,
        attributes={name: value for name, value in old.attributes.items() if name in known},
        fragments=old.fragments,
        note=old.note,
        origin=old.origin,
    )
    rest = {name: value for name, value in patch.items() if name not in ("label", "layer")}
    new = replace(new, **{name: value for name, value in rest.items() if value is not None})
    if old.fragments and "fragments" not in patch and new.start < new.end:
        return replace(new, fragments=kept_parts(old.fragments, new.start, new.end))
    return new


def relations_at(edit: Edit, span_id: UUID) -> list[RelationRow]:
    """Return the relations and filled roles that begin or end at a span."""
    query = select(RelationRow).where(
        RelationRow.set_id == edit.row.id,
        or_(RelationRow.head == span_id, RelationRow.tail == span_id),
    )
    return list(edit.session.scalars(query))


def _check_relations(edit: Edit, old: Span, new: Span, scheme: Scheme) -> None:
    """Refuse a new layer that the span's relations do not allow: they are somebody's work and not dropped silently."""
    if old.layer == new.layer:
        return
    for row in relations_at(edit, old.id):
        head = new if row.head == old.id else span_in(edit.row.id, row.head, edit.names)
        tail = new if row.tail == old.id else None
        if tail is None and row.tail is not None:
            tail = span_in(edit.row.id, row.tail, edit.names)
        name = edit.names[row.label_id][1]
        try:
            check_relation(scheme, name, head, tail, row.value)
        except Refused as refusal:
            message = sentence(
                "The span's relation %(name)s does not allow this label: delete it first.",
                name=name,
            )
            raise Refused.field("label", message) from refusal


def delete_span(place: Place, span_id: UUID, *, missing_ok: bool = False) -> Outcome:
    """Delete a span together with its relations; undo brings all of it back."""
    with editing(place) as edit:
        edit.id, names = span_id, edit.names
        try:
            span = span_in(edit.row.id, span_id, names)
        except NotFound:
            if missing_ok:
                return edit.outcome
            raise
        for row in relations_at(edit, span_id):
            relation = relation_from_row(row, names)
            edit.apply(
                Change("relation", str(row.id), relation_value(relation, row.label_id), None)
            )
        edit.apply(Change("span", str(span_id), _value(edit, span), None))
    return edit.outcome
