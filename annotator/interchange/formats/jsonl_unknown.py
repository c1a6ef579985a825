"""Finding the names in a JSONL record that the scheme does not have, so that they can be made or refused."""

from collections.abc import Iterable, Iterator
from typing import Any

from annotator.core.scheme_growth import Unknown, as_name
from annotator.interchange.formats.vocabulary import Vocabulary


def unknown_labels(value: object, vocabulary: Vocabulary) -> set[Unknown]:
    """Return the labels and attributes of a parsed line that are not in the scheme.

    What has the wrong shape is passed by: reading the line refuses it.
    """
    found: set[Unknown] = set()
    for item in _objects(value, "annotations"):
        spans = [item] if "start" in item else _objects(item, "spans")
        for span in spans:
            found.update(_of_span(span, vocabulary))
        for relation in _objects(item, "relations"):
            found.update(_missing("relation", "", relation.get("label"), vocabulary))
        for layer, values in _pairs(item.get("labels")):
            for name in values if isinstance(values, list) else ():
                found.update(_missing("document", layer, name, vocabulary))
    return found


def _of_span(span: dict[str, Any], vocabulary: Vocabulary) -> Iterator[Unknown]:
    layer, label = span.get("layer") or "", span.get("label")
    if not isinstance(layer, str) or not isinstance(label, str) or not label:
        return
    yield from _missing("span", layer, label, vocabulary)
    owner = vocabulary.layer_of("span", layer, label)
    known = {attribute.name for attribute in owner.attributes} if owner else set()
    for name, value in _pairs(span.get("attributes")):
        if name not in known:
            yield Unknown("attribute", owner.name if owner else layer, name, _type(value))


def _missing(kind: str, layer: str, label: object, vocabulary: Vocabulary) -> Iterator[Unknown]:
    if isinstance(label, str) and label and not vocabulary.knows(kind, layer, label):
        yield Unknown(kind, layer, as_name(label))


def _type(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "text"


def _objects(owner: object, name: str) -> Iterable[dict[str, Any]]:
    items = owner.get(name) if isinstance(owner, dict) else None
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def _pairs(value: object) -> Iterable[tuple[str, Any]]:
    return value.items() if isinstance(value, dict) else ()
