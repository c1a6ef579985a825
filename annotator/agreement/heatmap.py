"""The heatmap: each annotator against each other one."""

from dataclasses import asdict, dataclass
from typing import Any

from annotator.agreement.asked import Asked
from annotator.agreement.grid import Grid, Style, grid
from annotator.agreement.scales import shade, value_of

STYLE = Style(wide=66, high=46, letters=14, upright=7, rise=5.4, lean=5)
READABLE = 20
"""Annotators at most of whom a picture can be read."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Heatmap(Grid):
    """The plot in px: cells, and each one's mean with the others; `readable` where it is small enough."""

    width: int
    height: int
    pairs: list[Pair]
    means: list[tuple[int, int, float | None, str]]
    lowest: Pair | None
    readable: bool


def heatmap(part: dict[str, Any], measure: str, asked: Asked) -> Heatmap:
    """Lay out the pairs of a layer's report."""
    names = part["annotators"]
    frame = grid(names, STYLE)
    place = {name: at for at, name in enumerate(names)}
    pairs = [
        _cell(
            pair,
            measure,
            asked,
            (frame.left + place[b] * STYLE.wide, frame.top + place[a] * STYLE.high),
        )
        for pair in part["pairs"]
        for a, b in ((pair["a"], pair["b"]), (pair["b"], pair["a"]))
    ]
    known = [pair for pair in pairs if pair.figure.get("value") is not None]
    beyond = frame.left + len(names) * STYLE.wide + 8
    return Heatmap(
        width=beyond + STYLE.wide + frame.more,
        height=frame.top + len(names) * STYLE.high,
        pairs=pairs,
        means=[(beyond, y, *_mean(name, part, measure)) for y, _, name in frame.rows],
        lowest=min(known, key=lambda pair: pair.figure["value"], default=None),
        readable=len(names) <= READABLE,
        **asdict(frame),
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
