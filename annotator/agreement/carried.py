"""What spans carry, as rows to be read: the tuple of label and roles as a whole and in parts, and attributes."""

from dataclasses import dataclass
from typing import Any

from annotator.web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Carried:
    """A row: `key` names it in tables, `name` on the page."""

    key: str
    name: str
    figure: dict[str, Any]


def carried(part: dict[str, Any]) -> list[Carried]:
    """Return the rows of a layer's report, none where its spans carry nothing."""
    return [*_tuples(part.get("tuples") or {}), *_attributes(part.get("attributes") or {})]


def _tuples(tuples: dict[str, Any]) -> list[Carried]:
    names = {
        "matched": _("spans with a counterpart (F1)"),
        "label": _("the same label, of counterparts"),
        "whole": _("the same label and every role (F1)"),
        "in_part": _("label and roles, in part (F1)"),
    }
    rows = [Carried(key, name, tuples[key]) for key, name in names.items() if key in tuples]
    roles = [
        Carried(f"role {role}", _("the role %(role)s (F1)", role=role), figure)
        for role, figure in (tuples.get("roles") or {}).items()
    ]
    return rows[:2] + roles + rows[2:]


def _attributes(attributes: dict[str, Any]) -> list[Carried]:
    kinds = {
        "alpha": lambda name: _("%(attribute)s, alpha", attribute=name),
        "percent": lambda name: _("%(attribute)s, percent agreement", attribute=name),
    }
    return [
        Carried(f"{name} {kind}", kinds[kind](name), figure)
        for name, figures in attributes.items()
        for kind, figure in figures.items()
        if kind in kinds
    ]
