"""Intervals: how far a value may be off because these documents were drawn and not others.

Documents are resampled, never tokens or spans: what is in one document hangs together. Annotators count as given.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from annotator.core.agreement.columns import Flags, Floats, Ints, sums

LEVEL = 0.95
FEWEST = 5
"""Fewer documents give no interval."""
SAME = 1e-12
"""Smaller errors are what rounding left over: all documents say the same, which tells nothing of others."""
CLOSE = 0.05
"""How far from the value the limits of a close interval lie."""


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
    undefined or 1, with fewer than five documents, and where leaving one document out leaves the value undefined or
    never changes it.
    """
    groups = len(value)
    documents = sums(group, None, groups)
    undefined = sums(group, np.isnan(without), groups) > 0
    plain = sums(group, without >= 1, groups) > 0
    usable = (documents >= FEWEST) & ~undefined & (value < 1)
    scale = plain | ~usable
    centre, error = _spread(value, without, group, scale)
    usable &= error > SAME
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


def more_documents(value: float, interval: tuple[float, float], documents: int) -> int:
    """Return about how many more documents bring the interval under ±`CLOSE`: its width falls with their square root."""
    reach = max(value - interval[0], interval[1] - value)
    return max(0, math.ceil(documents * (reach / CLOSE) ** 2) - documents)
