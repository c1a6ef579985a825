"""What the list of documents is asked for, and what is to be done with those that are ticked."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from annotator.annotations.lists import Filter
from annotator.core.errors import Refused
from annotator.core.sentences import sentence

FIELDS = ("q", "status", "label", "annotator", "flag", "meta", "order")
EVERYBODY = "*"
"""As the annotator: a document is listed when it fits for anybody."""
MAX_WORDS = 500
MAX_KEY, MAX_VALUE = 100, 1000


def asked_for(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that are set, as they stand in the page's address."""
    return {name: arguments[name].strip() for name in FIELDS if arguments.get(name, "").strip()}


def read_filter(asked: Mapping[str, str]) -> Filter:
    """Return the filter that an address asks for."""
    words = asked.get("q", "")
    if len(words) > MAX_WORDS:
        raise Refused.field(
            "q", sentence("Search for at most %(most)s characters.", most=MAX_WORDS)
        )
    return Filter(
        q=words,
        status=asked.get("status", ""),
        label=asked.get("label", ""),
        flagged=bool(asked.get("flag")),
        meta=asked.get("meta", ""),
        newest=asked.get("order") == "newest",
    )


def ticked(form: MultiDict[str, str]) -> list[int]:
    """Return the numbers of the documents that are ticked; refuses none at all."""
    given = form.getlist("document")
    numbers = [int(number) for number in given if re.fullmatch("[0-9]{1,18}", number)]
    if not numbers:
        raise Refused.field("document", sentence("Tick the documents first."))
    return numbers


def read_meta(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the change of metadata that is written `key=value`; an empty value takes the key out."""
    change = form.get("meta", "")
    key, equals, value = (part.strip() for part in change.partition("="))
    too_long = len(key) > MAX_KEY or len(value) > MAX_VALUE
    if not key or not equals or too_long or "\0" in change:
        raise Refused.field(
            "meta", sentence("Write the change as key=value, for example source=Le Monde.")
        )
    return {key: value or None}
