"""Reading a scheme from its JSON form: every fault is named by its path, and what was left out is filled in."""

from collections.abc import Iterable
from typing import Any

from annotator.core.errors import Refused
from annotator.core.palette import free_colors, free_keys
from annotator.core.scheme import (
    ATTRIBUTE_TYPES,
    LAYER_KINDS,
    Attribute,
    Label,
    Layer,
    Role,
    Scheme,
)
from annotator.core.scheme_fields import (
    check_unique,
    choice_of,
    flag_of,
    list_of,
    name_of,
    names_of,
    object_of,
    text_of,
)
from annotator.core.sentences import sentence

MAX_LABELS = 1000
LAYER_FIELDS = [
    "name",
    "kind",
    "labels",
    "attributes",
    "roles",
    "overlap",
    "multiple",
    "ordered",
    "description",
    "archived",
]
LABEL_FIELDS = ["name", "color", "key", "description", "parent", "archived"]
ATTRIBUTE_FIELDS = [
    "name",
    "type",
    "choices",
    "required",
    "counts_in_agreement",
    "description",
    "archived",
]
ROLE_FIELDS = ["name", "layers", "implied", "free_text", "required", "description", "archived"]


def read_scheme(body: object) -> Scheme:
    """Parse and check a scheme.

    Colours and keys that were left out are given. Raises `Refused` with messages by path (`layers.0.labels.2.color`).
    """
    fields = object_of(body, "scheme", ["layers"])
    if not isinstance(fields.get("layers"), list):
        raise Refused.field("layers", sentence("A scheme is an object with a list of layers."))
    items = [
        object_of(item, f"layers.{at}", LAYER_FIELDS) for at, item in enumerate(fields["layers"])
    ]
    check_unique(
        [name_of(item, f"layers.{at}") for at, item in enumerate(items)], "layers", "layer"
    )
    colors, keys = free_colors(_given(items, "color")), free_keys(_given(items, "key"))
    scheme = Scheme(
        tuple(_layer(item, f"layers.{at}", colors, keys) for at, item in enumerate(items))
    )
    _check_references(scheme)
    return scheme


def _given(layers: list[dict[str, Any]], field: str) -> set[str]:
    labels = (layer.get("labels") for layer in layers)
    return {
        str(label[field])
        for group in labels
        if isinstance(group, list)
        for label in group
        if isinstance(label, dict) and label.get(field)
    }


def _layer(item: dict[str, Any], path: str, colors: Iterable[str], keys: Iterable[str]) -> Layer:
    kind = choice_of(item, "kind", LAYER_KINDS, path)
    allowed = [*LABEL_FIELDS, "from", "to"] if kind == "relation" else LABEL_FIELDS
    labels = [
        _label(
            object_of(label, f"{path}.labels.{at}", allowed),
            f"{path}.labels.{at}",
            iter(colors),
            iter(keys),
            kind,
        )
        for at, label in enumerate(list_of(item, "labels", path))
    ]
    if len(labels) > MAX_LABELS:
        raise Refused.field(
            f"{path}.labels",
            sentence("A layer holds at most %(most)s labels.", most=MAX_LABELS),
        )
    check_unique([label.name for label in labels], f"{path}.labels", "label")
    if kind != "span" and (item.get("attributes") or item.get("roles")):
        raise Refused.field(path, sentence("Only span layers have attributes and roles."))
    return Layer(
        name=item["name"],
        kind=kind,
        labels=tuple(labels),
        attributes=tuple(_attributes(item, path)),
        roles=tuple(_roles(item, path)),
        overlap=choice_of(item, "overlap", ("any", "none"), path, "any"),
        multiple=flag_of(item, "multiple", path),
        ordered=flag_of(item, "ordered", path),
        description=text_of(item, "description", path),
        archived=flag_of(item, "archived", path),
    )


