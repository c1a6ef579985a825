"""Growing a scheme: the labels and attributes that incoming work uses and the scheme does not have."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from annotator.core.scheme import Scheme, as_json
from annotator.core.scheme_fields import is_name
from annotator.core.scheme_reader import read_scheme

LAYER_KINDS = {
    "span": "span",
    "attribute": "span",
    "relation": "relation",
    "document": "document",
}
"""The kind of layer that each kind of name belongs to; a layer made for names that name none is called so."""


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A name that is not in the scheme; `kind` is span, relation, document or attribute.

    `layer` is empty where none was named. `type` is the type of an attribute's value, empty for null.
    """

    kind: str
    layer: str
    name: str
    type: str = ""


def as_name(raw: str) -> str:
    """Return the name nearest to a foreign label: what a name may not hold becomes `_`.

    Names come back as they are; a text that begins with no letter comes back unfit, to be refused.
    """
    if is_name(raw):
        return raw
    kept = "".join(c if c.isalnum() or c in "-.:" or category(c)[0] == "M" else " " for c in raw)
    return "_".join(kept.split()) or raw


def grow(scheme: Scheme, unknown: Iterable[Unknown]) -> Scheme:
    """Return the scheme with the unknown names added at the ends of their layers.

    A label that names no layer joins the first layer of its kind. Layers that are missing are made.
    Refuses what cannot be a name and names that clash.
    """
    body = as_json(scheme)
    items = sorted(set(unknown))
    for item in items:
        layer = _layer(body["layers"], item.kind, item.layer)
        if item.kind == "attribute":
            attributes = layer.setdefault("attributes", [])
            if all(attribute["name"] != item.name for attribute in attributes):
                attributes.append({"name": item.name, "type": _type(item, items)})
        elif all(label["name"] != item.name for label in layer["labels"]):
            layer["labels"].append({"name": item.name})
    return read_scheme(body)


def _type(attribute: Unknown, items: Iterable[Unknown]) -> str:
    """Return the one type of an attribute's values; values of several types, or none, make it a text."""
    types = {
        item.type
        for item in items
        if (item.kind, item.layer, item.name) == ("attribute", attribute.layer, attribute.name)
    }
    types.discard("")
    return types.pop() if len(types) == 1 else "text"


def _layer(layers: list[dict[str, Any]], member: str, name: str) -> dict[str, Any]:
    kind = LAYER_KINDS[member]
    for layer in layers:
        if layer["name"] == name or (
            not name and layer["kind"] == kind and not layer.get("archived")
        ):
            return layer
    made: dict[str, Any] = {"name": name or kind, "kind": kind, "labels": []}
    if kind == "document":
        made["multiple"] = True
    layers.append(made)
    return made
