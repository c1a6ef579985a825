"""Tables of a relation layer: the unit is a relation, its label with the spans it leads from and to."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.carried_tables import choice_table
from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Flags, Floats, Ints, changes, expand, sums
from annotator.core.agreement.matching import Touching, most_pairs
from annotator.core.agreement.tables import Table, counts


@dataclass(frozen=True, slots=True)
class Ends:
    """The spans at one end of relations: their label's number, their extent, and a number for all of it together."""

    name: Ints
    start: Ints
    end: Ints
    identity: Ints

    def touch(self, first: Ints, second: Ints) -> Flags:
        """Say where spans of one label share a code point."""
        shared: Flags = (
            (self.name[first] == self.name[second])
            & (self.start[first] < self.end[second])
            & (self.start[second] < self.end[first])
        )
        return shared


@dataclass(frozen=True, slots=True)
class Relations:
    """Relations as columns, by set, head, tail and label, each once."""

    set: Ints
    label: Ints
    heads: Ends
    tails: Ends


def relation_tables(relations: Relations, cells: Cells, sets: int) -> dict[str, Table]:
    """Count relations and those that are the same, one row a cell."""
    begin = np.searchsorted(relations.set, np.arange(sets + 1))
    low, high = begin[:-1], begin[1:]
    cell, first = expand(low[cells.first], high[cells.first])
    row, second = expand(low[cells.second][cell], high[cells.second][cell])
    cell, first = cell[row], first[row]
    heads, tails, label = relations.heads, relations.tails, relations.label
    alike = label[first] == label[second]
    same = heads.identity[first] == heads.identity[second]
    same &= tails.identity[first] == tails.identity[second]
    leading = changes(relations.set, heads.identity, tails.identity)
    near = alike & heads.touch(first, second) & tails.touch(first, second)
    met = Touching(first[near], second[near], cell[near], np.ones(int(near.sum())))
    every = _of_both(relations.set, cells, sets)

    def twice(rows: Ints) -> Floats:
        return 2 * sums(rows, None, len(cells))

    return {
        "exact_f1": counts(every, twice(cell[same & alike])),
        "ends_f1": counts(
            _of_both(relations.set[leading], cells, sets),
            twice(cell[same & leading[first] & leading[second]]),
        ),
        "touching_f1": counts(every, twice(met.cell[most_pairs(met, len(label))])),
        "label_alpha": choice_table(
            len(cells), cell[same], label[first[same]], label[second[same]]
        ),
    }


def _of_both(owner: Ints, cells: Cells, sets: int) -> Floats:
    many = sums(owner, None, sets)
    return many[cells.first] + many[cells.second]
