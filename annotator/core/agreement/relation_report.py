"""The report of a layer of relations."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, answer, over_pairs, transposed, values
from annotator.core.agreement.catalog import RELATION_MEASURES, Entry
from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, sums
from annotator.core.agreement.context import Context
from annotator.core.agreement.counts import Counted
from annotator.core.agreement.figures import Figures, by_document, by_group, by_pair
from annotator.core.agreement.layer_counts import LayerCounts
from annotator.core.agreement.relation_tables import EACH_LABEL
from annotator.core.agreement.resampling import Columns, columns_by_measure, distributions
from annotator.core.agreement.tables import Table

NO_RELATION = "(no relation)"

Answers = dict[str, list[Answer]]


def relation_report(counted: LayerCounts, context: Context) -> dict[str, Any]:
    """Return measures, pairs (by number), labels, confusion and the values of each document, by number."""
    figures = RelationFigures(counted.whole)
    whole = np.zeros(len(counted.whole.key), np.int64)
    pairs = figures.cells.by_pair(transposed(figures.of_pairs(), len(figures.cells.pairs)))
    return {
        "measures": {name: one[0] for name, one in figures.of_groups(whole, 1).items()},
        "bootstrap": distributions(figures.columns(), context.names, context.threshold),
        "over_time": context.over_time(figures.of_groups),
        "pairs": pairs,
        "labels": _labels(counted, whole),
        "confusion": counted.confusion(NO_RELATION),
        "by_document": transposed(figures.of_documents(), len(whole)),
    }


def _labels(counted: LayerCounts, whole: Ints) -> dict[str, dict[str, Answer]]:
    found = {}
    for number, name in enumerate(counted.labels):
        if counted.whole.counts.by_set[f"{number}:relations"].any():
            figures = RelationFigures(counted.whole, f"{number}:")
            answers = figures.of_groups(whole, 1, EACH_LABEL)
            found[name] = {measure: one[0] for measure, one in answers.items()}
    return found


class RelationFigures:
    """The answers that can be made of what was counted of relations, or of those of one label (`prefix`)."""

    def __init__(self, counted: Counted, prefix: str = "") -> None:
        """Pair the sets."""
        self.counted = counted
        self.cells: Cells = counted.cells()
        self.relations = counted.counts.by_set[f"{prefix}relations"]
        self.tables = {
            name: counted.counts.tables[prefix + name]
            for name in RELATION_MEASURES
            if prefix + name in counted.counts.tables
        }

    def of_groups(
        self, group: Ints, groups: int, names: Iterable[str] = tuple(RELATION_MEASURES)
    ) -> Answers:
        """Return the answers for groups of documents."""
        documents, cells = sums(group, None, groups), self.cells
        relations = sums(group[self.counted.set_document], self.relations, groups)
        found = {}
        for name in names:
            table, entry = self.tables[name], RELATION_MEASURES[name]
            figures = by_group(table, entry.measure, cells, group, groups)
            alike = _alike(table, group[cells.document], groups)
            units = relations if entry.unit == "relations" else alike
            found[name] = _answers(entry, figures, (documents, units), len(cells.pairs))
        return found

    def of_pairs(self) -> Answers:
        """Return the answers for pairs of annotators."""
        cells, many = self.cells, len(self.cells.pairs)
        documents = sums(cells.pair, None, many)
        both = self.relations[cells.first] + self.relations[cells.second]
        relations = sums(cells.pair, both, many)
        found = {}
        for name, table in self.tables.items():
            entry = RELATION_MEASURES[name]
            units = relations if entry.unit == "relations" else _alike(table, cells.pair, many)
            figures = by_pair(table, entry.measure, cells)
            found[name] = _answers(entry, figures, (documents, units), 1)
        return found

    def of_documents(self) -> dict[str, list[float | None]]:
        """Return the bare values of each document."""
        cells, many = self.cells, len(self.counted.key)
        return {
            name: values(by_document(table, RELATION_MEASURES[name].measure, cells, many))
            for name, table in self.tables.items()
        }

    def columns(self) -> dict[str, Columns]:
        """Return what resamples of the documents are counted from."""
        cells, many = self.cells, len(self.counted.key)
        return {
            name: columns_by_measure(table, RELATION_MEASURES[name].measure, cells, many)
            for name, table in self.tables.items()
        }


def _alike(table: Table, group: Ints, groups: int) -> Floats:
    """Return how many pairs of relations were compared; tables count them from either side."""
    return sums(group, table.n, groups) / 2


def _answers(
    entry: Entry, figures: Figures, sizes: tuple[Floats, Floats], pairs: int
) -> list[Answer]:
    """Return the answers; `sizes` are the documents and the units of each group."""
    documents, units = sizes
    words = over_pairs(entry.words, pairs) if entry.measure.over == "pairs" else entry.words
    return [
        answer(figures, at, int(documents[at]), {"method": words, "n": units[at], "undefined": entry.why(units[at])})
        for at in range(len(documents))
    ]  # fmt: skip
