"""Completeness: what is still open in an annotation set when its annotator says that it is done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from annotator.core.records import Relation
from annotator.core.scheme import Layer, Role, Scheme
from annotator.core.spans import Span, reading_order


@dataclass(frozen=True, slots=True)
class Gap:
    """An attribute or role that a span lacks; a `required` one keeps the work from being done."""

    span: Span
    name: str
    required: bool


def gaps(scheme: Scheme, spans: Iterable[Span], relations: Iterable[Relation]) -> list[Gap]:
    """Return what is open, in reading order.

    Required attributes and roles are open while they are empty. Another role is open where its layer was begun: as
    soon as one span of the layer has a role or an attribute, those without look forgotten.
    """
    ordered = sorted(spans, key=reading_order)
    filled: dict[UUID, set[str]] = {}
    for relation in relations:
        filled.setdefault(relation.head, set()).add(relation.label)
    layers = {layer.name: layer for layer in scheme.of_kind("span")}
    begun = {
        span.layer
        for span in ordered
        if span.attributes
        or any(role.name in filled.get(span.id, ()) for role in _roles(layers, span))
    }
    found: list[Gap] = []
    for span in ordered:
        if layer := layers.get(span.layer):
            here = filled.get(span.id, set())
            found += _gaps_of(span, layer, here, is_begun=span.layer in begun)
    return found


def _roles(layers: Mapping[str, Layer], span: Span) -> tuple[Role, ...]:
    return layers[span.layer].roles if span.layer in layers else ()


def _gaps_of(span: Span, layer: Layer, filled: set[str], *, is_begun: bool) -> Iterator[Gap]:
    for attribute in layer.attributes:
        if attribute.required and not attribute.archived and attribute.name not in span.attributes:
            yield Gap(span, attribute.name, required=True)
    for role in layer.roles:
        if not role.archived and role.name not in filled and (role.required or is_begun):
            yield Gap(span, role.name, role.required)
