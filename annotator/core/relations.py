"""Relations: which spans a role or relation label may join, and which values may stand in for a span."""

from annotator.core.errors import Refused
from annotator.core.scheme import Label, Layer, Role, Scheme
from annotator.core.spans import Span


def check_relation(
    scheme: Scheme, label: str, head: Span, tail: Span | None = None, value: str | None = None
) -> None:
    """Refuse a relation that the scheme does not allow in new work.

    `label` is a role's or a relation label's name. A role takes a span of its layers, one of its
    implied values or, where it allows free text, any text; a relation label takes a span.
    """
    layer, member = find_relation(scheme, label)
    if layer.archived or member.archived:
        message = f"{label} is archived: choose another one, or bring it back in the scheme."
        raise Refused.field("label", message)
    check_ends(layer, member, head, tail, value)


def find_relation(scheme: Scheme, label: str) -> tuple[Layer, Role | Label]:
    """Return the role or relation label of that name with its layer, archived ones too."""
    names = scheme.relation_names()
    if label not in names:
        options = ", ".join(names) or "none"
        raise Refused.field("label", f"There is no role or relation {label}; there are: {options}.")
    return names[label]


def check_ends(
    layer: Layer, member: Role | Label, head: Span, tail: Span | None, value: str | None
) -> None:
    """Refuse ends that do not fit the role or relation label, archived or not."""
    sources = (layer.name,) if isinstance(member, Role) else member.sources
    targets = member.layers if isinstance(member, Role) else member.targets
    _check_layer("from", member.name, head, sources)
    if tail is not None and value is not None:
        raise Refused.field("value", f"{member.name} has a span or a value, not both.")
    if tail is None:
        _check_value(member, value)
        return
    if tail.id == head.id:
        raise Refused.field("to", f"{member.name} joins two spans; these are the same one.")
    _check_layer("to", member.name, tail, targets)


def _check_layer(end: str, name: str, span: Span, layers: tuple[str, ...]) -> None:
    if layers and span.layer not in layers:
        side = "begins at" if end == "from" else "leads to"
        message = f"{name} {side} a span of the layer {' or '.join(layers)}, not of {span.layer}."
        raise Refused.field(end, message)


def _check_value(member: Role | Label, value: str | None) -> None:
    if value is None or not value.strip():
        raise Refused.field("to", f"{member.name} needs the span it leads to{_options(member)}.")
    if isinstance(member, Label):
        raise Refused.field("value", f"{member.name} leads to a span and takes no value.")
    if value not in member.implied and not member.free_text:
        message = f"{value!r} is no value of {member.name}: it leads to a span{_options(member)}."
        raise Refused.field("value", message)


def _options(member: Role | Label) -> str:
    if isinstance(member, Label):
        return ""
    values = [*member.implied, *(["a text of your own"] if member.free_text else [])]
    return f" or has one of these values: {', '.join(values)}" if values else ""
