"""The forest plot: a value and its interval for all labels together and for each one."""

from dataclasses import dataclass
from typing import Any

from annotator.agreement.scales import at, floor_of, short, ticks, value_of

HIGH = 42
AXIS = 22
LETTERS = 19
"""Of a label that fit beside its figures on a phone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A label, empty for all of them; positions are in percent of the width, empty where there is nothing."""

    y: int
    label: str
    short: str
    figure: dict[str, Any]
    x: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Forest:
    """The plot: heights in px, places on the axis in percent; `reference` is the value of all labels.

    `threshold` is the project's, empty where it has none.
    """

    height: int
    lines: list[Line]
    ticks: list[tuple[str, float]]
    reference: str
    threshold: str


def forest(part: dict[str, Any], measure: str) -> Forest:
    """Lay out the labels of a layer's report; labels come in their own order."""
    figures = [("", part["measures"].get(measure, {}))]
    figures += [(name, found.get(measure, {})) for name, found in part["labels"].items()]
    figures = [(name, figure) for name, figure in figures if figure]
    low = floor_of(f[end] for _, f in figures for end in ("value", "low"))
    lines = [
        Line(
            y=number * HIGH,
            label=name,
            short=short(name, LETTERS),
            figure=figure,
            **{
                side: at(figure[source], low) if figure[source] is not None else ""
                for side, source in (("x", "value"), ("low", "low"), ("high", "high"))
            },
        )
        for number, (name, figure) in enumerate(figures)
    ]
    whole, threshold = value_of(part["measures"], measure), part["bootstrap"]["threshold"]
    return Forest(
        height=len(lines) * HIGH + AXIS,
        lines=lines,
        ticks=[(at(tick, low), tick) for tick in ticks(low)],
        reference=at(whole, low) if whole is not None else "",
        threshold=at(threshold, low) if threshold is not None else "",
    )
