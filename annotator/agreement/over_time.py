"""Agreement over time: a value and its interval for each period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from annotator.agreement.scales import floor_of

HIGH, TOP, AXIS = 170, 12, 26
NAMED = 4
"""Periods that are named below the axis at most: more names would overlap on a phone."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A period: x in percent, heights in px, None where there is nothing; `named` if its name stands below."""

    x: str
    y: int | None
    low: int | None
    high: int | None
    period: str
    documents: int
    figure: dict[str, Any]
    named: bool


@dataclass(frozen=True, slots=True)
class OverTime:
    """The plot, and the heights of its lines."""

    height: int
    moments: list[Moment]
    levels: list[tuple[int, float]]

    @property
    def known(self) -> bool:
        """Whether any period has a value."""
        return any(one.y is not None for one in self.moments)


def over_time(periods: Sequence[dict[str, Any]], measure: str) -> OverTime | None:
    """Lay out the periods; None where there are not two of them."""
    if len(periods) < 2:
        return None
    figures = [one["measures"].get(measure) or _nothing() for one in periods]
    floor = floor_of(figure[end] for figure in figures for end in ("value", "low"))

    def y(value: float | None) -> int | None:
        if value is None:
            return None
        return TOP + round((HIGH - TOP) * (1 - (value - floor) / (1 - floor)))

    wide, step = 100 / len(periods), -(-len(periods) // NAMED)
    moments = [
        Moment(
            f"{(at + 0.5) * wide:.2f}%",
            y(figure["value"]),
            y(figure["low"]),
            y(figure["high"]),
            _name(one),
            one["documents"],
            figure,
            at % step == 0,
        )
        for at, (one, figure) in enumerate(zip(periods, figures, strict=True))
    ]
    levels = [(y(value) or 0, value) for value in sorted({floor, 0.0, 0.5, 1.0})]
    return OverTime(HIGH + AXIS, moments, levels)


def _name(period: dict[str, Any]) -> str:
    """Return a month as year and month, a year as such, days and weeks by their first day."""
    first, last = date.fromisoformat(period["since"]), date.fromisoformat(period["until"])
    days = (last - first).days
    return str(period["since"])[: 4 if days > 31 else 7 if days > 7 else 10]


def _nothing() -> dict[str, Any]:
    return {"value": None, "low": None, "high": None, "reason": "", "n": 0}
