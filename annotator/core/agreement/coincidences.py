"""Coincidences: how often the values of two annotators meet, on tokens, code points or units of text."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, merged, sums
from annotator.core.agreement.painting import Meetings, Paint
from annotator.core.agreement.tables import Table

UNMARKED = 0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much each set has to value in all, and how often its values meet themselves (see `Totals.own`)."""

    units: Floats
    own: Floats


def coincidence_table(
    paint: Paint, met: Meetings, cells: Cells, sizes: Sizes, label: Ints | None = None
) -> Table:
    """Count all items of the cells' documents, the unmarked ones too; one row a cell.

    `label` gives the label of each of the paint's values, where they are not label sets themselves.
    """
    values = label if label is not None else np.arange(int(paint.value.max(initial=0)) + 1)
    value = values[paint.value]
    same = sums(met.cell, met.weight * (value[met.first] == value[met.second]), len(cells))
    both = sums(met.cell, met.weight, len(cells))
    marked = sums(paint.set, paint.weight, len(sizes.units))
    size = sizes.units[cells.first]
    neither = size - marked[cells.first] - marked[cells.second] + both
    entries = _used(paint, value, cells, sizes.units - marked)
    own = sizes.own[cells.first] + sizes.own[cells.second]
    return Table(2 * size, 2 * (neither + same), own, *entries)


def _used(
    paint: Paint, value: Ints, cells: Cells, unmarked: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return how often each cell's annotators used each value; `UNMARKED` is the value of unmarked items."""
    sets, width = len(unmarked), int(value.max(initial=0)) + 2
    keys, (weight,) = merged(paint.set * width + value + 1, paint.weight)
    keys = np.concatenate([keys, np.arange(sets) * width + UNMARKED])
    weight = np.concatenate([weight, unmarked])
    order = np.argsort(keys)
    keys, weight = keys[order], weight[order]
    begin = np.searchsorted(keys, np.arange(sets + 1) * width)
    return _by_cell(keys % width, weight, begin, cells)


def _by_cell(
    value: Ints, weight: Floats, begin: Ints, cells: Cells
) -> tuple[Ints, Ints, Floats, Floats]:
    width = int(value.max(initial=0)) + 1
    keys, columns = [], []
    for side in (cells.first, cells.second):
        counts = begin[side + 1] - begin[side]
        row = np.repeat(np.arange(len(cells)), counts)
        entry = np.arange(len(row)) - (np.cumsum(counts) - counts)[row] + begin[side][row]
        keys.append(row * width + value[entry])
        columns.append(weight[entry])
    zeros = [np.zeros(len(column)) for column in columns]
    a = np.concatenate([columns[0], zeros[1]])
    b = np.concatenate([zeros[0], columns[1]])
    kept, (a, b) = merged(np.concatenate(keys), a, b)
    return kept // width, kept % width, a, b


def shared_table(paint: Paint, met: Meetings, cells: Cells, label: Ints) -> Table:
    """Count only what both annotators of a cell marked; the paint's values are units, `label` gives theirs.

    A unit meets itself by chance as far as the other annotator's units reach into it.
    """
    value, units = label[paint.value], max(len(label), 1)
    same = met.weight * (value[met.first] == value[met.second])
    n, agree = (2 * sums(met.cell, x, len(cells)) for x in (met.weight, same))
    own = np.zeros(len(cells))
    for rows in (met.first, met.second):
        keys, (length,) = merged(met.cell * units + paint.value[rows], met.weight)
        own += sums(keys // units, length**2, len(cells))
    width = int(label.max(initial=0)) + 1
    entries = [met.cell * width + value[rows] for rows in (met.first, met.second)]
    none = np.zeros(len(met.weight))
    a, b = np.concatenate([met.weight, none]), np.concatenate([none, met.weight])
    keys, (a, b) = merged(np.concatenate(entries), a, b)
    return Table(n, agree, own, keys // width, keys % width, a, b)
