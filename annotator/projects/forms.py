"""Forms of a project's pages, read into what the operations take."""

import json
from collections.abc import Mapping
from typing import Any

from annotator.core.errors import Refused


def read_scheme_form(form: Mapping[str, str]) -> tuple[object, int | None]:
    """Return the scheme and the revision it was made from; refuses what is no JSON, naming line and column."""
    try:
        body: object = json.loads(form.get("scheme", ""))
    except json.JSONDecodeError as error:
        message = f"This is not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        raise Refused.field("scheme", message) from None
    except RecursionError:
        raise Refused.field("scheme", "This is nested too deeply for a scheme.") from None
    revision = form.get("revision", "")
    return body, int(revision) if revision.isdecimal() else None


def read_settings_form(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the changes of a project that the settings page asks for; an empty number means all annotators."""
    number = form.get("annotators", "").strip()
    annotators = int(number) if number.isdecimal() and len(number) < 10 else number or None
    return {
        "name": form.get("name", ""),
        "language": form.get("language", ""),
        "settings": {"annotators_per_document": annotators},
    }
