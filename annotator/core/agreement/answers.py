"""Answers: figures as the report gives them, each with its method, its n and, where something is missing, the reason."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from annotator.core.agreement.columns import Floats
from annotator.core.agreement.figures import Figures
from annotator.core.agreement.intervals import FEWEST
from annotator.core.sentences import listed, sentence

Answer = dict[str, Any]
"""value, low, high (null where undefined), method, n (units compared), reason."""


def answer(figures: Figures, group: int, documents: int, about: Mapping[str, Any]) -> Answer:
    """Return the answer for one group; `about` has the words of its method, its `n`, and the reason if undefined."""
    value, low, high = (
        _number(x[group]) for x in (figures.value, figures.interval.low, figures.interval.high)
    )
    method = about["method"]
    if low is not None:
        scale = "x" if figures.interval.plain[group] else "log(1-x)"
        interval = sentence(
            "95 %% interval: jackknife-t on %(scale)s over %(documents)s documents",
            scale=scale,
            documents=documents,
        )
        method = listed([method, interval])
    reason = None
    if value is None:
        reason = about["undefined"]
    elif low is None:
        reason = _no_interval(value, documents)
    n = int(about["n"])
    return {"value": value, "low": low, "high": high, "method": method, "n": n, "reason": reason}


def undefined(method: str, reason: str, n: int = 0) -> Answer:
    """Return the answer of a measure that cannot be taken."""
    return {"value": None, "low": None, "high": None, "method": method, "n": n, "reason": reason}


def over_pairs(method: str, pairs: int) -> str:
    """Add to the words of a method that it is a mean, where there are several pairs of annotators."""
    if pairs < 2:
        return method
    mean = sentence("mean over the pairs of annotators (%(pairs)s)", pairs=pairs)
    return listed([method, mean])


def values(found: Floats) -> list[float | None]:
    """Return the bare values, null where undefined."""
    plain: list[float | None] = found.tolist()
    for at in np.flatnonzero(np.isnan(found)).tolist():
        plain[at] = None
    return plain


def transposed(answers: Mapping[str, Sequence[Any]], rows: int) -> list[dict[str, Any]]:
    """Return for each row what each measure has for it."""
    return [{name: column[row] for name, column in answers.items()} for row in range(rows)]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _no_interval(value: float, documents: int) -> str:
    if documents < FEWEST:
        if documents == 1:
            return sentence(
                "No interval: 1 document is shared, %(needed)s are needed.", needed=FEWEST
            )
        return sentence(
            "No interval: %(there)s documents are shared, %(needed)s are needed.",
            there=documents,
            needed=FEWEST,
        )
    if value == 1:
        return sentence(
            "No disagreement in %(n)s documents: with 95 %% confidence fewer than 3/%(n)s (%(share)s) of documents contain one.",
            n=documents,
            share=f"{3 / documents:.1%}",
        )
    return sentence(
        "No interval: without one of the documents the value is undefined, or leaving one out never changes it."
    )
