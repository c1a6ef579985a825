"""JSON values of a known type, each refused by its path when it is of another one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import orjson

from annotator.core.errors import Refused
from annotator.core.sentences import sentence


def under(path: str, refusal: Refused) -> Refused:
    """Return the refusal with the path put before its fields."""
    fields = {f"{path}.{name}".strip("."): messages for name, messages in refusal.errors.items()}
    return Refused(refusal.message, fields or {path: [refusal.message]})


def as_object(value: object, path: str) -> dict[str, Any]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise Refused.field(
            path, sentence("This must be an object {…}, not %(value)s.", value=_shown(value))
        )
    return value


def as_list(body: Mapping[str, Any], name: str, path: str) -> list[Any]:
    """Return a list; what is absent or null is an empty one."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Refused.field(
            path, sentence("This must be a list […], not %(value)s.", value=_shown(value))
        )
    return value


def as_text(body: Mapping[str, Any], name: str, path: str) -> str:
    """Return a text; what is absent or null is empty."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused.field(
            path, sentence("This must be a text, not %(value)s.", value=_shown(value))
        )
    return value


def as_offset(body: Mapping[str, Any], name: str, path: str) -> int:
    """Return a whole number."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        what = (
            sentence("is missing")
            if value is None
            else sentence("is %(value)s", value=_shown(value))
        )
        raise Refused.field(
            path,
            sentence(
                "%(name)s %(what)s: it must be a whole number of code points.", name=name, what=what
            ),
        )
    return value


def as_id(body: Mapping[str, Any], name: str, path: str) -> UUID:
    """Return a UUID, made when there is none."""
    value = body.get(name)
    if value is None:
        return uuid4()
    try:
        return UUID(value)
    except (ValueError, AttributeError, TypeError):
        message = sentence(
            "This must be a UUID (leave it out to get one), not %(value)s.", value=_shown(value)
        )
        raise Refused.field(path, message) from None


def as_names(value: object, path: str) -> list[str]:
    """Return a list of texts, none of them empty or there twice."""
    if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
        raise Refused.field(
            path, sentence("This must be a list of names, not %(value)s.", value=_shown(value))
        )
    if len(set(value)) < len(value):
        raise Refused.field(path, sentence("A name is there twice."))
    return value


def _shown(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= 60 else f"{text[:60]}…"
