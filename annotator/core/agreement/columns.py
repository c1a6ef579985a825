"""Columns: the arrays in which work is counted, and the sums over groups of rows that everything is made of."""

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

SPARSE = 8
"""Keys this many times wider than their number are sorted, narrower ones are counted."""

NONE = np.zeros(0, np.int64)


def sums(group: Ints, values: npt.NDArray[Any] | None, groups: int) -> Floats:
    """Return the sum of the values (or the number of rows) of each group."""
    return np.bincount(group, values, groups).astype(np.float64)


def distinct(values: Ints) -> Ints:
    """Return the distinct values in order. Sorting is many times faster here than numpy's own table of hashes."""
    ordered = np.sort(values)
    return ordered[changes(ordered)]


def changes(*columns: npt.NDArray[Any]) -> Flags:
    """Say of each row of sorted columns whether it differs from the one before; the first one does."""
    fresh = np.ones(len(columns[0]), bool)
    if len(fresh):
        fresh[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return fresh


def expand(lows: Ints, highs: Ints) -> tuple[Ints, Ints]:
    """Return (row, number) for every number of every row's range [low, high); empty ranges give nothing."""
    counts = np.maximum(highs - lows, 0)
    rows = np.repeat(np.arange(len(lows)), counts)
    begins = np.cumsum(counts) - counts
    return rows, np.arange(len(rows)) - begins[rows] + lows[rows]


def numbered(keys: Ints) -> tuple[Ints, Ints]:
    """Return the distinct keys in order, and for each key its place among them."""
    reach = int(keys.max(initial=-1)) + 1
    if reach > SPARSE * len(keys):
        kept, place = np.unique(keys, return_inverse=True)
        return kept, place
    there = np.bincount(keys, minlength=reach) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[keys]


def merged(keys: Ints, *values: Floats) -> tuple[Ints, list[Floats]]:
    """Return the distinct keys in order, and the sums of the values of equal ones."""
    kept, inverse = numbered(keys)
    return kept, [sums(inverse, one, len(kept)) for one in values]
