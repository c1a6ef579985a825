"""How one scheme follows another: what is missing from the new one stays, archived, and stored work stays readable."""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import TypeVar

from annotator.core.errors import Refused
from annotator.core.scheme import Attribute, Label, Layer, Role, Scheme, as_json
from annotator.core.scheme_reader import read_scheme
from annotator.core.sentences import sentence

Part = TypeVar("Part", Label, Attribute, Role, Layer)


def succeed(old: Scheme, new: Scheme, in_use: Set[str]) -> Scheme:
    """Return the new scheme with all that it left out of the old one, archived.

    `in_use` names the layers that hold work. Refuses, by path, what stored work would not survive: another kind for
    a known layer; another type or fewer choices for an attribute of a layer in use.
    """
    before = {layer.name: layer for layer in old.layers}
    layers = tuple(
        _follow(before[layer.name], layer, f"layers.{at}", layer.name in in_use)
        if layer.name in before
        else layer
        for at, layer in enumerate(new.layers)
    )
    # Read again: an archived name may clash with a new one.
    return read_scheme(as_json(Scheme(layers + _left_out(old.layers, new.layers))))


def _follow(old: Layer, new: Layer, path: str, used: bool) -> Layer:
    if new.kind != old.kind:
        message = sentence(
            "The layer %(name)s is of kind %(kind)s, which cannot change: name a new layer.",
            name=new.name,
            kind=old.kind,
        )
        raise Refused.field(f"{path}.kind", message)
    if used:
        for at, attribute in enumerate(new.attributes):
            _check_attribute(old, attribute, f"{path}.attributes.{at}")
    return replace(
        new,
        labels=new.labels + _left_out(old.labels, new.labels),
        attributes=new.attributes + _left_out(old.attributes, new.attributes),
        roles=new.roles + _left_out(old.roles, new.roles),
    )


def _check_attribute(layer: Layer, new: Attribute, path: str) -> None:
    old = next((known for known in layer.attributes if known.name == new.name), None)
    if old is None:
        return
    if old.type != new.type:
        message = sentence(
            "%(name)s is of type %(type)s in stored work: name a new attribute.",
            name=new.name,
            type=old.type,
        )
        raise Refused.field(f"{path}.type", message)
    missing = [choice for choice in old.choices if choice not in new.choices]
    if missing:
        message = sentence(
            "The choice %(choice)s of %(name)s may be in stored work: keep it.",
            choice=missing[0],
            name=new.name,
        )
        raise Refused.field(f"{path}.choices", message)


def _left_out(old: Sequence[Part], new: Sequence[Part]) -> tuple[Part, ...]:
    names = {part.name for part in new}
    return tuple(replace(part, archived=True) for part in old if part.name not in names)
