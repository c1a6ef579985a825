"""Spans of each annotator as bars, cut by label: who marks more than the others, and of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.agreement.scales import short

HIGH = 40
LETTERS = 24
"""Of a name that fit beside its figure on a phone."""


@dataclass(frozen=True, slots=True)
class Share:
    """A piece of a bar: one label's spans; x and width in percent."""

    x: str
    width: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Rater:
    """An annotator's bar; its length is the number of spans for each finished document."""

    y: int
    name: str
    short: str
    each: float
    shares: list[Share]


@dataclass(frozen=True, slots=True)
class Shares:
    """The plot."""

    height: int
    raters: list[Rater]


def shares(counted: Sequence[dict[str, Any]]) -> Shares:
    """Lay out what each annotator marked."""
    each = [one["units"] / one["documents"] if one["documents"] else 0.0 for one in counted]
    most = max(each, default=0.0) or 1.0
    raters = [
        Rater(
            at * HIGH,
            one["annotator"],
            short(one["annotator"], LETTERS),
            value,
            list(_pieces(one, most)),
        )
        for at, (one, value) in enumerate(zip(counted, each, strict=True))
    ]
    return Shares(len(raters) * HIGH, raters)


def _pieces(one: dict[str, Any], most: float) -> list[Share]:
    found, x = [], 0.0
    for label, count in one["labels"].items():
        if count:
            width = 100 * count / one["documents"] / most
            found.append(Share(f"{x:.2f}%", f"{width:.2f}%", label, count))
            x += width
    return found
