"""Matches: every span or relation beside its counterpart from each other annotator, or beside nothing."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Flags, Floats, Ints, expand, sums
from annotator.core.agreement.layers import LayerWork
from annotator.core.agreement.matching import Touching, identical, touching
from annotator.core.agreement.relation_tables import Relations, joined_alike, touching_ends
from annotator.core.agreement.span_tables import Labelled, counterparts
from annotator.core.agreement.work import Work

KINDS = ("same", "edges", "label", "both", "alone")
"""Equal; same label, other extent; same extent, other label; neither; marked by one annotator only."""
SAME, EDGES, LABEL, BOTH, ALONE = range(5)
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Matches:
    """One row for each two units that stand for each other in a cell, and for each one without a counterpart.

    Units are spans or relations. `first` and `second` are rows of them, `NOBODY` for none; `kind` is a place in
    `KINDS`. Rows are by cell, then by the place in the text.
    """

    cell: Ints
    first: Ints
    second: Ints
    kind: Ints

    def only(self, rows: Ints) -> "Matches":
        """Return these rows."""
        return Matches(self.cell[rows], self.first[rows], self.second[rows], self.kind[rows])


def layer_matches(found: LayerWork, cells: Cells) -> Matches:
    """Put every span or relation of a layer beside its counterpart."""
    if found.relations is not None:
        return relation_matches(found.relations, cells, found.work.sets)
    return matches_of(found.work, cells, touching(found.work, cells))


def matches_of(work: Work, cells: Cells, pairs: Touching) -> Matches:
    """Put every span of every cell beside its counterpart (see `counterparts`)."""
    chosen, marks = counterparts(work, pairs), work.marks
    return _beside(marks, marks.start, cells, chosen, identical(marks, chosen))


def relation_matches(relations: Relations, cells: Cells, sets: int) -> Matches:
    """Put every relation of every cell beside its counterpart (see `joined_alike`)."""
    chosen = joined_alike(relations, touching_ends(relations, cells, sets))
    same = relations.same_ends(chosen)
    return _beside(relations, relations.heads.start, cells, chosen, same)


def _beside(units: Labelled, start: Ints, cells: Cells, chosen: Touching, equal: Flags) -> Matches:
    alike = units.label[chosen.first] == units.label[chosen.second]
    kind = np.where(equal, np.where(alike, SAME, LABEL), np.where(alike, EDGES, BOTH))
    lone_cell, lone = _alone(units.set, cells.first, chosen.cell, chosen.first)
    other_cell, other = _alone(units.set, cells.second, chosen.cell, chosen.second)
    nobody = (np.full(len(lone), NOBODY), np.full(len(other), NOBODY))
    found = Matches(
        np.concatenate([chosen.cell, lone_cell, other_cell]),
        np.concatenate([chosen.first, lone, nobody[1]]),
        np.concatenate([chosen.second, nobody[0], other]),
        np.concatenate([kind, np.full(len(lone) + len(other), ALONE)]),
    )
    place = start[np.where(found.first == NOBODY, found.second, found.first)]
    return found.only(np.lexsort((place, found.cell)))


def _alone(owner: Ints, side: Ints, cell: Ints, taken: Ints) -> tuple[Ints, Ints]:
    """Return (cell, unit) of every unit on one side of the cells that is not taken; `owner` is each unit's set."""
    lows, highs = (np.searchsorted(owner, side, side=end) for end in ("left", "right"))
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
