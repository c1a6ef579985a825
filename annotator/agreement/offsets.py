"""Offsets of edges as bars: how far edges that differ lie apart."""

from dataclasses import dataclass
from typing import Any

HIGH, TOP, AXIS = 76, 34, 22
FAR = {"tokens": 4, "characters": 8}
"""The greatest offset that has a bar of its own; what is beyond is counted together."""
STEP = {"tokens": 1, "characters": 2}


@dataclass(frozen=True, slots=True)
class Bar:
    """Pairs of spans whose edges lie so far apart: `name` is the offset, or a range of them."""

    x: str
    middle: str
    width: str
    y: int
    height: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The edges of one kind, start or end; `same` of `all` lie at the very same place."""

    edge: str
    y: int
    bars: list[Bar]
    same: int
    all: int


@dataclass(frozen=True, slots=True)
class Offsets:
    """Two panels below each other; heights are in px, widths in percent."""

    unit: str
    height: int
    panels: list[Panel]


def offsets(edges: dict[str, Any], unit: str) -> Offsets:
    """Lay out the offsets of both edges in tokens or in characters."""
    high = TOP + HIGH + AXIS
    panels = [
        _panel(edge, edges[edge], unit, number * high)
        for number, edge in enumerate(("start", "end"))
    ]
    return Offsets(unit, high * len(panels), panels)


def _panel(edge: str, counted: dict[str, dict[str, int]], unit: str, y: int) -> Panel:
    by_offset = {int(offset): many for offset, many in counted[unit].items()}
    same = counted["characters"].get("0", 0)
    names = _names(unit)
    counts = dict.fromkeys(names, 0)
    for offset, many in by_offset.items():
        if offset or unit == "tokens":
            counts[_name(offset, unit)] += many
    counts["0"] = max(counts.get("0", 0) - same, 0)
    if unit == "characters":
        counts.pop("0")
    most, wide = max(counts.values(), default=0) or 1, 100 / len(counts)
    bars = []
    for at, (name, many) in enumerate(counts.items()):
        tall = round(HIGH * many / most)
        top = TOP + HIGH - tall
        place = (
            f"{at * wide + wide * 0.1:.2f}%",
            f"{(at + 0.5) * wide:.2f}%",
            f"{wide * 0.8:.2f}%",
        )
        bars.append(Bar(*place, top, tall, name, many))
    return Panel(edge, y, bars, same, sum(by_offset.values()))


def _names(unit: str) -> list[str]:
    far, step = FAR[unit], STEP[unit]
    near = [_name(offset, unit) for offset in range(-far, far + 1, step) if offset]
    right = [name for name in near if not name.startswith("−")]
    left = [name for name in near if name.startswith("−")]
    return [f"<−{far}", *left, "0", *right, f">{far}"]


def _name(offset: int, unit: str) -> str:
    far, step = FAR[unit], STEP[unit]
    if abs(offset) > far:
        return f"<−{far}" if offset < 0 else f">{far}"
    if offset == 0:
        return "0"
    sign = "−" if offset < 0 else ""
    high = -(-abs(offset) // step) * step
    return f"{sign}{high}" if step == 1 else f"{sign}{high - step + 1}–{high}"