def _label(
    item: dict[str, Any], path: str, colors: Iterable[str], keys: Iterable[str], kind: str
) -> Label:
    name = name_of(item, path)
    color = text_of(item, "color", path) or next(iter(colors))
    if not _is_color(color):
        raise Refused.field(
            f"{path}.color", sentence("A colour is written #rrggbb, not %(color)r.", color=color)
        )
    archived = flag_of(item, "archived", path)
    key = text_of(item, "key", path)
    if not key and kind == "span" and not archived:
        key = next(iter(keys), "")
    if len(key) > 1 or (key and not key.isalnum()):
        raise Refused.field(
            f"{path}.key", sentence("A key is one letter or digit, not %(key)r.", key=key)
        )
    return Label(
        name=name,
        color=color.lower(),
        key=key,
        description=text_of(item, "description", path),
        parent=text_of(item, "parent", path),
        archived=archived,
        sources=names_of(item, "from", path),
        targets=names_of(item, "to", path),
    )


def _attributes(item: dict[str, Any], path: str) -> Iterable[Attribute]:
    names: list[str] = []
    for at, raw in enumerate(list_of(item, "attributes", path)):
        here = f"{path}.attributes.{at}"
        body = object_of(raw, here, ATTRIBUTE_FIELDS)
        names.append(name_of(body, here))
        kind = choice_of(body, "type", ATTRIBUTE_TYPES, here)
        choices = names_of(body, "choices", here)
        if (kind == "choice") != bool(choices):
            raise Refused.field(
                f"{here}.choices",
                sentence("An attribute of type choice, and only such a one, lists choices."),
            )
        yield Attribute(
            name=names[-1],
            type=kind,
            choices=choices,
            required=flag_of(body, "required", here),
            counts_in_agreement=flag_of(body, "counts_in_agreement", here, default=True),
            description=text_of(body, "description", here),
            archived=flag_of(body, "archived", here),
        )
    check_unique(names, f"{path}.attributes", "attribute")


def _roles(item: dict[str, Any], path: str) -> Iterable[Role]:
    for at, raw in enumerate(list_of(item, "roles", path)):
        here = f"{path}.roles.{at}"
        body = object_of(raw, here, ROLE_FIELDS)
        yield Role(
            name=name_of(body, here),
            layers=names_of(body, "layers", here),
            implied=names_of(body, "implied", here),
            free_text=flag_of(body, "free_text", here),
            required=flag_of(body, "required", here),
            description=text_of(body, "description", here),
            archived=flag_of(body, "archived", here),
        )


def _check_references(scheme: Scheme) -> None:
    """Refuse references to layers or labels that are not there, and names used twice where one space holds them."""
    span_layers = {layer.name for layer in scheme.layers if layer.kind == "span"}
    names: list[str] = []
    for at, layer in enumerate(scheme.layers):
        members = layer.labels if layer.kind == "relation" else layer.roles
        names += [member.name for member in members]
        for label in layer.labels:
            _known(
                (*label.sources, *label.targets), span_layers, f"layers.{at}.labels", "span layer"
            )
            parents = {other.name for other in layer.labels if other.name != label.name}
            _known(
                (label.parent,) if label.parent else (),
                parents,
                f"layers.{at}.labels",
                "parent label",
            )
        for role in layer.roles:
            _known(role.layers, span_layers, f"layers.{at}.roles", "span layer")
        clash = {role.name for role in layer.roles} & {label.name for label in layer.labels}
        check_unique([*clash, *clash], f"layers.{at}.roles", "name")
    check_unique(names, "layers", "role or relation label")
    shortcuts = [
        label.key
        for layer in scheme.of_kind("span")
        for label in layer.labels
        if label.key and not label.archived
    ]
    check_unique(shortcuts, "layers", "key")


def _known(names: Iterable[str], known: set[str], path: str, what: str) -> None:
    for name in names:
        if name not in known:
            raise Refused.field(
                path, sentence("There is no %(what)s %(name)s.", what=what, name=name)
            )


def _is_color(value: str) -> bool:
    return (
        len(value) == 7
        and value[0] == "#"
        and all(c in "0123456789abcdefABCDEF" for c in value[1:])
    )
