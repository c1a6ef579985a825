"""The fields of a scheme in JSON, read one by one; each refusal names the field by its path."""

from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import category

from annotator.core.errors import Refused
from annotator.core.sentences import sentence


def check_unique(names: list[str], path: str, what: str) -> None:
    """Refuse a name that is there twice."""
    twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise Refused.field(
            path, sentence("The %(what)s %(name)s is there twice.", what=what, name=twice)
        )


def object_of(item: object, path: str, allowed: Iterable[str]) -> dict[str, Any]:
    """Return an object of a list; refuse fields that are not allowed."""
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


def list_of(item: dict[str, Any], field: str, path: str) -> list[Any]:
    """Return a field that is a list, empty when it is left out."""
    value = item.get(field, [])
    if not isinstance(value, list):
        raise Refused.field(f"{path}.{field}", sentence("%(field)s must be a list.", field=field))
    return value


def names_of(item: dict[str, Any], field: str, path: str) -> tuple[str, ...]:
    """Return a field that is a list of names, each there once."""
    values = list_of(item, field, path)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise Refused.field(
            f"{path}.{field}", sentence("%(field)s must be a list of names.", field=field)
        )
    check_unique(values, f"{path}.{field}", "value")
    return tuple(values)


def text_of(item: dict[str, Any], field: str, path: str) -> str:
    """Return a field that is a text, empty when it is left out."""
    value = item.get(field)
    if value is not None and not isinstance(value, str):
        raise Refused.field(f"{path}.{field}", sentence("%(field)s must be a text.", field=field))
    return value or ""


def flag_of(item: dict[str, Any], field: str, path: str, *, default: bool = False) -> bool:
    """Return a field that is true or false."""
    value = item.get(field, default)
    if not isinstance(value, bool):
        raise Refused.field(
            f"{path}.{field}", sentence("%(field)s must be true or false.", field=field)
        )
    return value


def choice_of(
    item: dict[str, Any], field: str, options: Iterable[str], path: str, default: str | None = None
) -> str:
    """Return a field that is one of several texts."""
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


def name_of(item: dict[str, Any], path: str) -> str:
    """Return the name of a layer, label, attribute or role."""
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
