"""The sentence for a paper's section on methods: what was measured, on what, by which versions."""

from importlib.metadata import version
from typing import Any

from flask_babel import ngettext

from annotator.agreement.asked import Asked
from annotator.agreement.words import certainty, measure_name, number
from annotator.config import VERSION
from annotator.core.sentences import listed
from annotator.web.translation import gettext as _
from annotator.web.translation import translated

RULES = {"regex": r"\w+|[^\w\s]", "ws": r"\S+"}


def methods_sentence(part: dict[str, Any], chosen: tuple[str, ...], asked: Asked) -> str:
    """Return sentences to copy; `part` is a layer of the report, `chosen` are the measures to name."""
    names, documents = part["annotators"], part["documents"]
    first = ngettext(
        "Agreement in the layer %(layer)s was measured on %(num)s document that two or more of %(raters)s annotators (%(names)s) had finished, work without a span included.",
        "Agreement in the layer %(layer)s was measured on %(num)s documents that two or more of %(raters)s annotators (%(names)s) had finished, work without a span included.",
        documents, layer=part["layer"], raters=len(names), names=", ".join(names),
    )  # fmt: skip
    figures = [
        f"{measure_name(name)} {number(answer['value'])} ({translated(listed([certainty(answer, documents).removesuffix('.'), answer['method']]))})"
        for name in chosen
        if (answer := part["measures"][name])["value"] is not None
    ]
    filters = ", ".join(
        f"{name} {', '.join(value) if isinstance(value, tuple) else value}"
        for name, value in asked.scope().values(tokenizer="").items()
    )
    last = _(
        "Intervals are over documents; annotators count as given, not as drawn. Tokens: %(rule)s. Computed with annotator %(version)s, numpy %(numpy)s and scipy %(scipy)s.",
        rule=RULES[asked.rule], version=VERSION, numpy=version("numpy"), scipy=version("scipy"),
    )  # fmt: skip
    narrowed = _("Looked at: %(filters)s.", filters=filters) if filters else ""
    told = translated(listed(figures)) + "." if figures else ""
    return " ".join(filter(None, [first, told, narrowed, last, _bootstrap(part)]))


def _bootstrap(part: dict[str, Any]) -> str:
    drawn = part["bootstrap"]
    if not drawn["resamples"]:
        return ""
    return _(
        "Bootstrap beside it: %(resamples)s resamples of documents, seed %(seed)s.",
        resamples=drawn["resamples"], seed=drawn["seed"],
    )  # fmt: skip
