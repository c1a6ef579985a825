"""Colours and keys for labels that came without: readable on white, apart from each other, and on the keyboard."""

from collections.abc import Iterator
from itertools import cycle

COLORS = (
    "#1b6ca8",
    "#b3400f",
    "#2a7f3f",
    "#8a3fa0",
    "#a8275b",
    "#0f7a7a",
    "#7a5c00",
    "#4a55c4",
    "#9c3a3a",
    "#4d6b12",
    "#6b4a2f",
    "#555f6b",
)
"""Each has a contrast of at least 4.5:1 as text on white."""

KEYS = "123456789abcdhiotuvwxyqf"
"""Digits first; left out are the letters that the labelling page uses for itself."""


def free_colors(taken: set[str]) -> Iterator[str]:
    """Yield colours that are not taken, then all of them again and again."""
    used = {color.lower() for color in taken}
    yield from (color for color in COLORS if color not in used)
    yield from cycle(COLORS)


def free_keys(taken: set[str]) -> Iterator[str]:
    """Yield keys that are not taken, until there are none."""
    return (key for key in KEYS if key not in taken)
