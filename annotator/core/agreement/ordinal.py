"""Ordinal alpha: Krippendorff's alpha where the values have an order.

Its metric is δ² = (Σ_{g=c..k} n_g - (n_c + n_k) / 2)²: it depends on how often every rank between two was used.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.core.agreement.columns import Floats, Ints, sums
from annotator.core.agreement.figures import Figures
from annotator.core.agreement.intervals import jackknife
from annotator.core.agreement.resampling import laid_out

CHUNK = 2_000_000
"""Numbers that are held at a time where every document is left out once."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """Ranks (0 … `many` - 1) that meet: how much each meeting counts, and the document (or cell) it is in."""

    first: Ints
    second: Ints
    weight: Floats
    row: Ints
    many: int

    def matrices(self, group: Ints, groups: int) -> Floats:
        """Return the coincidence matrices of groups of meetings."""
        place = (group * self.many + self.first) * self.many + self.second
        shape = (groups, self.many, self.many)
        one_way = sums(place, self.weight, groups * self.many**2).reshape(shape)
        return np.asarray(one_way + one_way.swapaxes(1, 2), np.float64)

    def between(self, low: int, high: int) -> "Ranks":
        """Return the meetings of these rows, counted from `low`; meetings are sorted by row."""
        here = slice(*np.searchsorted(self.row, [low, high]))
        columns = (self.first[here], self.second[here], self.weight[here])
        return Ranks(*columns, self.row[here] - low, self.many)


@dataclass(frozen=True, slots=True)
class RankColumns:
    """Coincidence matrices as columns over documents, from which resamples are counted (see `resampling.Columns`)."""

    matrix: Any
    many: int

    @classmethod
    def of(cls, met: Ranks, documents: int) -> "RankColumns":
        """Lay out ranks whose rows are documents."""
        place = met.first * met.many + met.second
        shape = (documents, met.many**2)
        return cls(laid_out(met.weight, (met.row, place), shape), met.many)

    def values(self, totals: Floats) -> Floats:
        """Return ordinal alpha for each row of totals of the columns (resamples × 1)."""
        one_way = totals.reshape(-1, self.many, self.many)
        return ordinal_alpha(one_way + one_way.swapaxes(1, 2))[:, None]


def ordinal_figures(ranks: Ranks, group: Ints, groups: int) -> Figures:
    """Return ordinal alpha for each group of rows; meetings are sorted by row."""
    whole = ranks.matrices(group[ranks.row], groups)
    value = ordinal_alpha(whole)
    step = max(1, CHUNK // ranks.many**2)
    without = [
        ordinal_alpha(whole[own] - part.matrices(part.row, len(own)))
        for low in range(0, len(group), step)
        for own, part in [(group[low : low + step], ranks.between(low, low + step))]
    ]
    interval = jackknife(value, np.concatenate([np.zeros(0), *without]), group)
    return Figures(value, interval, whole.sum(axis=(1, 2)), np.trace(whole, axis1=1, axis2=2))


def ordinal_alpha(matrices: Floats) -> Floats:
    """Return ordinal alpha for each coincidence matrix (… × ranks × ranks); NaN where only one rank occurs."""
    used = matrices.sum(axis=-1)
    upto = np.cumsum(used, axis=-1)
    reach = np.abs(upto[..., :, None] - upto[..., None, :])
    # The difference of two sums holds all of the upper rank and nothing of the lower one: the metric wants half of both.
    half = (used[..., :, None] - used[..., None, :]) / 2
    upper = np.tril(np.ones(matrices.shape[-2:], bool))
    distance = (reach - np.where(upper, half, -half)) ** 2
    seen = (matrices * distance).sum(axis=(-2, -1))
    expected = (used[..., :, None] * used[..., None, :] * distance).sum(axis=(-2, -1))
    total = used.sum(axis=-1)
    nothing = np.full(total.shape, np.nan)
    value = 1 - np.divide(seen * (total - 1), expected, out=nothing, where=expected > 1e-9)
    return np.where(value > 1 - 1e-12, 1.0, value)
