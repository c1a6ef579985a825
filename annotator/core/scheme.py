"""The scheme: a project's layers with their labels, attributes and roles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core.errors import Refused
from annotator.core.sentences import Sentence, sentence
from annotator.core.spans import AttributeValue

LAYER_KINDS = ("span", "relation", "document")
ATTRIBUTE_TYPES = ("choice", "boolean", "text", "number")


@dataclass(frozen=True, slots=True)
class Label:
    """A value of a layer. `sources` and `targets` name the span layers a relation label may join; empty means any."""

    name: str
    color: str
    key: str = ""
    description: str = ""
    parent: str = ""
    archived: bool = False
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed extra value of the spans of a layer."""

    name: str
    type: str
    choices: tuple[str, ...] = ()
    required: bool = False
    counts_in_agreement: bool = True
    description: str = ""
    archived: bool = False

    def check(self, value: object) -> AttributeValue:
        """Return the value when it is of this attribute's type; refuse it otherwise."""
        field = f"attributes.{self.name}"
        if self.type == "choice" and value not in self.choices:
            options = ", ".join(self.choices)
            raise Refused.field(
                field,
                sentence(
                    "%(name)s is one of %(options)s, not %(value)r.",
                    name=self.name,
                    options=options,
                    value=value,
                ),
            )
        if self.type == "boolean" and not isinstance(value, bool):
            raise Refused.field(
                field,
                sentence("%(name)s is true or false, not %(value)r.", name=self.name, value=value),
            )
        if self.type == "text" and not isinstance(value, str):
            raise Refused.field(
                field, sentence("%(name)s is a text, not %(value)r.", name=self.name, value=value)
            )
        if self.type == "number" and (
            isinstance(value, bool) or not isinstance(value, int | float)
        ):
            raise Refused.field(
                field, sentence("%(name)s is a number, not %(value)r.", name=self.name, value=value)
            )
        assert isinstance(value, str | bool | int | float)  # noqa: S101 -- what the lines above left
        return value


