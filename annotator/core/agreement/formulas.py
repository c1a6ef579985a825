"""Formulas: from sums to coefficients. NaN means that a coefficient is undefined there."""

import numpy as np

from annotator.core.agreement.columns import Flags, Floats
from annotator.core.agreement.tables import Formula, Totals

TINY = 1e-10
"""Smaller shares than this are what rounding left over."""


def proportion(sums: Totals) -> Floats:
    """Return agree / n: F1 where n counts the spans of both and agree those matched, from either side."""
    return _one(_divided(sums.agree, sums.n, sums.n > TINY), sums)


def kappa(sums: Totals) -> Floats:
    """Return Cohen's kappa (1960), (Po - Pe) / (1 - Pe), with each annotator's own distribution.

    Here n and agree count every unit twice, `product` is over counts of units.
    """
    units = sums.n / 2
    seen = _divided(sums.agree, sums.n, units > TINY)
    chance = _divided(sums.product, units**2, units > TINY)
    return _one(_divided(seen - chance, 1 - chance, chance < 1 - TINY), sums)


def alpha(sums: Totals) -> Floats:
    """Return Krippendorff's alpha, 1 - Do / De, for nominal values.

    De = (n² - Σ n_c²) / (n² - own): `own` is n for single values (Krippendorff 2004) and the sum of squared lengths
    for units on a continuum (Krippendorff, Mathet, Bouvry & Widlöcher 2016), gaps counting by single positions. Where
    values can only meet themselves there is nothing to expect, and alpha is undefined.
    """
    square = sums.n**2
    varied = np.minimum(square - sums.product, square - sums.own) > TINY * square
    expected = _divided(sums.n * (square - sums.product), square - sums.own, varied)
    return _one(1 - _divided(sums.n - sums.agree, expected, varied), sums)


def fleiss(sums: Totals) -> Floats:
    """Return Fleiss' kappa (1971): (Pa - Pe) / (1 - Pe), Pe = Σ p_c² over the choices of all annotators.

    A row is an item as for `gwet`; items may have different numbers of annotators, each counts once.
    """
    chance = _divided(sums.product, sums.n**2, sums.n > TINY)
    return _one(_divided(proportion(sums) - chance, 1 - chance, chance < 1 - TINY), sums)


def gwet(categories: int) -> Formula:
    """Return Gwet's AC1 (2008): (Pa - Pe) / (1 - Pe), Pe = Σ p_c (1 - p_c) / (categories - 1).

    A row is an item: n = 1, `agree` its share of agreeing pairs, its values the shares of its annotators.
    """

    def coefficient(sums: Totals) -> Floats:
        seen = proportion(sums)
        spread = 1 - _divided(sums.product, sums.n**2, sums.n > TINY)
        chance = spread / (categories - 1) if categories > 1 else np.ones_like(spread)
        return _one(_divided(seen - chance, 1 - chance, chance < 1 - TINY), sums)

    return coefficient


def _one(values: Floats, sums: Totals) -> Floats:
    """Return the values, exactly 1 where nobody disagreed."""
    perfect = (sums.n - sums.agree) <= TINY * sums.n
    return np.where(perfect & ~np.isnan(values), 1.0, values)


def _divided(a: Floats, b: Floats, where: Flags) -> Floats:
    quotient: Floats = np.full(np.shape(b), np.nan)
    np.divide(a, b, out=quotient, where=where & (b != 0))
    return quotient
