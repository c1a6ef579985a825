"""Relations: which spans a role or relation label may join, and which values may stand in for a span."""

from annotator.core.errors import Refused
from annotator.core.scheme import Label, Layer, Role, Scheme
from annotator.core.sentences import sentence
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
        message = sentence(
            "%(label)s is archived: choose another one, or bring it back in the scheme.",
            label=label,
        )
        raise Refused.field("label", message)
    check_ends(layer, member, head, tail, value)


def find_relation(scheme: Scheme, label: str) -> tuple[Layer, Role | Label]:
    """Return the role or relation label of that name with its layer, archived ones too."""
    names = scheme.relation_names()
    if label not in names:
        options = ", ".join(names) or sentence("none")
        raise Refused.field(
            "label",
            sentence(
                "There is no role or relation %(label)s; there are: %(options)s.",
                label=label,
                options=options,
            ),
        )
    return names[label]


def check_ends(
    layer: Layer, member: Role | Label, head: Span, tail: Span | None, value: str | None
) -> None:
    """Refuse ends that do not fit the role or relation label, archived or not."""
    sources = (layer.name,) if isinstance(member, Role) else member.sources
    targets = member.layers if isinstance(member, Role) else member.targets
    _check_layer("from", member.name, head, sources)
    if tail is not None and value is not None:
        raise Refused.field(
            "value", sentence("%(name)s has a span or a value, not both.", name=member.name)
        )
    if tail is None:
        _check_value(member, value)
        return
    if tail.id == head.id:
        raise Refused.field(
            "to", sentence("%(name)s joins two spans; these are the same one.", name=member.name)
        )
    _check_layer("to", member.name, tail, targets)


def _check_layer(end: str, name: str, span: Span, layers: tuple[str, ...]) -> None:
    if not layers or span.layer in layers:
        return
    wanted = {"name": name, "layers": " / ".join(layers), "layer": span.layer}
    if end == "from":
        message = sentence(
            "%(name)s begins at a span of the layer %(layers)s, not of %(layer)s.", **wanted
        )
    else:
        message = sentence(
            "%(name)s leads to a span of the layer %(layers)s, not of %(layer)s.", **wanted
        )
    raise Refused.field(end, message)


def _check_value(member: Role | Label, value: str | None) -> None:
    if value is None or not value.strip():
        raise Refused.field("to", _missing(member))
    if isinstance(member, Label):
        raise Refused.field(
            "value", sentence("%(name)s leads to a span and takes no value.", name=member.name)
        )
    if value not in member.implied and not member.free_text:
        raise Refused.field("value", _unknown(member, value))


def _missing(member: Role | Label) -> str:
    values = _values(member)
    if not values:
        return sentence("%(name)s needs the span it leads to.", name=member.name)
    return sentence(
        "%(name)s needs the span it leads to or has one of these values: %(values)s.",
        name=member.name,
        values=values,
    )


def _unknown(role: Role, value: str) -> str:
    values = _values(role)
    if not values:
        return sentence(
            "%(value)r is no value of %(name)s: it leads to a span.", value=value, name=role.name
        )
    return sentence(
        "%(value)r is no value of %(name)s: it leads to a span or has one of these values: %(values)s.",
        value=value,
        name=role.name,
        values=values,
    )


def _values(member: Role | Label) -> str:
    """Return the values that may stand in for a span, as a list in words."""
    implied = ", ".join(member.implied) if isinstance(member, Role) else ""
    if isinstance(member, Label) or not member.free_text:
        return implied
    own = sentence("a text of your own")
    return sentence("%(values)s, %(more)s", values=implied, more=own) if implied else own
