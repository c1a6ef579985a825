"""Sentences for people that remember what they were made of, so that a page can say them in another language."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

TEMPLATE, VALUES = "sentence", "values"


class Sentence(str):
    """An English sentence; `template` and `values` are what it was made of."""

    template: str
    values: Mapping[str, object]


def sentence(template: str, /, **values: object) -> Sentence:
    """Fill in the `%(name)s` of a template; values may be sentences themselves, what is no number is kept as text.

    The catalogues list every template that is written as a plain string in a call of this function.
    """
    made = Sentence(template % values if values else template)
    made.template = template
    made.values = {
        name: value if isinstance(value, (str, int, float)) else str(value)
        for name, value in values.items()
    }
    return made


def listed(parts: Iterable[str]) -> str:
    """Put one text or more behind each other; those that are sentences stay so."""

    def joined(first: str, then: str) -> str:
        return sentence("%(first)s; %(then)s", first=first, then=then)

    return reduce(joined, parts)


def in_parts(said: object) -> dict[str, Any]:
    """Return a sentence as JSON that `out_of_parts` makes the sentence again; a JSON encoder's answer to what it knows not."""
    if not isinstance(said, Sentence):
        message = f"{type(said).__name__} is no JSON"
        raise TypeError(message)
    return {TEMPLATE: said.template, VALUES: said.values}


def out_of_parts(value: Any) -> Any:
    """Return a JSON value with its sentences whole."""
    if isinstance(value, list):
        return [out_of_parts(one) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {name: out_of_parts(one) for name, one in value.items()}
    return (
        sentence(inner[TEMPLATE], **inner[VALUES]) if inner.keys() == {TEMPLATE, VALUES} else inner
    )
