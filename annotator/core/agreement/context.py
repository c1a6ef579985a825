"""The context of a report: the project's threshold, the documents, and the periods its figures are wanted for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, transposed
from annotator.core.agreement.columns import Ints


@dataclass(frozen=True, slots=True)
class Context:
    """`names` are those of the documents, `days` those on which each last changed; `over` is day, week, month, year or nothing."""

    threshold: float | None = None
    days: Sequence[date] = ()
    over: str = ""
    names: Sequence[str] = ()

    def over_time(
        self, answers: Callable[[Ints, int], dict[str, list[Answer]]]
    ) -> list[dict[str, Any]] | None:
        """Return the figures of each period in which a document last changed, in order; None where not wanted."""
        if not self.over:
            return None
        spans = [period_of(day, self.over) for day in self.days]
        periods = sorted(set(spans))
        group = np.array([periods.index(one) for one in spans], np.int64)
        each = transposed(answers(group, len(periods)), len(periods))
        many = np.bincount(group).tolist()
        return [
            {
                "since": first.isoformat(),
                "until": last.isoformat(),
                "documents": documents,
                "measures": measures,
            }
            for (first, last), documents, measures in zip(periods, many, each, strict=True)
        ]


def period_of(day: date, over: str) -> tuple[date, date]:
    """Return the first and the last day of the period that a day is in; weeks begin on Monday."""
    if over == "day":
        return day, day
    if over == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if over == "month":
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return day.replace(month=1, day=1), day.replace(month=12, day=31)
