"""Tables of a relation layer: the unit is a relation, its label with the spans it leads from and to."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.carried_tables import choice_table
from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Flags, Floats, Ints, changes, expand, sums
from annotator.core.agreement.counts import Counts
from annotator.core.agreement.extents import Extents
from annotator.core.agreement.matching import Touching, best_pairs, most_pairs
from annotator.core.agreement.span_tables import confusion_table
from annotator.core.agreement.tables import Table, counts

EACH_LABEL = ("relation_f1", "touching_f1")
"""What is measured for one label alone."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The spans at one end of relations: their label's number, their extent, and a number for all of it together.

    `place` is a row of the extents, which leave out the gaps between fragments.
    """

    extents: Extents
    place: Ints
    name: Ints
    start: Ints
    end: Ints
    identity: Ints

    def touch(self, first: Ints, second: Ints) -> Flags:
        """Say where spans of one label share a code point."""
        shared: Flags = (self.name[first] == self.name[second]) & self.extents.touch(
            self.place[first], self.place[second]
        )
        return shared

    def only(self, rows: Ints) -> "Ends":
        """Return those of these rows."""
        columns = (self.place, self.name, self.start, self.end, self.identity)
        return Ends(self.extents, *(column[rows] for column in columns))


@dataclass(frozen=True, slots=True)
class Relations:
    """Relations as columns, by set, head, tail and label, each once."""

    set: Ints
    label: Ints
    heads: Ends
    tails: Ends

    def __len__(self) -> int:
        """Return the number of relations."""
        return len(self.set)

    def of_label(self, label: int) -> "Relations":
        """Return those with this label."""
        rows = np.flatnonzero(self.label == label)
        return Relations(
            self.set[rows], self.label[rows], self.heads.only(rows), self.tails.only(rows)
        )

    def same_ends(self, pairs: Touching) -> Flags:
        """Say which pairs lead from the same span to the same span."""
        heads, tails = self.heads.identity, self.tails.identity
        same: Flags = (heads[pairs.first] == heads[pairs.second]) & (
            tails[pairs.first] == tails[pairs.second]
        )
        return same


def relation_counts(relations: Relations, cells: Cells, sets: int, labels: int) -> Counts:
    """Count relations and those that stand for each other; of each label under its number as well."""
    pairs = touching_ends(relations, cells, sets)
    tables = relation_tables(relations, cells, sets, pairs)
    chosen = joined_alike(relations, pairs)
    tables["confusion"] = confusion_table(relations, cells, chosen, (sets, labels))
    by_set = {"relations": np.bincount(relations.set, minlength=sets)}
    for label in range(labels):
        own = relations.of_label(label)
        found = relation_tables(own, cells, sets, touching_ends(own, cells, sets))
        tables |= {f"{label}:{name}": found[name] for name in EACH_LABEL}
        by_set[f"{label}:relations"] = np.bincount(own.set, minlength=sets)
    return Counts(tables, {}, by_set)


def touching_ends(relations: Relations, cells: Cells, sets: int) -> Touching:
    """Find all relations of different annotators whose heads touch, and whose tails do."""
    begin = np.searchsorted(relations.set, np.arange(sets + 1))
    low, high = begin[:-1], begin[1:]
    cell, first = expand(low[cells.first], high[cells.first])
    row, second = expand(low[cells.second][cell], high[cells.second][cell])
    cell, first = cell[row], first[row]
    near = relations.heads.touch(first, second) & relations.tails.touch(first, second)
    return Touching(first[near], second[near], cell[near], np.ones(int(near.sum())))


def joined_alike(relations: Relations, pairs: Touching) -> Touching:
    """Return which relations stand for each other, one to one: same ends first, of these the same label."""
    alike = relations.label[pairs.first] == relations.label[pairs.second]
    gain = pairs.iou + 4.0 * relations.same_ends(pairs) + 1e-6 * alike
    weighted = Touching(pairs.first, pairs.second, pairs.cell, gain)
    return pairs.only(best_pairs(weighted, len(relations)))


def relation_tables(
    relations: Relations, cells: Cells, sets: int, pairs: Touching
) -> dict[str, Table]:
    """Return the tables of the measures, one row a cell; `pairs` are the relations that touch."""
    label = relations.label
    alike = label[pairs.first] == label[pairs.second]
    same = relations.same_ends(pairs)
    leading = changes(relations.set, relations.heads.identity, relations.tails.identity)
    ends = same & leading[pairs.first] & leading[pairs.second]
    near = pairs.only(alike)
    every = _of_both(relations.set, cells, sets)

    def twice(rows: Ints) -> Floats:
        return 2 * sums(rows, None, len(cells))

    return {
        "relation_f1": counts(every, twice(pairs.cell[same & alike])),
        "ends_f1": counts(_of_both(relations.set[leading], cells, sets), twice(pairs.cell[ends])),
        "touching_f1": counts(every, twice(near.cell[most_pairs(near, len(relations))])),
        "label_alpha": choice_table(
            len(cells), pairs.cell[same], label[pairs.first[same]], label[pairs.second[same]]
        ),
    }


def _of_both(owner: Ints, cells: Cells, sets: int) -> Floats:
    many = sums(owner, None, sets)
    return many[cells.first] + many[cells.second]
