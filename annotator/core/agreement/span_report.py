"""The report of a span layer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, answer, transposed, values
from annotator.core.agreement.catalog import (
    LABEL_MEASURES,
    NOT_SHARED,
    SPAN_MEASURES,
    TOO_LITTLE,
    Entry,
)
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.columns import Floats, Ints, distinct, sums
from annotator.core.agreement.figures import Figures, by_group, by_pair
from annotator.core.agreement.layers import LayerWork
from annotator.core.agreement.span_tables import (
    FAMILY,
    SpanTables,
    confusion,
    counterparts,
    span_tables,
)
from annotator.core.agreement.tokens import Tokens
from annotator.core.agreement.work import Work

NO_SPAN = "(no span)"
BATCH = 300_000
"""Sets that are counted at a time where every label is looked at alone."""

Answers = dict[str, list[Answer]]


def span_report(layer: LayerWork, annotators: int, tokens: Tokens) -> dict[str, Any]:
    """Return measures, pairs (by number), labels, confusion and the values of each document, by number."""
    work = layer.work
    counted = Counted(work, annotators, tokens)
    whole = np.zeros(work.documents, np.int64)
    chosen = counterparts(work, counted.tables.pairs)
    table = confusion(work, counted.cells, chosen, len(layer.labels))
    return {
        "measures": {name: one[0] for name, one in counted.of_groups(whole, 1).items()},
        "pairs": counted.cells.by_pair(transposed(counted.of_pairs(), len(counted.cells.pairs))),
        "labels": dict(_labels(layer, annotators, tokens)),
        "confusion": {"labels": [*layer.labels, NO_SPAN], "counts": table.tolist()},
        "by_document": transposed(counted.of_documents(), work.documents),
    }


def _labels(
    layer: LayerWork, annotators: int, tokens: Tokens
) -> Iterator[tuple[str, dict[str, Answer]]]:
    used = distinct(layer.work.marks.label)
    step = max(1, BATCH // max(layer.work.sets, 1))
    for low in range(0, len(used), step):
        batch = used[low : low + step].tolist()
        alone = layer.work.one_label_each(batch)
        counted = Counted(alone, annotators, tokens, one_label=True)
        found = counted.of_groups(alone.copy, len(batch), LABEL_MEASURES)
        yield from zip(
            (layer.labels[number] for number in batch), transposed(found, len(batch)), strict=True
        )


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is said about groups besides their values: numbers of documents, sums by unit, and of units mended."""

    documents: Floats
    n: dict[str, Floats]
    dropped: Floats
    hulls: Floats
    marked: Floats
    pairs: int


class Counted:
    """The tables of a piece of work, and the answers that can be made of them."""

    def __init__(
        self, work: Work, annotators: int, tokens: Tokens, *, one_label: bool = False
    ) -> None:
        """Count everything once."""
        self.work = work
        self.cells: Cells = cells_of(work.set_document, work.set_annotator, annotators)
        self.tables: SpanTables = span_tables(work, self.cells, tokens, one_label=one_label)

    def of_groups(
        self, group: Ints, groups: int, names: Iterable[str] = tuple(SPAN_MEASURES)
    ) -> Answers:
        """Return the answers for groups of documents."""
        found = {}
        bundle = self._bundle(group, groups)
        for name in names:
            table, entry = self.tables.tables[name], SPAN_MEASURES[name]
            figures = by_group(table, entry.measure, self.cells, group, groups)
            found[name] = _answers(name, entry, figures, bundle)
        return found

    def of_pairs(self) -> Answers:
        """Return the answers for pairs of annotators."""
        found = {}
        bundle = self._pair_bundle()
        for name, entry in SPAN_MEASURES.items():
            figures = by_pair(self.tables.tables[name], entry.measure, self.cells)
            found[name] = _answers(name, entry, figures, bundle)
        return found

    def of_documents(self) -> dict[str, list[float | None]]:
        """Return the bare values of each document."""
        alone, many = np.arange(self.work.documents), self.work.documents
        return {
            name: values(by_group(self.tables.tables[name], entry.measure, self.cells, alone, many))
            for name, entry in SPAN_MEASURES.items()
        }

    def _bundle(self, group: Ints, groups: int) -> Bundle:
        owner = group[self.work.set_document]
        first = np.flatnonzero(np.diff(self.work.set_document, prepend=-1))
        family, sizes, n = self.tables.unitized, self.tables.sizes, {}
        for unit, size in sizes.items():
            once = unit in ("tokens", "characters")
            n[unit] = sums(owner[first], size[first], groups) if once else sums(owner, size, groups)
        marked = family.marked * self.cells.weight
        return Bundle(
            documents=sums(group, None, groups),
            n=n,
            dropped=sums(owner, family.dropped, groups),
            hulls=sums(owner, family.hulls, groups),
            marked=sums(group[self.cells.document], marked, groups),
            pairs=len(self.cells.pairs),
        )

    def _pair_bundle(self) -> Bundle:
        cells, family, count = self.cells, self.tables.unitized, len(self.cells.pairs)

        def of_both(size: Ints) -> Floats:
            return sums(cells.pair, size[cells.first] + size[cells.second], count)

        n = {
            unit: of_both(size) / (2 if unit in ("tokens", "characters") else 1)
            for unit, size in self.tables.sizes.items()
        }
        return Bundle(
            documents=sums(cells.pair, None, count),
            n=n,
            dropped=of_both(family.dropped),
            hulls=of_both(family.hulls),
            marked=sums(cells.pair, family.marked, count),
            pairs=1,
        )


def _answers(name: str, entry: Entry, figures: Figures, bundle: Bundle) -> list[Answer]:
    return [_one(name, entry, figures, bundle, group) for group in range(len(figures.value))]


def _one(name: str, entry: Entry, figures: Figures, bundle: Bundle, group: int) -> Answer:
    method = entry.words
    if entry.measure.over == "pairs" and bundle.pairs > 1:
        method += f"; mean over the pairs of annotators ({bundle.pairs})"
    if name in FAMILY:
        method += _mended(int(bundle.dropped[group]), int(bundle.hulls[group]))
    about = {
        "method": method,
        "n": bundle.n[entry.unit][group],
        "undefined": _why_undefined(name, entry, figures.n[group], figures.agree[group]),
    }
    found = answer(figures, group, int(bundle.documents[group]), about)
    if name == "cu_alpha":
        marked = bundle.marked[group]
        found["coverage"] = float(figures.n[group] / marked) if marked else None
    return found


def _why_undefined(name: str, entry: Entry, n: float, agree: float) -> str:
    if name != "cu_alpha" or n == agree > 0:
        return entry.undefined
    return TOO_LITTLE if n else NOT_SHARED


def _mended(dropped: int, hulls: int) -> str:
    """Say what the measure could not take as it was."""
    words = ""
    if dropped:
        words += f"; units that overlap an earlier one of the same annotator, left out: {dropped}"
    if hulls:
        words += f"; discontinuous spans, taken from first to last fragment: {hulls}"
    return words
