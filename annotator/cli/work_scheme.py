"""The scheme of a file of work, as far as the work shows it: its layers, labels, attributes and roles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from annotator.core.scheme import Attribute, Label, Layer, Role, Scheme

SPANS, RELATIONS = "span", "relation"
"""The layers of spans whose label names none, and of relations, which never name theirs."""

Named = tuple[str, str]
"""A span's layer and label as the file has them; the layer may be missing."""


def scheme_of_work(values: Iterable[Any]) -> Scheme:
    """Return the scheme that these documents are in, everything by its own name.

    What leads from spans of one layer to spans of others, or to a value, is a role; what else joins spans is a relation.
    """
    seen = _Seen()
    for value in values:
        for item in objects(value, "annotations"):
            seen.note(item)
    return seen.scheme()


def objects(owner: object, name: str) -> list[dict[str, Any]]:
    """Return the objects in a list of a JSON object; nothing where there is no such list."""
    items = owner.get(name) if isinstance(owner, dict) else None
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


@dataclass(slots=True)
class _Seen:
    """What was seen so far: spans with the types of their attributes, document labels, and what joins spans."""

    spans: dict[Named, dict[str, str]] = field(default_factory=dict)
    documents: dict[str, set[str]] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)
    links: dict[str, set[tuple[Named, Named | None]]] = field(default_factory=dict)

    def note(self, item: dict[str, Any]) -> None:
        """Take note of a set, or of a single span."""
        if "start" in item:
            self._note_span(item)
            return
        ids = {str(span.get("id")): self._note_span(span) for span in objects(item, "spans")}
        for link in objects(item, "relations"):
            name, head = link.get("label"), ids.get(str(link.get("from")))
            ends = self.links.setdefault(name, set()) if isinstance(name, str) else set()
            if head:
                ends.add((head, ids.get(str(link.get("to")))))
        labels = item.get("labels")
        for layer, names in labels.items() if isinstance(labels, dict) else ():
            chosen = [one for one in names if _is_name(one)] if isinstance(names, list) else []
            self.documents.setdefault(layer, set()).update(chosen)
            if len(chosen) > 1:
                self.several.add(layer)

    def _note_span(self, span: dict[str, Any]) -> Named | None:
        layer, label = span.get("layer") or "", span.get("label")
        if not isinstance(layer, str) or not isinstance(label, str) or not label:
            return None
        types = self.spans.setdefault((layer, label), {})
        attributes = span.get("attributes")
        for name, value in attributes.items() if isinstance(attributes, dict) else ():
            if value is not None:
                types.setdefault(name, _type_of(value))
        return layer, label

    def scheme(self) -> Scheme:
        """Return the layers by kind and name."""
        labels: dict[str, set[str]] = {}
        types: dict[str, dict[str, str]] = {}
        for named, seen in self.spans.items():
            layer = self._layer(named)
            labels.setdefault(layer, set()).add(named[1])
            types[layer] = seen | types.get(layer, {})
        roles, joining = self._roles()
        spans = (
            Layer(
                name,
                "span",
                _labels(labels[name]),
                tuple(Attribute(one, types[name][one]) for one in sorted(types[name])),
                tuple(Role(role, free_text=True) for role in roles.get(name, ())),
            )
            for name in sorted(labels)
        )
        documents = (
            Layer(name, "document", _labels(chosen), multiple=name in self.several)
            for name, chosen in sorted(self.documents.items())
        )
        relations = [Layer(RELATIONS, "relation", _labels(joining))] if joining else []
        return Scheme((*spans, *documents, *relations))

    def _layer(self, named: Named) -> str:
        """Return the layer of a span; one that names none is in the layer that has its label, if any has."""
        layer, label = named
        others = sorted(name for name, known in self.spans if name and known == label)
        return layer or (others[0] if others else SPANS)

    def _roles(self) -> tuple[dict[str, list[str]], set[str]]:
        """Return the roles of each layer, and the names of relations."""
        roles: dict[str, list[str]] = {}
        joining = set()
        for name, ends in sorted(self.links.items()):
            heads = sorted({self._layer(head) for head, _ in ends})
            tails = {self._layer(tail) for _, tail in ends if tail}
            valued = any(tail is None for _, tail in ends)
            if valued or (len(heads) == 1 and heads[0] not in tails):
                roles.setdefault(heads[0], []).append(name)
            else:
                joining.add(name)
        return roles, joining


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "text"


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _labels(names: Iterable[str]) -> tuple[Label, ...]:
    return tuple(Label(name, "") for name in sorted(names))
