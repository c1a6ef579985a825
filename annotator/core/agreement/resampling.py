"""Resampling: how values are distributed when documents are drawn anew, with replacement (percentile bootstrap).

A resample is a weight for each document, so that its totals are one product of matrices.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, numbered
from annotator.core.agreement.figures import Measure
from annotator.core.agreement.intervals import FEWEST, LEVEL
from annotator.core.agreement.tables import Formula, Table, Totals
from annotator.core.sentences import sentence

RESAMPLES = 1000
SEED = 1
AT_ONCE = 2_500_000
"""Weights that are turned into numbers at a time."""
MOST_KEPT = 16_000_000
"""Weights that are kept for the next question about as many documents, a byte each."""
THIN = 0.1
"""Matrices with a smaller share of numbers other than zero stay sparse."""

Weights = npt.NDArray[np.uint8]


class Resampled(Protocol):
    """Numbers of documents that add up (documents × columns), and the values of any sum of them."""

    @property
    def matrix(self) -> Any:
        """The numbers, sparse or not."""

    def values(self, totals: Floats) -> Floats:
        """Return the value of each group for each row of totals (resamples × groups)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table as columns over documents; its rows form `groups`, of each of which the formula gives a value.

    `parts` say which columns are n, agree, own, a and b of `Totals`; columns that are one and the same are there once.
    `owner` is the group of each column of a and b.
    """

    matrix: Any
    parts: Sequence[slice]
    formula: Formula
    groups: int
    owner: Ints

    def values(self, totals: Floats) -> Floats:
        """Return the value of each group for each row of totals of the columns (resamples × groups)."""
        n, agree, own, a, b = (totals[:, part] for part in self.parts)
        product = np.zeros(n.shape)
        for group in range(self.groups):
            mine = slice(*np.searchsorted(self.owner, [group, group + 1]))
            product[:, group] = np.einsum("ij,ij->i", a[:, mine], b[:, mine])
        return self.formula(Totals(n, agree, own, product))


def columns_of(
    table: Table, formula: Formula, document: Ints, group: Ints, shape: tuple[int, int]
) -> Columns:
    """Lay a table out; `document` and `group` are those of its rows, `shape` how many there are of each."""
    documents, groups = shape
    width = int(table.value.max(initial=0)) + 1
    keys, place = numbered(group[table.row] * width + table.value)
    of_entry = document[table.row]
    wanted = [
        (table.n, document, group, groups),
        (table.agree, document, group, groups),
        (table.own, document, group, groups),
        (table.a, of_entry, place, len(keys)),
        (table.b, of_entry, place, len(keys)),
    ]
    parts: dict[int, slice] = {}
    numbers, rows, columns, taken = [], [], [], 0
    for column, row, within, many in wanted:
        if id(column) not in parts:
            parts[id(column)] = slice(taken, taken + many)
            numbers.append(column)
            rows.append(row)
            columns.append(within + taken)
            taken += many
    where = (np.concatenate(rows), np.concatenate(columns))
    matrix = laid_out(np.concatenate(numbers), where, (documents, taken))
    named = tuple(parts[id(column)] for column, *_ in wanted)
    return Columns(matrix, named, formula, groups, keys // width)


def laid_out(numbers: Floats, where: tuple[Ints, Ints], shape: tuple[int, int]) -> Any:
    """Return the matrix that has these numbers at these rows and columns, sparse where it is thin."""
    matrix = csr_array((numbers, where), shape=shape)
    return matrix.toarray() if matrix.nnz > THIN * shape[0] * shape[1] else matrix


def columns_by_measure(table: Table, measure: Measure, cells: Cells, documents: int) -> Columns:
    """Lay out a table with one row a cell as its measure wants it: by pair, or pooled."""
    if measure.over == "pairs":
        shape = (documents, max(len(cells.pairs), 1))
        return columns_of(table, measure.formula, cells.document, cells.pair, shape)
    weight = cells.weight if measure.over == "annotators" else cells.share
    whole = table.summed(cells.document, weight, documents)
    every = np.arange(documents)
    return columns_of(whole, measure.formula, every, np.zeros_like(every), (documents, 1))


def bootstrap(
    columns: Mapping[str, Resampled], order: Ints, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Floats]:
    """Return the values of each measure in every resample: the mean over the groups for which it is defined, or NaN.

    `order` are the numbers of the documents as they are drawn: the same seed draws the same ones when it is of the same.
    """
    documents = len(order)
    dense = {name: one for name, one in columns.items() if isinstance(one.matrix, np.ndarray)}
    joint = np.hstack([np.zeros((documents, 0)), *(one.matrix[order] for one in dense.values())])
    sparse = {name: one.matrix[order] for name, one in columns.items() if name not in dense}
    found: dict[str, list[Floats]] = {name: [] for name in columns}
    for weights in _drawn(documents, resamples, seed):
        totals, at = weights @ joint, 0
        for name, one in columns.items():
            if name in dense:
                own = totals[:, at : at + one.matrix.shape[1]]
                at += one.matrix.shape[1]
            else:
                own = (sparse[name].T @ weights.T).T
            found[name].append(_means(one.values(own)))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def _drawn(documents: int, resamples: int, seed: int) -> Iterator[Floats]:
    """Yield how often each document is drawn in each resample (resamples × documents), some resamples at a time."""
    step = max(1, AT_ONCE // max(documents, 1))
    kept = documents * resamples <= MOST_KEPT
    whole = _kept_weights(documents, resamples, seed) if kept else None
    generator = np.random.default_rng(seed)
    for low in range(0, resamples, step):
        many = min(step, resamples - low)
        part = _weights(generator, documents, many) if whole is None else whole[low : low + many]
        yield part.astype(np.float64)


@lru_cache(maxsize=1)
def _kept_weights(documents: int, resamples: int, seed: int) -> Weights:
    generator = np.random.default_rng(seed)
    step = max(1, AT_ONCE // max(documents, 1))
    parts = [min(step, resamples - low) for low in range(0, resamples, step)]
    return np.concatenate([_weights(generator, documents, many) for many in parts])


def _weights(generator: np.random.Generator, documents: int, resamples: int) -> Weights:
    places = generator.integers(0, documents, (resamples, documents))
    places += np.arange(resamples)[:, None] * documents
    counts = np.bincount(places.ravel(), minlength=resamples * documents)
    return counts.astype(np.uint8).reshape(resamples, documents)


def _means(values: Floats) -> Floats:
    known = ~np.isnan(values)
    many = known.sum(axis=1)
    mean: Floats = np.full(len(values), np.nan)
    np.divide(np.where(known, values, 0).sum(axis=1), many, out=mean, where=many > 0)
    return mean


def percentiles(values: Floats) -> tuple[float, float]:
    """Return the percentile interval (95 %) of bootstrapped values; undefined ones are left out."""
    low, high = np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def distributions(
    columns: Mapping[str, Resampled], names: Sequence[str], threshold: float | None
) -> dict[str, Any]:
    """Return how each measure is distributed, as plain values; `below` is the share of resamples under the threshold.

    The documents are drawn by their names, in whatever order they come.
    """
    documents = len(names)
    few = documents < FEWEST
    order = np.array(sorted(range(documents), key=names.__getitem__), np.int64)
    found = {} if few else bootstrap(columns, order)
    return {
        "resamples": 0 if few else RESAMPLES,
        "seed": SEED,
        "documents": documents,
        "threshold": threshold,
        "reason": sentence("Fewer than %(needed)s documents are shared.", needed=FEWEST)
        if few
        else None,
        "measures": {
            name: _distribution(values, threshold)
            for name, values in found.items()
            if not np.isnan(values).all()
        },
    }


def _distribution(values: Floats, threshold: float | None) -> dict[str, Any]:
    known = np.sort(values[~np.isnan(values)])
    below = None if threshold is None else float(np.mean(known < threshold))
    low, high = percentiles(known)
    quantiles: Sequence[float] = np.quantile(known, np.linspace(0, 1, 101)).tolist()
    undefined = len(values) - len(known)
    return {
        "low": low,
        "high": high,
        "below": below,
        "undefined": undefined,
        "quantiles": quantiles,
    }
