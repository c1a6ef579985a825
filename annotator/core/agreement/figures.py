"""Figures: the value of a measure for each group of documents, with its interval."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, numbered, sums
from annotator.core.agreement.formulas import TINY
from annotator.core.agreement.intervals import Interval, jackknife
from annotator.core.agreement.tables import Formula, Table


@dataclass(frozen=True, slots=True)
class Figures:
    """One value for each group, NaN where it is undefined, and its limits; `n` and `agree` are what it rests on."""

    value: Floats
    interval: Interval
    n: Floats
    agree: Floats


@dataclass(frozen=True, slots=True)
class Measure:
    """How a table becomes a value.

    Its rows are pooled over all annotators by `annotators` or by `documents` (what then counts once, see `Cells`), or
    the value is the mean over the `pairs` of annotators. `lowest` is the least value there can be.
    """

    formula: Formula
    over: str
    lowest: float = -1.0


def by_group(
    table: Table, measure: Measure, cells: Cells, document_group: Ints, groups: int
) -> Figures:
    """Return the figures of groups of documents; the table has one row a cell."""
    if measure.over == "pairs":
        return _mean_over_pairs(table, measure, cells, document_group, groups)
    weight = cells.weight if measure.over == "annotators" else cells.share
    whole = table.summed(cells.document, weight, len(document_group))
    return by_row(whole, measure, document_group, groups)


def by_document(table: Table, measure: Measure, cells: Cells, documents: int) -> Floats:
    """Return the value of each document; the table has one row a cell."""
    if measure.over != "pairs":
        weight = cells.weight if measure.over == "annotators" else cells.share
        whole = table.summed(cells.document, weight, documents)
        return measure.formula(whole.sums(np.arange(documents), documents))
    value = measure.formula(table.sums(np.arange(len(cells)), len(cells)))
    return _mean(*_defined(cells.document, value, documents))


def by_row(table: Table, measure: Measure, group: Ints, groups: int) -> Figures:
    """Return the figures of groups of rows, each row being a document."""
    totals, rest = table.totals(group, groups)
    value, without = measure.formula(totals), measure.formula(rest)
    interval = jackknife(value, without, group, measure.lowest)
    return Figures(value, interval, totals.n, totals.agree)


def by_pair(table: Table, measure: Measure, cells: Cells) -> Figures:
    """Return the figures of each pair of annotators."""
    return by_row(table, measure, cells.pair, len(cells.pairs))


def _mean_over_pairs(
    table: Table, measure: Measure, cells: Cells, document_group: Ints, groups: int
) -> Figures:
    """Return the unweighted means over the pairs for which the measure is defined."""
    pairs = max(len(cells.pairs), 1)
    names, inner = numbered(document_group[cells.document] * pairs + cells.pair)
    totals, rest = table.totals(inner, len(names))
    value, without = measure.formula(totals), measure.formula(rest)
    owner = names // pairs
    total, many = _defined(owner, value, groups)
    removed, fewer = (
        after - before
        for after, before in zip(
            _defined(cells.document, without, len(document_group)),
            _defined(cells.document, value[inner], len(document_group)),
            strict=True,
        )
    )
    left = many[document_group] + fewer
    replicate = _mean(total[document_group] + removed, left)
    mean = _mean(total, many)
    interval = jackknife(mean, replicate, document_group, measure.lowest)
    return Figures(mean, interval, sums(owner, totals.n, groups), sums(owner, totals.agree, groups))


def _defined(group: Ints, values: Floats, groups: int) -> tuple[Floats, Floats]:
    """Return the sums and the numbers of the defined values of each group."""
    known = ~np.isnan(values)
    return sums(group, np.where(known, values, 0), groups), sums(group, known, groups)


def _mean(total: Floats, many: Floats) -> Floats:
    mean: Floats = np.full(len(total), np.nan)
    np.divide(total, many, out=mean, where=many > 0)
    return np.where(mean > 1 - TINY, np.minimum(np.round(mean, 9), 1.0), mean)
