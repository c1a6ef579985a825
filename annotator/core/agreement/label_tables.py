"""Tables of a document layer: the item is the document, its value the set of labels that an annotator chose."""

from collections.abc import Sequence

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints
from annotator.core.agreement.tables import Table, counts

Similarity = Floats
"""How alike two values are, 1 for equal ones: a square matrix."""


def masi_similarity(values: Sequence[frozenset[int]]) -> Similarity:
    """Return how alike sets are by MASI (Passonneau 2006): J · M.

    J is shared / joint size, M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they only share
    something, 0 otherwise. Two empty sets are equal.
    """
    table = np.eye(len(values))
    for row, one in enumerate(values):
        for column, other in enumerate(values[:row]):
            table[row, column] = table[column, row] = _masi(one, other)
    return table


def _masi(one: frozenset[int], other: frozenset[int]) -> float:
    shared, joint = len(one & other), len(one | other)
    if one == other:
        return 1.0
    if shared == 0:
        return 0.0
    return shared / joint * (2 / 3 if one <= other or other <= one else 1 / 3)


def choice_tables(value: Ints, cells: Cells, similarity: Similarity) -> dict[str, Table]:
    """Return the tables of `alpha`, `kappa`, `ac1` and `percent`, one row a cell; `value` is the value of each set."""
    rows, width = np.arange(len(cells)), len(similarity)
    first, second = value[cells.first], value[cells.second]
    alike, equal = similarity[first, second], (first == second).astype(np.float64)
    ones = np.ones(len(cells))
    used = np.zeros((len(cells), width))
    np.add.at(used, (rows, first), 1.0)
    np.add.at(used, (rows, second), 1.0)
    reach = used @ similarity
    row, column = np.nonzero((used > 0) | (reach > 0))
    halves = used[row, column] / 2
    return {
        "alpha": Table(
            2 * ones, 2 * alike, 2 * ones, row, column, used[row, column], reach[row, column]
        ),
        "kappa": Table(
            2 * ones,
            2 * equal,
            2 * ones,
            np.concatenate([rows, rows]),
            np.concatenate([first, second]),
            np.concatenate([ones, np.zeros(len(cells))]),
            np.concatenate([np.zeros(len(cells)), ones]),
        ),
        "ac1": Table(ones, equal, ones, row, column, halves, halves),
        "percent": counts(ones, equal),
    }
