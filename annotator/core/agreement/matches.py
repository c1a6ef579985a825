"""Matches: every span beside its counterpart from each other annotator, or beside nothing."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, expand, sums
from annotator.core.agreement.matching import Touching, identical
from annotator.core.agreement.span_tables import counterparts
from annotator.core.agreement.work import Work

KINDS = ("same", "edges", "label", "both", "alone")
"""Equal; same label, other extent; same extent, other label; neither; marked by one annotator only."""
SAME, EDGES, LABEL, BOTH, ALONE = range(5)
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Matches:
    """One row for each two spans that stand for each other in a cell, and for each span without a counterpart.

    `first` and `second` are rows of the spans, `NOBODY` for none; `kind` is a place in `KINDS`. Rows are by cell, then
    by the place in the text.
    """

    cell: Ints
    first: Ints
    second: Ints
    kind: Ints

    def only(self, rows: Ints) -> "Matches":
        """Return these rows."""
        return Matches(self.cell[rows], self.first[rows], self.second[rows], self.kind[rows])


def matches_of(work: Work, cells: Cells, pairs: Touching) -> Matches:
    """Put every span of every cell beside its counterpart (see `counterparts`)."""
    chosen, marks = counterparts(work, pairs), work.marks
    alike = marks.label[chosen.first] == marks.label[chosen.second]
    equal = identical(marks, chosen)
    kind = np.where(equal, np.where(alike, SAME, LABEL), np.where(alike, EDGES, BOTH))
    lone_cell, lone = _alone(work, cells.first, chosen.cell, chosen.first)
    other_cell, other = _alone(work, cells.second, chosen.cell, chosen.second)
    nobody = (np.full(len(lone), NOBODY), np.full(len(other), NOBODY))
    found = Matches(
        np.concatenate([chosen.cell, lone_cell, other_cell]),
        np.concatenate([chosen.first, lone, nobody[1]]),
        np.concatenate([chosen.second, nobody[0], other]),
        np.concatenate([kind, np.full(len(lone) + len(other), ALONE)]),
    )
    place = marks.start[np.where(found.first == NOBODY, found.second, found.first)]
    return found.only(np.lexsort((place, found.cell)))


def _alone(work: Work, side: Ints, cell: Ints, taken: Ints) -> tuple[Ints, Ints]:
    """Return (cell, span) of every span on one side of the cells that is not taken; spans are sorted by set."""
    lows, highs = (np.searchsorted(work.marks.set, side, side=end) for end in ("left", "right"))
    counts = highs - lows
    begins = np.cumsum(counts) - counts
    cells, span = expand(lows, highs)
    free = np.ones(len(span), bool)
    free[begins[cell] + taken - lows[cell]] = False
    return cells[free], span[free]


def one_against_several(work: Work, cells: Cells, pairs: Touching) -> tuple[Floats, Floats]:
    """Count by set how often its one span stands where another has several of its label, and the other way round.

    A span that has its equal there is not cut, whatever else of the label touches it.
    """
    marks = work.marks
    alike = pairs.only(marks.label[pairs.first] == marks.label[pairs.second])
    joined, cut = np.zeros(work.sets), np.zeros(work.sets)
    for side, own, other in (
        (alike.first, cells.first, cells.second),
        (alike.second, cells.second, cells.first),
    ):
        keys, place, many = np.unique(
            alike.cell * len(marks) + side, return_inverse=True, return_counts=True
        )
        equal = sums(place, identical(marks, alike).astype(np.float64), len(keys))
        cell = keys[(many > 1) & (equal == 0)] // max(len(marks), 1)
        joined += sums(own[cell], None, work.sets)
        cut += sums(other[cell], None, work.sets)
    return joined, cut
