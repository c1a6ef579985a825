"""Agreement on items that several raters judged: coefficients of a table of items × raters.

Values are whole numbers from 0; -1 is a missing one. Undefined coefficients are NaN.
"""

from itertools import combinations

import numpy as np

from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.columns import Flags, Floats, Ints
from annotator.core.agreement.figures import Measure, by_group
from annotator.core.agreement.formulas import alpha, gwet, kappa, proportion
from annotator.core.agreement.label_tables import choice_tables
from annotator.core.agreement.ordinal import Ranks, ordinal_figures
from annotator.core.agreement.tables import Formula, Table, Totals

MISSING = -1
FEW = 16
"""So many values are quicker looked for one by one than counted together."""


def krippendorff_alpha(ratings: Ints, similarity: Floats | None = None) -> float:
    """Return Krippendorff's alpha for any number of raters, values missing or not.

    Nominal, or with `similarity`, a square matrix of how alike values are (1 - distance).
    alpha = 1 - Do / De over the values of items that have two at least (Krippendorff 2004, chapter 11).
    """
    if similarity is None:
        return _nominal_alpha(ratings)
    value, cells, _ = _rated(ratings)
    return _pooled(choice_tables(value, cells, similarity)["alpha"], alpha, "annotators", cells)


def _nominal_alpha(ratings: Ints) -> float:
    """Compare the raters' columns, two at a time, in the smallest numbers that hold the values."""
    kinds = int(ratings.max(initial=MISSING)) + 1
    columns = np.ascontiguousarray(ratings.T.astype(np.min_scalar_type(-kinds - 1)))
    there = columns != MISSING
    many = there.sum(axis=0, dtype=np.int16)
    alike = np.zeros(len(many), np.int32)
    for one, other in combinations(range(len(columns)), 2):
        alike += (columns[one] == columns[other]) & there[one]
    # How many items have so many values, and so many equal pairs of them.
    width = int(alike.max(initial=0)) + 1
    items = np.bincount(many * np.int32(width) + alike)
    raters, equal = np.divmod(np.arange(len(items)), width)
    agree = float((items * 2 * equal / np.maximum(raters - 1, 1)).sum())
    used = _used(columns, many > 1, kinds)
    n, product = float(used.sum()), float(used @ used)
    totals = (np.array([x]) for x in (n, agree, n, product))
    return float(alpha(Totals(*totals))[0])


def _used(columns: Ints, paired: Flags, kinds: int) -> Floats:
    """Return how often each value was given to items that have two values at least."""
    if kinds > FEW:
        values = ((columns.astype(np.int64) + 1) * paired).ravel()
        return np.bincount(values, minlength=kinds + 1)[1:].astype(np.float64)
    each = [np.count_nonzero((columns == value) & paired) for value in range(kinds)]
    return np.array(each, np.float64)


def krippendorff_ordinal(ratings: Ints) -> float:
    """Return Krippendorff's alpha with his ordinal metric (2004, section 11.3.5); values are ranks."""
    value, cells, kinds = _rated(ratings)
    ranks = Ranks(value[cells.first], value[cells.second], cells.weight, cells.document, kinds)
    items = np.zeros(int(cells.document.max(initial=-1)) + 1, np.int64)
    return float(ordinal_figures(ranks, items, 1).value[0]) if len(items) else float("nan")


def gwet_ac1(ratings: Ints, categories: int | None = None) -> float:
    """Return Gwet's AC1 (2008); the categories are those that occur on items rated twice, unless said."""
    value, cells, kinds = _rated(ratings)
    used = len(np.unique(value[np.concatenate([cells.first, cells.second])]))
    formula = gwet(categories or used)
    return _pooled(choice_tables(value, cells, np.eye(kinds))["ac1"], formula, "documents", cells)


def percent(ratings: Ints) -> float:
    """Return the share of items on which two raters agree, the mean over the pairs of raters."""
    value, cells, kinds = _rated(ratings)
    table = choice_tables(value, cells, np.eye(kinds))["percent"]
    return _pooled(table, proportion, "pairs", cells)


def cohen_kappa(first: Ints, second: Ints) -> float:
    """Return Cohen's kappa (1960) of two raters, (Po - Pe) / (1 - Pe): Pe = Σ p_c q_c, each one's own distribution."""
    kinds = int(max(first.max(initial=0), second.max(initial=0))) + 1
    one, other = (np.bincount(x, minlength=kinds).astype(np.float64) for x in (first, second))
    return _two_raters(first, second, float(one @ other))


def scott_pi(first: Ints, second: Ints) -> float:
    """Return Scott's pi (1955) of two raters, (Po - Pe) / (1 - Pe): Pe = Σ p_c², the distribution of both together."""
    both = np.bincount(np.concatenate([first, second])) / 2
    return _two_raters(first, second, float(both @ both))


def _two_raters(first: Ints, second: Ints, product: float) -> float:
    units, agree = len(first), int(np.count_nonzero(first == second))
    n, agreed, own, chance = (np.array([float(x)]) for x in (2 * units, 2 * agree, 0, product))
    return float(kappa(Totals(n, agreed, own, chance))[0])


def fleiss_kappa(counts: Ints) -> float:
    """Return Fleiss' kappa (1971) of a table of items × categories: how many raters chose each; all alike many.

    (P - Pe) / (1 - Pe): P is the mean share of agreeing pairs of an item, Pe = Σ p_c² over all choices.
    """
    raters = counts.sum(axis=1)
    if len(counts) == 0 or (raters != raters[0]).any() or raters[0] < 2:
        return float("nan")
    many = float(raters[0])
    seen = float(((counts**2).sum(axis=1) - many).mean() / (many * (many - 1)))
    share = counts.sum(axis=0) / counts.sum()
    chance = float(share @ share)
    return (seen - chance) / (1 - chance) if chance < 1 else float("nan")


def _rated(ratings: Ints) -> tuple[Ints, Cells, int]:
    """Return the values that are there, by item and rater, their cells, and the number of values."""
    item, rater = np.nonzero(ratings != MISSING)
    value = ratings[item, rater]
    return value, cells_of(item, rater, ratings.shape[1]), int(value.max(initial=-1)) + 1


def _pooled(table: Table, formula: Formula, over: str, cells: Cells) -> float:
    items = np.zeros(int(cells.document.max(initial=-1)) + 1, np.int64)
    return float(by_group(table, Measure(formula, over), cells, items, 1).value[0])
