"""The strip of documents: a dot for each, its agreement against how much there is to agree on."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.agreement.scales import at, floor_of, ticks

HIGH, TOP, AXIS = 190, 14, 24
SINGLE = 250
"""Documents that get a dot each, the worst ones first; the others are drawn together where they lie close."""
LISTED = 25
"""Documents that are listed beside the plot."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A document with its value; `units` are the spans of all annotators."""

    id: int
    name: str
    value: float
    units: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The plot: `dots` are (x in percent, y in px, document), `clouds` (x, y, radius, number of documents)."""

    height: int
    dots: list[tuple[str, int, Rated]]
    clouds: list[tuple[str, int, int, int]]
    ticks: list[tuple[str, float]]
    levels: list[tuple[int, int]]
    worst: list[Rated]
    undefined: int


def rated(part: dict[str, Any], shown: Sequence[dict[str, Any]], measure: str) -> list[Rated]:
    """Return the documents for which the measure has a value, worst first, of equal ones the largest first."""
    known = {one["document"]: one for one in shown}
    found = [
        Rated(known[one["document"]]["id"], one["document"], value, known[one["document"]]["units"])
        for one in part["by_document"]
        if (value := one["measures"].get(measure)) is not None
    ]
    return sorted(found, key=lambda one: (one.value, -one.units, one.name))


def strip(part: dict[str, Any], shown: Sequence[dict[str, Any]], measure: str) -> Strip:
    """Lay out the documents of a layer's report."""
    documents = rated(part, shown, measure)
    most = max((one.units for one in documents), default=1) or 1
    low = floor_of(one.value for one in documents)

    def height(units: int) -> int:
        return TOP + round((HIGH - TOP) * (1 - math.sqrt(units / most)))

    many = Counter(
        (round(one.value * 50) / 50, round(height(one.units) / 10) * 10)
        for one in documents[SINGLE:]
    )
    return Strip(
        height=HIGH + AXIS,
        dots=[(at(one.value, low), height(one.units), one) for one in documents[:SINGLE]],
        clouds=[
            (at(value, low), y, min(3 + round(math.sqrt(count)), 14), count)
            for (value, y), count in sorted(many.items())
        ],
        ticks=[(at(tick, low), tick) for tick in ticks(low)],
        levels=[(height(units), units) for units in sorted({most, round(most / 4), 0})],
        worst=documents[:LISTED],
        undefined=len(part["by_document"]) - len(documents),
    )
