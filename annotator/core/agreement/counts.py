"""Counts: what was counted on documents, kept so that documents can be picked out, put in and replaced."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.columns import Floats, Ints, changes
from annotator.core.agreement.tables import Table


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of `tables` and of `by_cell` are cells, those of `by_set` are sets."""

    tables: Mapping[str, Table]
    by_cell: Mapping[str, Floats]
    by_set: Mapping[str, Ints]

    def table(self, measure: str) -> Table:
        """Return the table of a measure; alpha on tokens does not tell the annotators apart, kappa does."""
        if measure == "token_alpha":
            return self.tables["token_kappa"].pooled()
        return self.tables[measure]

    def taken(self, cells: Ints, sets: Ints) -> "Counts":
        """Return the counts of these cells and sets, in their order."""
        return Counts(
            {name: table.taken(cells) for name, table in self.tables.items()},
            {name: column[cells] for name, column in self.by_cell.items()},
            {name: column[sets] for name, column in self.by_set.items()},
        )

    def joined(self, other: "Counts") -> "Counts":
        """Return these counts and then the other ones."""
        return Counts(
            {name: table.joined(other.tables[name]) for name, table in self.tables.items()},
            {name: np.concatenate([x, other.by_cell[name]]) for name, x in self.by_cell.items()},
            {name: np.concatenate([x, other.by_set[name]]) for name, x in self.by_set.items()},
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """Documents, by their `key` (ascending), the sets on them by annotator, and what was counted of both."""

    key: Ints
    set_document: Ints
    set_annotator: Ints
    counts: Counts

    @property
    def size(self) -> int:
        """The bytes it holds."""
        by_set = (self.key, self.set_document, self.set_annotator, *self.counts.by_set.values())
        by_cell, tables = self.counts.by_cell.values(), self.counts.tables.values()
        return sum(
            (
                *(column.nbytes for column in by_set),
                *(column.nbytes for column in by_cell),
                *(table.size for table in tables),
            )
        )

    def cells(self) -> Cells:
        """Return the cells, in the order of the tables' rows."""
        annotators = int(self.set_annotator.max(initial=0)) + 1
        return cells_of(self.set_document, self.set_annotator, annotators)

    def only(self, sets: Ints) -> "Counted":
        """Return what was counted of these sets, given by rows in ascending order."""
        if len(sets) == len(self.set_document):
            return self
        document = self.set_document[sets]
        fresh = changes(document)
        place = np.cumsum(fresh) - 1
        return self._arranged(self.key[document[fresh]], place, sets)

    def renamed(self, annotators: Ints) -> "Counted":
        """Return the same with other numbers of annotators, which must keep their order."""
        return Counted(self.key, self.set_document, annotators[self.set_annotator], self.counts)

    def merged(self, other: "Counted") -> "Counted":
        """Return the documents of both; none may be in both."""
        key = np.concatenate([self.key, other.key])
        order = np.argsort(key)
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        document = place[np.concatenate([self.set_document, other.set_document + len(self.key)])]
        both = Counted(
            key,
            np.concatenate([self.set_document, other.set_document + len(self.key)]),
            np.concatenate([self.set_annotator, other.set_annotator]),
            self.counts.joined(other.counts),
        )
        sets = np.argsort(document, kind="stable")
        return both._arranged(key[order], document[sets], sets)

    def _arranged(self, key: Ints, document: Ints, sets: Ints) -> "Counted":
        annotator = self.set_annotator[sets]
        new = cells_of(document, annotator, int(annotator.max(initial=0)) + 1)
        cells = self.cells().of(sets[new.first], sets[new.second])
        return Counted(key, document, annotator, self.counts.taken(cells, sets))
