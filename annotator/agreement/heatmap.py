"""The heatmap: each annotator against each other one."""

from dataclasses import dataclass
from typing import Any

from annotator.agreement.asked import Asked
from annotator.agreement.scales import shade, short, value_of, width_of

WIDE, HIGH = 66, 46
LETTERS, UPRIGHT = 14, 7
"""Letters of a name that are shown, and of the longest name that stands upright above its column."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A cell: where it is, the agreement of two annotators, and where it leads to."""

    x: int
    y: int
    a: str
    b: str
    documents: int
    figure: dict[str, Any]
    shade: str
    address: str


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The plot in px: names of rows and columns with their places, cells, and each one's mean with the others."""

    width: int
    height: int
    left: int
    top: int
    slanted: bool
    rows: list[tuple[int, str, str]]
    columns: list[tuple[int, str, str]]
    pairs: list[Pair]
    means: list[tuple[int, int, float | None, str]]
    lowest: Pair | None


def heatmap(part: dict[str, Any], measure: str, asked: Asked) -> Heatmap:
    """Lay out the pairs of a layer's report."""
    names = part["annotators"]
    longest = max(len(name) for name in names)
    slanted = longest > UPRIGHT
    left = width_of(names, LETTERS)
    top = 22 + (round(min(longest, LETTERS) * 5.4) if slanted else 0)
    columns = [(left + at * WIDE, short(name, LETTERS), name) for at, name in enumerate(names)]
    rows = [(top + at * HIGH, short(name, LETTERS), name) for at, name in enumerate(names)]
    place = {name: at for at, name in enumerate(names)}
    pairs = [
        _cell(pair, measure, asked, (left + place[b] * WIDE, top + place[a] * HIGH))
        for pair in part["pairs"]
        for a, b in ((pair["a"], pair["b"]), (pair["b"], pair["a"]))
    ]
    known = [pair for pair in pairs if pair.figure.get("value") is not None]
    more = round(min(longest, LETTERS) * 5) if slanted else 0
    return Heatmap(
        width=left + (len(names) + 1) * WIDE + 8 + more,
        height=top + len(names) * HIGH,
        left=left,
        top=top,
        slanted=slanted,
        rows=rows,
        columns=columns,
        pairs=pairs,
        means=[
            (left + len(names) * WIDE + 8, y, *_mean(name, part, measure)) for y, _, name in rows
        ],
        lowest=min(known, key=lambda pair: pair.figure["value"], default=None),
    )


def _cell(pair: dict[str, Any], measure: str, asked: Asked, place: tuple[int, int]) -> Pair:
    names = (pair["a"], pair["b"])
    return Pair(
        *place,
        *names,
        documents=pair["documents"],
        figure=pair["measures"].get(measure, {}),
        shade=shade(value_of(pair["measures"], measure)),
        address=asked.address(annotators=names, row="", column="", kind="", page=""),
    )


def _mean(name: str, part: dict[str, Any], measure: str) -> tuple[float | None, str]:
    found = [
        value_of(pair["measures"], measure)
        for pair in part["pairs"]
        if name in (pair["a"], pair["b"])
    ]
    values = [value for value in found if value is not None]
    mean = sum(values) / len(values) if values else None
    return mean, shade(mean)
