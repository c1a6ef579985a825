"""Sentences for people that remember what they were made of, so that a page can say them in another language."""

from collections.abc import Mapping


class Sentence(str):
    """An English sentence; `template` and `values` are what it was made of."""

    template: str
    values: Mapping[str, object]


def sentence(template: str, /, **values: object) -> Sentence:
    """Fill in the `%(name)s` of a template; values may be sentences themselves.

    The catalogues list every template that is written as a plain string in a call of this function.
    """
    made = Sentence(template % values if values else template)
    made.template, made.values = template, values
    return made
