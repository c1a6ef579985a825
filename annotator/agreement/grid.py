"""The frame of plots that set names against names: where rows, columns and their names lie."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.scales import short, width_of


@dataclass(frozen=True, slots=True)
class Style:
    """Px of a cell; letters of a name that are shown, and of the longest that stands upright above its column.

    `rise` and `lean` are the px that a letter of a slanted name takes upwards and to the right.
    """

    wide: int
    high: int
    letters: int
    upright: int
    rise: float
    lean: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The frame in px; rows and columns are (place, name as shown, whole name)."""

    left: int
    top: int
    slanted: bool
    more: int
    """What the last slanted name needs at the right."""
    rows: list[tuple[int, str, str]]
    columns: list[tuple[int, str, str]]


def grid(names: Sequence[str], style: Style) -> Grid:
    """Lay out the same names as rows and columns."""
    longest = max(len(name) for name in names)
    shown = min(longest, style.letters)
    slanted = longest > style.upright
    left = width_of(names, style.letters)
    top = 22 + (round(shown * style.rise) if slanted else 0)
    return Grid(
        left=left,
        top=top,
        slanted=slanted,
        more=round(shown * style.lean) if slanted else 0,
        rows=[
            (top + at * style.high, short(name, style.letters), name)
            for at, name in enumerate(names)
        ],
        columns=[
            (left + at * style.wide, short(name, style.letters), name)
            for at, name in enumerate(names)
        ],
    )
