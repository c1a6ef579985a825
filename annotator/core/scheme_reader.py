"""Reading a scheme from its JSON form: every fault is named by its path, and what was left out is filled in."""

from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import category

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
    fields = _object(body, "scheme", ["layers"])
    if not isinstance(fields.get("layers"), list):
        raise Refused.field("layers", sentence("A scheme is an object with a list of layers."))
    items = [
        _object(item, f"layers.{at}", LAYER_FIELDS) for at, item in enumerate(fields["layers"])
    ]
    _unique([_name(item, f"layers.{at}") for at, item in enumerate(items)], "layers", "layer")
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
    kind = _choice(item, "kind", LAYER_KINDS, path)
    allowed = [*LABEL_FIELDS, "from", "to"] if kind == "relation" else LABEL_FIELDS
    labels = [
        _label(
            _object(label, f"{path}.labels.{at}", allowed),
            f"{path}.labels.{at}",
            iter(colors),
            iter(keys),
            kind,
        )
        for at, label in enumerate(_list(item, "labels", path))
    ]
    if len(labels) > MAX_LABELS:
        raise Refused.field(
            f"{path}.labels",
            sentence("A layer holds at most %(most)s labels.", most=MAX_LABELS),
        )
    _unique([label.name for label in labels], f"{path}.labels", "label")
    if kind != "span" and (item.get("attributes") or item.get("roles")):
        raise Refused.field(path, sentence("Only span layers have attributes and roles."))
    return Layer(
        name=item["name"],
        kind=kind,
        labels=tuple(labels),
        attributes=tuple(_attributes(item, path)),
        roles=tuple(_roles(item, path)),
        overlap=_choice(item, "overlap", ("any", "none"), path, "any"),
        multiple=_flag(item, "multiple", path),
        ordered=_flag(item, "ordered", path),
        description=_text(item, "description", path),
        archived=_flag(item, "archived", path),
    )


def _label(
    item: dict[str, Any], path: str, colors: Iterable[str], keys: Iterable[str], kind: str
) -> Label:
    name = _name(item, path)
    color = _text(item, "color", path) or next(iter(colors))
    if not _is_color(color):
        raise Refused.field(
            f"{path}.color", sentence("A colour is written #rrggbb, not %(color)r.", color=color)
        )
    archived = _flag(item, "archived", path)
    key = _text(item, "key", path)
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
        description=_text(item, "description", path),
        parent=_text(item, "parent", path),
        archived=archived,
        sources=_names(item, "from", path),
        targets=_names(item, "to", path),
    )


def _attributes(item: dict[str, Any], path: str) -> Iterable[Attribute]:
    names: list[str] = []
    for at, raw in enumerate(_list(item, "attributes", path)):
        here = f"{path}.attributes.{at}"
        body = _object(raw, here, ATTRIBUTE_FIELDS)
        names.append(_name(body, here))
        kind = _choice(body, "type", ATTRIBUTE_TYPES, here)
        choices = _names(body, "choices", here)
        if (kind == "choice") != bool(choices):
            raise Refused.field(
                f"{here}.choices",
                sentence("An attribute of type choice, and only such a one, lists choices."),
            )
        yield Attribute(
            name=names[-1],
            type=kind,
            choices=choices,
            required=_flag(body, "required", here),
            counts_in_agreement=_flag(body, "counts_in_agreement", here, default=True),
            description=_text(body, "description", here),
            archived=_flag(body, "archived", here),
        )
    _unique(names, f"{path}.attributes", "attribute")


def _roles(item: dict[str, Any], path: str) -> Iterable[Role]:
    for at, raw in enumerate(_list(item, "roles", path)):
        here = f"{path}.roles.{at}"
        body = _object(raw, here, ROLE_FIELDS)
        yield Role(
            name=_name(body, here),
            layers=_names(body, "layers", here),
            implied=_names(body, "implied", here),
            free_text=_flag(body, "free_text", here),
            required=_flag(body, "required", here),
            description=_text(body, "description", here),
            archived=_flag(body, "archived", here),
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
        _unique([*clash, *clash], f"layers.{at}.roles", "name")
    _unique(names, "layers", "role or relation label")
    shortcuts = [
        label.key
        for layer in scheme.of_kind("span")
        for label in layer.labels
        if label.key and not label.archived
    ]
    _unique(shortcuts, "layers", "key")


def _known(names: Iterable[str], known: set[str], path: str, what: str) -> None:
    for name in names:
        if name not in known:
            raise Refused.field(
                path, sentence("There is no %(what)s %(name)s.", what=what, name=name)
            )


def _unique(names: list[str], path: str, what: str) -> None:
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise Refused.field(
            path, sentence("The %(what)s %(name)s is there twice.", what=what, name=twice)
        )


def _object(item: object, path: str, allowed: Iterable[str]) -> dict[str, Any]:
    if not isinstance(item, Mapping):
        raise Refused.field(path, sentence("%(path)s must be an object.", path=path))
    unknown = [key for key in item if key not in allowed]
    if unknown:
        known = ", ".join(allowed)
        raise Refused.field(
            f"{path}.{unknown[0]}",
            sentence(
                "Unknown field %(field)r in %(path)s; known: %(known)s.",
                field=unknown[0],
                path=path,
                known=known,
            ),
        )
    return dict(item)


def _list(item: dict[str, Any], field: str, path: str) -> list[Any]:
    value = item.get(field, [])
    if not isinstance(value, list):
        raise Refused.field(f"{path}.{field}", sentence("%(field)s must be a list.", field=field))
    return value


def _names(item: dict[str, Any], field: str, path: str) -> tuple[str, ...]:
    values = _list(item, field, path)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise Refused.field(
            f"{path}.{field}", sentence("%(field)s must be a list of names.", field=field)
        )
    _unique(values, f"{path}.{field}", "value")
    return tuple(values)


def _text(item: dict[str, Any], field: str, path: str) -> str:
    value = item.get(field)
    if value is not None and not isinstance(value, str):
        raise Refused.field(f"{path}.{field}", sentence("%(field)s must be a text.", field=field))
    return value or ""


def _flag(item: dict[str, Any], field: str, path: str, *, default: bool = False) -> bool:
    value = item.get(field, default)
    if not isinstance(value, bool):
        raise Refused.field(
            f"{path}.{field}", sentence("%(field)s must be true or false.", field=field)
        )
    return value


def _choice(
    item: dict[str, Any], field: str, options: Iterable[str], path: str, default: str | None = None
) -> str:
    value = item.get(field, default)
    if not isinstance(value, str) or value not in options:
        raise Refused.field(
            f"{path}.{field}",
            sentence(
                "%(field)s must be one of %(options)s, not %(value)r.",
                field=field,
                options=", ".join(options),
                value=value,
            ),
        )
    return value


def _name(item: dict[str, Any], path: str) -> str:
    name = item.get("name")
    if not isinstance(name, str) or not is_name(name):
        message = sentence(
            "A name is a letter followed by letters, digits or _ - . : (any script), not %(name)r.",
            name=name,
        )
        raise Refused.field(f"{path}.name", message)
    return name


def is_name(name: str) -> bool:
    """Say whether this may name a layer, label, attribute or role."""
    if not name or len(name) > 100 or not name[0].isalpha():
        return False
    return all(c.isalnum() or c in "_-.:" or category(c).startswith("M") for c in name)


def _is_color(value: str) -> bool:
    return (
        len(value) == 7
        and value[0] == "#"
        and all(c in "0123456789abcdefABCDEF" for c in value[1:])
    )
