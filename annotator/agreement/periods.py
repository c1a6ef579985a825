"""Periods: days, weeks, months or years, whichever are the shortest of which there are not too many."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

MOST = 16
"""Periods that fit side by side."""


def _week(day: str) -> str:
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()


NAMED: tuple[Callable[[str], str], ...] = (
    lambda day: day,
    _week,
    lambda day: day[:7],
    lambda day: day[:4],
)


def periods_of(days: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the names of the periods of these days in order, and each day's place. A week is named by its Monday."""
    for name_of in NAMED:
        names = [name_of(day) for day in days]
        there = sorted(set(names))
        if len(there) <= MOST:
            break
    place = {name: at for at, name in enumerate(there)}
    return there, [place[name] for name in names]