@dataclass(frozen=True, slots=True)
class Role:
    """A named slot of a span layer: filled by a span of `layers`, an `implied` value or, if allowed, free text."""

    name: str
    layers: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    free_text: bool = False
    required: bool = False
    description: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A named kind of annotation, of kind span, relation or document."""

    name: str
    kind: str
    labels: tuple[Label, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    roles: tuple[Role, ...] = ()
    overlap: str = "any"
    multiple: bool = False
    ordered: bool = False
    description: str = ""
    archived: bool = False

    def label(self, name: str) -> Label | None:
        """Return the label of that name, archived ones too, or None."""
        return next((label for label in self.labels if label.name == name), None)

    def check_attributes(self, values: Mapping[str, object]) -> dict[str, AttributeValue]:
        """Return the values that are set (null means unset); refuse unknown attributes and wrong types."""
        known = {attribute.name: attribute for attribute in self.attributes}
        for name in values:
            if name not in known:
                options = ", ".join(known) or sentence("none")
                message = sentence(
                    "The layer %(layer)s has no attribute %(name)s; it has: %(options)s.",
                    layer=self.name,
                    name=name,
                    options=options,
                )
                raise Refused.field(f"attributes.{name}", message)
        return {
            name: known[name].check(value) for name, value in values.items() if value is not None
        }


@dataclass(frozen=True, slots=True)
class Scheme:
    """All layers of a project, in the order in which they are shown."""

    layers: tuple[Layer, ...] = ()

    def of_kind(self, kind: str) -> Iterator[Layer]:
        """Yield the layers of one kind that are not archived."""
        return (layer for layer in self.layers if layer.kind == kind and not layer.archived)

    def layer(self, name: str) -> Layer | None:
        """Return the layer of that name, archived ones too, or None."""
        return next((layer for layer in self.layers if layer.name == name), None)

    def resolve(
        self, label: str, layer: str | None = None, kind: str = "span"
    ) -> tuple[Layer, Label]:
        """Find the layer and label that are meant, to be used in new work.

        The layer may be left out where one layer only has a label of that name. Refuses what is unknown,
        archived or ambiguous.
        """
        found = [
            (candidate, value)
            for candidate in self.layers
            if candidate.kind == kind and layer in (None, "", candidate.name)
            if (value := candidate.label(label)) is not None
        ]
        current = [pair for pair in found if not (pair[0].archived or pair[1].archived)]
        if len(current) == 1:
            return current[0]
        raise Refused.field("label", self._why_not(label, layer, kind, found, current))

    def _why_not(
        self,
        label: str,
        layer: str | None,
        kind: str,
        found: list[tuple[Layer, Label]],
        current: list[tuple[Layer, Label]],
    ) -> str:
        if current:
            names = ", ".join(pair[0].name for pair in current)
            return sentence(
                "The label %(label)s is in several layers (%(layers)s): name the layer.",
                label=label,
                layers=names,
            )
        if found:
            return sentence(
                "The label %(label)s is archived: choose another one, or bring it back in the scheme.",
                label=label,
            )
        if layer and not any(known.name == layer and known.kind == kind for known in self.layers):
            return self.no_layer(kind, layer)
        names = ", ".join(
            value.name
            for known in self.of_kind(kind)
            if layer in (None, "", known.name)
            for value in known.labels
            if not value.archived
        )
        return sentence(
            "There is no label %(label)s; there are: %(labels)s.",
            label=label,
            labels=names or sentence("none"),
        )

    def no_layer(self, kind: str, name: str) -> Sentence:
        """Say that there is no layer of this kind and name, and which ones there are."""
        known = ", ".join(known.name for known in self.of_kind(kind)) or sentence("none")
        if kind == "document":
            return sentence(
                "There is no document layer %(layer)s; there are: %(layers)s.",
                layer=name,
                layers=known,
            )
        return sentence(
            "There is no span layer %(layer)s; there are: %(layers)s.", layer=name, layers=known
        )

    def relation_names(self) -> dict[str, tuple[Layer, Role | Label]]:
        """Return every name a relation can carry, archived ones too: the roles of span layers and relation labels."""
        names: dict[str, tuple[Layer, Role | Label]] = {}
        for layer in self.layers:
            members: tuple[Role | Label, ...] = (
                layer.labels if layer.kind == "relation" else layer.roles
            )
            names.update({member.name: (layer, member) for member in members})
        return names

    def label_names(self) -> Iterator[tuple[str, str]]:
        """Yield (layer, name) of all that spans, relations and document labels can be named after."""
        for layer in self.layers:
            yield from ((layer.name, label.name) for label in layer.labels)
            yield from ((layer.name, role.name) for role in layer.roles)


def as_json(scheme: Scheme) -> dict[str, Any]:
    """Return the scheme in its JSON form; reading it again gives an equal scheme."""
    return {"layers": [_layer_json(layer) for layer in scheme.layers]}


def _layer_json(layer: Layer) -> dict[str, Any]:
    labels = [
        _set_fields(label, {"sources": "from", "targets": "to"}, always=("name", "color"))
        for label in layer.labels
    ]
    body: dict[str, Any] = {"name": layer.name, "kind": layer.kind, "labels": labels}
    if layer.attributes:
        body["attributes"] = [_set_fields(a, {}, always=("name", "type")) for a in layer.attributes]
    if layer.roles:
        body["roles"] = [_set_fields(role, {}, always=("name",)) for role in layer.roles]
    if layer.overlap != "any":
        body["overlap"] = layer.overlap
    flags = ("multiple", "ordered", "description", "archived")
    return body | {name: getattr(layer, name) for name in flags if getattr(layer, name)}


def _set_fields(
    part: Label | Attribute | Role, renamed: Mapping[str, str], always: tuple[str, ...]
) -> dict[str, Any]:
    """Return the fields that differ from their default, tuples as lists."""
    body: dict[str, Any] = {}
    for name, spec in part.__dataclass_fields__.items():
        value = getattr(part, name)
        if name in always or value != spec.default:
            body[renamed.get(name, name)] = list(value) if isinstance(value, tuple) else value
    return body
