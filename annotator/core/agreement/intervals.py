"""Intervals: how far a value may be off because these documents were drawn and not others.

Documents are resampled, never tokens or spans: what is in one document hangs together. Annotators count as given.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from annotator.core.agreement.columns import Flags, Floats, Ints, sums
from annotator.core.agreement.tables import Formula, Table, Totals

LEVEL = 0.95
FEWEST = 5
"""Fewer documents give no interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper limits, NaN where there is none; `plain` where the scale had to stay untransformed."""

    low: Floats
    high: Floats
    plain: Flags


def jackknife(value: Floats, without: Floats, group: Ints, lowest: float = -1.0) -> Interval:
    """Return the jackknife-t interval (95 %) of each group's value on the scale log(1 - x).

    `without` holds, for each document, the value of its `group` without it. Where leaving one document out removes
    all disagreement the logarithm has no value and the interval is taken on the plain scale. None where the value is
    undefined or 1, with fewer than five documents, and where leaving one document out leaves the value undefined.
    """
    groups = len(value)
    documents = sums(group, None, groups)
    undefined = sums(group, np.isnan(without), groups) > 0
    plain = sums(group, without >= 1, groups) > 0
    usable = (documents >= FEWEST) & ~undefined & (value < 1)
    scale = plain | ~usable
    centre, error = _spread(value, without, group, scale)
    many = np.maximum(documents, 2)
    reach = stdtrit(many - 1, (1 + LEVEL) / 2) * error
    # log(1 - x) falls where x rises.
    low = np.where(scale, centre - reach, 1 - np.exp(centre + reach))
    high = np.where(scale, centre + reach, 1 - np.exp(centre - reach))
    low, high = (np.where(usable, np.clip(x, lowest, 1), np.nan) for x in (low, high))
    return Interval(low, high, plain & usable)


def _spread(value: Floats, without: Floats, group: Ints, plain: Flags) -> tuple[Floats, Floats]:
    """Return the values on their scale and their standard errors."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.where(plain, value, np.log(1 - value))
        leave = np.where(plain[group], without, np.log(1 - without))
    many = np.maximum(sums(group, None, len(value)), 1)
    mean = sums(group, leave, len(value)) / many
    squares = sums(group, (leave - mean[group]) ** 2, len(value))
    return centre, np.sqrt(squares * (many - 1) / many)


def bootstrap(table: Table, formula: Formula, resamples: int = 1000, seed: int = 0) -> Floats:
    """Return the formula's values on tables of documents drawn with replacement; one row is one document.

    The percentile interval is what `percentiles` makes of them.
    """
    generator = np.random.default_rng(seed)
    rows = len(table)
    width = int(table.value.max(initial=0)) + 1
    used = np.zeros((2, rows, width))
    np.add.at(used[0], (table.row, table.value), table.a)
    np.add.at(used[1], (table.row, table.value), table.b)
    found = []
    for _ in range(resamples):
        weight = np.bincount(generator.integers(0, rows, rows), minlength=rows).astype(np.float64)
        product = (weight @ used[0]) @ (weight @ used[1])
        found.append([weight @ table.n, weight @ table.agree, weight @ table.own, product])
    return formula(Totals(*np.array(found).T))


def percentiles(values: Floats) -> tuple[float, float]:
    """Return the percentile interval (95 %) of bootstrapped values; undefined ones are left out."""
    low, high = np.nanquantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
