"""Growing a scheme: the labels and attributes that incoming work uses and the scheme does not have."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from annotator.core.scheme import Scheme, as_json
from annotator.core.scheme_reader import is_name, read_scheme

FALLBACK = {"span": "span", "relation": "relation", "document": "document"}
"""Names of the layers made for labels that name no layer, when there is no layer of their kind."""


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A name that is not in the scheme; `kind` is span, relation, document or attribute.

    `layer` is empty where none was named. `type` is an attribute's type.
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
    for item in sorted(set(unknown), key=lambda item: (item.kind == "attribute", item)):
        kind = "span" if item.kind == "attribute" else item.kind
        layer = _layer(body["layers"], kind, item.layer)
        if item.kind == "attribute":
            attributes = layer.setdefault("attributes", [])
            if all(attribute["name"] != item.name for attribute in attributes):
                attributes.append({"name": item.name, "type": item.type or "text"})
        elif all(label["name"] != item.name for label in layer["labels"]):
            layer["labels"].append({"name": item.name})
    return read_scheme(body)


def _layer(layers: list[dict[str, Any]], kind: str, name: str) -> dict[str, Any]:
    for layer in layers:
        if layer["name"] == name or (
            not name and layer["kind"] == kind and not layer.get("archived")
        ):
            return layer
    made: dict[str, Any] = {"name": name or FALLBACK[kind], "kind": kind, "labels": []}
    if kind == "document":
        made["multiple"] = True
    layers.append(made)
    return made
