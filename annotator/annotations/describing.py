"""Describing spans: attributes that come one at a time and as text, as forms send them."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from annotator.annotations.editing import Outcome, Place
from annotator.annotations.queries import set_of, span_in
from annotator.annotations.spans import change_span
from annotator.core.errors import Refused
from annotator.core.scheme import Attribute, Layer
from annotator.core.sentences import sentence
from annotator.core.spans import AttributeValue, Span
from annotator.database import write_tx
from annotator.projects.queries import current_scheme, label_names

NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,15})?", re.ASCII)


def describe_span(
    place: Place, span_id: UUID, values: Mapping[str, str], patch: Mapping[str, Any]
) -> Outcome:
    """Change these attributes of a span, and what the patch says; an empty value takes an attribute away."""
    with write_tx():
        row = set_of(place.document_id, place.annotator_id, place.kind)
        span = span_in(row.id if row else None, span_id, label_names(place.project_id))
        layer = current_scheme(place.project_id).layer(span.layer)
        attributes = read_attributes(layer or Layer(span.layer, "span"), span, values)
        return change_span(place, span_id, {**patch, "attributes": attributes})


def read_attributes(
    layer: Layer, span: Span, values: Mapping[str, str]
) -> dict[str, AttributeValue]:
    """Return the span's attributes with these values laid over them; refuses what the layer does not have."""
    known = {attribute.name: attribute for attribute in layer.attributes}
    read: dict[str, AttributeValue | None] = {**span.attributes}
    for name, value in values.items():
        if name not in known:
            options = ", ".join(known) or sentence("none")
            message = sentence(
                "The layer %(layer)s has no attribute %(name)s; it has: %(options)s.",
                layer=layer.name,
                name=name,
                options=options,
            )
            raise Refused.field(f"attributes.{name}", message)
        read[name] = _value(known[name], value) if value.strip() else None
    return {name: value for name, value in read.items() if value is not None}


def _value(attribute: Attribute, text: str) -> AttributeValue:
    value: AttributeValue = text
    if attribute.type == "boolean":
        value = {"true": True, "false": False}.get(text, text)
    elif attribute.type == "number" and NUMBER.fullmatch(text.strip()):
        number = text.strip().replace(",", ".")
        value = float(number) if "." in number else int(number)
    return attribute.check(value)
