"""Periods: days, weeks, months or years, whichever are the shortest of which there are not too many."""

from collections.abc import Collection
from datetime import date

from annotator.core.agreement.context import period_of
from annotator.core.agreement.question import PERIODS

MOST = 16
"""Periods that fit side by side."""


def unit_of(days: Collection[date]) -> str:
    """Return the unit in which the course of these days is told."""
    fitting = (unit for unit in PERIODS if len({period_of(day, unit) for day in set(days)}) <= MOST)
    return next(fitting, PERIODS[-1])
