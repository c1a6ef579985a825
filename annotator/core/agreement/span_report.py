"""The report of a span layer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, answer, over_pairs, transposed, values
from annotator.core.agreement.carried_report import attributes_report, tuples_report
from annotator.core.agreement.catalog import (
    LABEL_MEASURES,
    NOT_SHARED,
    SPAN_MEASURES,
    TOO_LITTLE,
    Entry,
)
from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, sums
from annotator.core.agreement.context import Context
from annotator.core.agreement.counts import Counted
from annotator.core.agreement.figures import Figures, by_document, by_group, by_pair
from annotator.core.agreement.layer_counts import STRIDE, LayerCounts
from annotator.core.agreement.resampling import Columns, columns_by_measure, distributions
from annotator.core.agreement.span_tables import FAMILY
from annotator.core.sentences import listed, sentence

UNITS = ("spans", "tokens", "characters", "units")
ONCE = ("tokens", "characters")
"""What belongs to the text and counts once, however many annotators there are."""
NO_SPAN = "(no span)"

Answers = dict[str, list[Answer]]


def span_report(counted: LayerCounts, context: Context) -> dict[str, Any]:
    """Return measures, pairs (by number), labels, confusion and the values of each document, by number."""
    figures = SpanFigures(counted.whole)
    whole = np.zeros(len(counted.whole.key), np.int64)
    measures = {name: one[0] for name, one in figures.of_groups(whole, 1).items()}
    return {
        "measures": measures,
        "bootstrap": distributions(figures.columns(), context.names, context.threshold),
        "not_taken": _not_taken(counted.whole),
        "attributes": attributes_report(counted.whole, figures.cells),
        "tuples": tuples_report(counted.whole, figures.cells),
        "over_time": context.over_time(figures.of_groups),
        "pairs": figures.cells.by_pair(transposed(figures.of_pairs(), len(figures.cells.pairs))),
        "labels": dict(_labels(counted)),
        "confusion": counted.confusion(NO_SPAN),
        "by_document": transposed(figures.of_documents(), len(whole)),
    }


def _not_taken(counted: Counted) -> list[dict[str, Any]]:
    """Name what the measures by units could not take as it was, and how many spans it concerns."""
    told = (
        (
            "dropped",
            sentence("spans that overlap an earlier one of the same annotator are left out"),
        ),
        (
            "hulls",
            sentence("discontinuous spans are taken from their first to their last fragment"),
        ),
    )
    found = [(int(counted.counts.by_set[name].sum()), words) for name, words in told]
    return [
        {"count": many, "words": words, "measures": list(FAMILY)} for many, words in found if many
    ]


def _labels(counted: LayerCounts) -> Iterator[tuple[str, dict[str, Answer]]]:
    for labels, copies in counted.each_label():
        group = np.searchsorted(labels, copies.key // STRIDE)
        found = SpanFigures(copies).of_groups(group, len(labels), LABEL_MEASURES)
        names = [counted.labels[number] for number in labels]
        yield from zip(names, transposed(found, len(labels)), strict=True)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is said about groups besides their values: numbers of documents, sums by unit, and of units mended."""

    documents: Floats
    n: dict[str, Floats]
    dropped: Floats
    hulls: Floats
    marked: Floats
    pairs: int


class SpanFigures:
    """The answers that can be made of what was counted of spans."""

    def __init__(self, counted: Counted) -> None:
        """Pair the sets."""
        self.counted = counted
        self.cells: Cells = counted.cells()

    def of_groups(
        self, group: Ints, groups: int, names: Iterable[str] = tuple(SPAN_MEASURES)
    ) -> Answers:
        """Return the answers for groups of documents."""
        found = {}
        bundle = self._bundle(group, groups)
        for name in names:
            table, entry = self.counted.counts.table(name), SPAN_MEASURES[name]
            figures = by_group(table, entry.measure, self.cells, group, groups)
            found[name] = _answers(name, entry, figures, bundle)
        return found

    def of_pairs(self) -> Answers:
        """Return the answers for pairs of annotators."""
        found = {}
        bundle = self._pair_bundle()
        for name, entry in SPAN_MEASURES.items():
            figures = by_pair(self.counted.counts.table(name), entry.measure, self.cells)
            found[name] = _answers(name, entry, figures, bundle)
        return found

    def of_documents(self) -> dict[str, list[float | None]]:
        """Return the bare values of each document."""
        many = len(self.counted.key)
        return {
            name: values(
                by_document(self.counted.counts.table(name), entry.measure, self.cells, many)
            )
            for name, entry in SPAN_MEASURES.items()
        }

    def columns(self) -> dict[str, Columns]:
        """Return what resamples of the documents are counted from."""
        table, cells, many = self.counted.counts.table, self.cells, len(self.counted.key)
        return {
            name: columns_by_measure(table(name), entry.measure, cells, many)
            for name, entry in SPAN_MEASURES.items()
        }

    def _bundle(self, group: Ints, groups: int) -> Bundle:
        document, by_set = self.counted.set_document, self.counted.counts.by_set
        owner = group[document]
        first = np.flatnonzero(np.diff(document, prepend=-1))
        marked = self.counted.counts.by_cell["marked"] * self.cells.weight
        return Bundle(
            documents=sums(group, None, groups),
            n={
                unit: sums(owner[first], by_set[unit][first], groups)
                if unit in ONCE
                else sums(owner, by_set[unit], groups)
                for unit in UNITS
            },
            dropped=sums(owner, by_set["dropped"], groups),
            hulls=sums(owner, by_set["hulls"], groups),
            marked=sums(group[self.cells.document], marked, groups),
            pairs=len(self.cells.pairs),
        )

    def _pair_bundle(self) -> Bundle:
        cells, by_set, count = self.cells, self.counted.counts.by_set, len(self.cells.pairs)

        def of_both(size: Ints) -> Floats:
            return sums(cells.pair, size[cells.first] + size[cells.second], count)

        return Bundle(
            documents=sums(cells.pair, None, count),
            n={unit: of_both(by_set[unit]) / (2 if unit in ONCE else 1) for unit in UNITS},
            dropped=of_both(by_set["dropped"]),
            hulls=of_both(by_set["hulls"]),
            marked=sums(cells.pair, self.counted.counts.by_cell["marked"], count),
            pairs=1,
        )


def _answers(name: str, entry: Entry, figures: Figures, bundle: Bundle) -> list[Answer]:
    return [_one(name, entry, figures, bundle, group) for group in range(len(figures.value))]


def _one(name: str, entry: Entry, figures: Figures, bundle: Bundle, group: int) -> Answer:
    method = entry.words
    if entry.measure.over == "pairs":
        method = over_pairs(method, bundle.pairs)
    if name in FAMILY:
        mended = _mended(int(bundle.dropped[group]), int(bundle.hulls[group]))
        method = listed([method, *mended])
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


def _mended(dropped: int, hulls: int) -> Iterator[str]:
    """Say what the measure could not take as it was."""
    if dropped:
        yield sentence(
            "units that overlap an earlier one of the same annotator, left out: %(dropped)s",
            dropped=dropped,
        )
    if hulls:
        yield sentence(
            "discontinuous spans, taken from first to last fragment: %(hulls)s", hulls=hulls
        )
