"""Scales that all plots share: positions in percent, shades, names that fit."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

SHADES = 10
LETTER = 9.3
"""Width of a letter in px, rather more than less, at the size in which plots are lettered."""


def at(value: float, low: float = 0.0) -> str:
    """Return where a value from `low` to 1 lies, in percent of the width."""
    part = (min(max(value, low), 1.0) - low) / (1.0 - low)
    return f"{100 * part:.2f}%"


def floor_of(values: Iterable[float | None]) -> float:
    """Return where the axis begins: at 0, or below where a value is negative."""
    lowest = min((value for value in values if value is not None), default=0.0)
    return min(0.0, math.floor(lowest * 4) / 4)


def ticks(low: float) -> list[float]:
    """Return the values that an axis names."""
    return sorted({low, 0.0, 0.25, 0.5, 0.75, 1.0})


def shade(part: float | None) -> str:
    """Return the class of a share from 0 to 1, in ten steps; none for no value."""
    if part is None:
        return "none"
    return str(min(max(int(part * SHADES), 0), SHADES - 1))


def short(name: str, letters: int) -> str:
    """Return the name, its end left off where it is longer."""
    return name if len(name) <= letters else name[: letters - 1] + "…"


def width_of(names: Sequence[str], letters: int) -> int:
    """Return the px that names take, each cut to so many letters."""
    return round(max((len(short(name, letters)) for name in names), default=1) * LETTER) + 10


def value_of(measures: dict[str, Any], measure: str) -> float | None:
    """Return the bare value of a measure; None where it is not there or undefined."""
    found = measures.get(measure)
    if found is None or found["value"] is None:
        return None
    return float(found["value"])
