"""What the page says of measures: their names, one exact sentence for a value, how sure it is."""

import math
from typing import Any

from flask_babel import format_decimal, format_percent

from annotator.web.translation import gettext as _
from annotator.web.translation import translated

Answer = dict[str, Any]
FEWEST = 5
"""Documents without which there is no interval."""


def measure_name(measure: str) -> str:
    """Return what a measure is called."""
    names = {
        "exact_f1": _("Exact F1"),
        "unlabelled_f1": _("Same place F1"),
        "overlap_f1": _("Touching F1"),
        "iou_f1": _("Shared length F1"),
        "token_alpha": _("Token alpha"),
        "token_kappa": _("Token kappa"),
        "char_alpha": _("Character alpha"),
        "u_alpha": _("u-alpha: place and label"),
        "u_alpha_binary": _("|u-alpha: where"),
        "cu_alpha": _("cu-alpha: which label"),
        "gamma": _("gamma"),
        "alpha": _("Krippendorff's alpha"),
        "alpha_ordinal": _("Ordinal alpha"),
        "ac1": _("Gwet's AC1"),
        "percent": _("Percent agreement"),
        "relation_f1": _("Relation F1"),
        "ends_f1": _("Same ends F1"),
        "touching_f1": _("Touching ends F1"),
        "label_alpha": _("Alpha of labels between the same ends"),
    }
    return names.get(measure, measure)


def number(value: float | None) -> str:
    """Return a coefficient as people read it: two digits, three where two would say 0 or 1 and it is not."""
    if value is None:
        return "–"
    if 0.995 <= value < 1:
        shown, digits = math.floor(value * 1000) / 1000, "0.000"
    elif 0.0005 <= abs(value) < 0.005:
        shown, digits = value, "0.000"
    else:
        shown, digits = round(value, 2) + 0.0, "0.00"
    return str(format_decimal(shown, digits)).replace("-", "−")


def share(value: float) -> str:
    """Return a share in percent; no rounding to nothing, or to all."""
    if 0 < value < 0.005 or 0.995 < value < 1:
        return str(format_percent(value, "0.0 %"))
    return str(format_percent(value, "0 %"))


BY_PAIR = (
    "exact_f1", "unlabelled_f1", "overlap_f1", "iou_f1", "token_kappa", "percent", "relation_f1", "ends_f1", "touching_f1", "label_alpha",
)  # fmt: skip
"""Measures that are means over the pairs of annotators."""


def meaning(measure: str, answer: Answer, pairs: int = 1) -> str:
    """Return what a value means, exactly and without judging it; the reason where there is none."""
    value = answer["value"]
    if value is None:
        return translated(answer["reason"])
    more, left = share(value), share(1 - value)
    sentences = {
        "exact_f1": lambda: _("%(share)s of all marked spans have an identical counterpart from the other annotator. Not corrected for chance.", share=more),
        "unlabelled_f1": lambda: _("%(share)s of all marked places were marked by the other annotator with the same edges, whatever the label. Not corrected for chance.", share=more),
        "overlap_f1": lambda: _("%(share)s of all marked spans have a counterpart of the same label that touches them, one to one. Not corrected for chance.", share=more),
        "iou_f1": lambda: _("A span and its counterpart share %(share)s of the text that they cover together, on average over all marked spans; a span without a counterpart counts as 0. Not corrected for chance.", share=more),
        "cu_alpha": lambda: _("Where two annotators marked the same text, their labels differ %(left)s as often as labels placed without reading would.", left=left),
        "u_alpha_binary": lambda: _("On what is marked and what is not, annotators disagree %(left)s as often as marks placed without reading would.", left=left),
        "token_kappa": lambda: _("Two annotators disagree on tokens %(left)s as often as if each placed their own labels without reading.", left=left),
        "percent": lambda: _("In %(share)s of the documents two annotators chose the same. Not corrected for chance.", share=more),
        "ac1": lambda: _("Annotators disagree %(left)s as often as Gwet's model of chance expects.", left=left),
        "relation_f1": lambda: _("%(share)s of all relations have one of the same label between the same spans from the other annotator. Not corrected for chance.", share=more),
        "ends_f1": lambda: _("%(share)s of all pairs of spans that are joined were joined by the other annotator as well, whatever the label. Not corrected for chance.", share=more),
        "touching_f1": lambda: _("%(share)s of all relations have one of the same label whose ends touch theirs, one to one. Not corrected for chance.", share=more),
        "label_alpha": lambda: _("Where two annotators joined the same spans, their labels differ %(left)s as often as labels placed without reading would.", left=left),
        "gamma": lambda: _("Aligned as well as can be, annotators disagree %(left)s as much as on shuffled annotations.", left=left),
    }  # fmt: skip
    chance = _("Annotators disagree %(left)s as often as labels placed without reading would.", left=left)  # fmt: skip
    found = sentences[measure]() if measure in sentences else chance
    if pairs > 1 and measure in BY_PAIR:
        found += " " + _("Mean over %(pairs)s pairs.", pairs=pairs)
    return found


def certainty(answer: Answer, documents: int) -> str:
    """Return the interval in words, or why there is none."""
    value, low, high = answer["value"], answer["low"], answer["high"]
    if value is None:
        return ""
    if low is not None and high is not None:
        return _("95 %% CI %(low)s to %(high)s", low=number(low), high=number(high))
    if value == 1 and documents >= FEWEST:
        return _(
            "No disagreement in %(n)s documents: with 95 %% confidence fewer than 3/%(n)s (%(share)s) of documents contain one.",
            n=documents, share=format_percent(3 / documents, "0.0 %"),
        )  # fmt: skip
    return translated(answer["reason"])


def below(part: dict[str, Any], measure: str) -> str:
    """Return how often the value fell below the project's threshold when documents were drawn anew; else nothing."""
    bootstrap = part["bootstrap"]
    found = bootstrap["measures"].get(measure)
    undefined = part["measures"][measure]["value"] is None
    if undefined or not found or found["below"] is None:
        return ""
    return _(
        "Below the project's threshold of %(threshold)s in %(share)s of %(resamples)s resamples.",
        threshold=number(bootstrap["threshold"]), share=share(found["below"]), resamples=bootstrap["resamples"],
    )  # fmt: skip
