"""The report of a document layer."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, answer, transposed, undefined, values
from annotator.core.agreement.catalog import ONE_VALUE, POOLED
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.columns import Ints, sums
from annotator.core.agreement.figures import Figures, Measure, by_group, by_pair
from annotator.core.agreement.formulas import gwet, proportion
from annotator.core.agreement.label_tables import (
    Similarity,
    choice_tables,
    masi_similarity,
)
from annotator.core.agreement.layers import LayerWork
from annotator.core.agreement.ordinal import Ranks, ordinal_figures
from annotator.core.agreement.tables import Table

NO_LABEL = "(no label)"
PERCENT = Measure(proportion, "pairs", lowest=0.0)
ORDINAL = (
    "Krippendorff's alpha with his ordinal metric; the order is that of the labels in the scheme"
)


class Choices:
    """What annotators chose, counted: one value a set, `alike` says how alike two values are."""

    def __init__(
        self, work: tuple[Ints, Ints, int], value: Ints, alike: Similarity, words: str
    ) -> None:
        """Count everything once. `work` is the document and annotator of each set, and how many annotators there are."""
        self.words = words
        self.cells: Cells = cells_of(*work)
        self.tables: dict[str, Table] = choice_tables(value, self.cells, alike)
        self.measures = {
            "alpha": (POOLED, f"Krippendorff's alpha, {words}"),
            "ac1": (
                Measure(gwet(len(alike)), "documents"),
                f"Gwet's AC1 (2008) over {len(alike)} values",
            ),
            "percent": (PERCENT, "share of documents with equal values"),
        }

    def of_groups(self, group: Ints, groups: int) -> dict[str, list[Answer]]:
        """Return the answers for groups of documents."""
        documents = sums(group, None, groups).astype(int).tolist()
        found = {}
        for name, (measure, words) in self.measures.items():
            figures = by_group(self.tables[name], measure, self.cells, group, groups)
            many = len(self.cells.pairs)
            mean = f"; mean over the pairs of annotators ({many})"
            over = mean if measure.over == "pairs" and many > 1 else ""
            found[name] = _answers(figures, documents, words + over)
        return found

    def of_pairs(self) -> dict[str, list[Answer]]:
        """Return the answers for pairs of annotators."""
        documents = np.bincount(self.cells.pair, minlength=len(self.cells.pairs)).tolist()
        return {
            name: _answers(by_pair(self.tables[name], measure, self.cells), documents, words)
            for name, (measure, words) in self.measures.items()
        }

    def of_documents(self, documents: int) -> dict[str, list[float | None]]:
        """Return the share of equal pairs of each document; the coefficients need more than one item."""
        every = np.arange(documents)
        figures = by_group(self.tables["percent"], PERCENT, self.cells, every, documents)
        return {"percent": values(figures)}


def _answers(figures: Figures, documents: Sequence[int], words: str) -> list[Answer]:
    return [
        answer(figures, at, many, {"method": words, "n": many, "undefined": ONE_VALUE})
        for at, many in enumerate(documents)
    ]


def label_report(layer: LayerWork, annotators: int) -> dict[str, Any]:
    """Return measures, pairs (by number), labels, confusion and the values of each document, by number."""
    work = layer.work
    whole = np.zeros(work.documents, np.int64)
    choices = choices_of(layer, annotators)
    measures = {name: one[0] for name, one in choices.of_groups(whole, 1).items()}
    pairs = choices.of_pairs()
    ordinal, by_pairs = _ordinal(layer, choices.cells, annotators)
    each = transposed(pairs | {"alpha_ordinal": by_pairs}, len(choices.cells.pairs))
    return {
        "measures": _in_order(measures | {"alpha_ordinal": ordinal}),
        "pairs": choices.cells.by_pair([_in_order(one) for one in each]),
        "labels": _labels(layer, annotators),
        "confusion": _confusion(layer, choices.cells),
        "by_document": transposed(choices.of_documents(work.documents), work.documents),
    }


def _in_order(measures: dict[str, Answer]) -> dict[str, Answer]:
    return {name: measures[name] for name in ("alpha", "alpha_ordinal", "ac1", "percent")}


def choices_of(layer: LayerWork, annotators: int) -> Choices:
    """Count what annotators chose in a layer."""
    kinds = sorted(set(layer.values), key=sorted)
    number = {value: at for at, value in enumerate(kinds)}
    value = np.array([number[one] for one in layer.values], np.int64)
    several = layer.layer.multiple or any(len(one) > 1 for one in kinds)
    work = (layer.work.set_document, layer.work.set_annotator, annotators)
    if several:
        words = "distance MASI (1 - J · M, Passonneau 2006) between the sets of labels"
        return Choices(work, value, masi_similarity(kinds), words)
    return Choices(
        work, value, np.eye(len(kinds)), "nominal; a document without a label is a value too"
    )


def _labels(layer: LayerWork, annotators: int) -> dict[str, dict[str, Answer]]:
    """Look at each label that somebody chose alone: chosen or not."""
    used = sorted(set().union(*layer.values))
    if not used:
        return {}
    copies = layer.work.one_label_each(used)
    value = np.array([label in one for label in used for one in layer.values], np.int64)
    work = (copies.set_document, copies.set_annotator, annotators)
    choices = Choices(work, value, np.eye(2), "nominal; chosen or not")
    found = transposed(choices.of_groups(copies.copy, len(used)), len(used))
    return {layer.labels[label]: one for label, one in zip(used, found, strict=True)}


def _confusion(layer: LayerWork, cells: Cells) -> dict[str, Any]:
    """Count which label the second annotator of each pair chose where the first chose what (see `met_labels`)."""
    size = len(layer.labels)
    table = np.zeros((size + 1, size + 1), np.int64)
    for first, second in zip(cells.first.tolist(), cells.second.tolist(), strict=True):
        for row, column in met_labels(layer.values[first], layer.values[second], size):
            table[row, column] += 1
    return {"labels": [*layer.labels, NO_LABEL], "counts": table.tolist()}


def met_labels(one: frozenset[int], other: frozenset[int], none: int) -> list[tuple[int, int]]:
    """Return which labels of two sets meet: what both have meets itself, a label that only one has `none`.

    Where each has one label that the other has not, these two meet.
    """
    ours, theirs = sorted(one - other), sorted(other - one)
    met = [(label, label) for label in sorted(one & other)]
    if len(ours) == len(theirs) == 1:
        return [*met, (ours[0], theirs[0])]
    return [*met, *((label, none) for label in ours), *((none, label) for label in theirs)]


def _ordinal(layer: LayerWork, cells: Cells, annotators: int) -> tuple[Answer, list[Answer]]:
    """Return ordinal alpha for all and for each pair, or why there is none."""
    pairs = len(cells.pairs)
    why = _not_ordinal(layer)
    if why:
        return undefined(ORDINAL, why), [undefined(ORDINAL, why) for _ in range(pairs)]
    ranks = {label.name: rank for rank, label in enumerate(layer.layer.labels)}
    rated = np.flatnonzero([bool(one) for one in layer.values])
    rank = np.array([ranks[layer.labels[min(layer.values[at])]] for at in rated.tolist()], np.int64)
    sub = cells_of(layer.work.set_document[rated], layer.work.set_annotator[rated], annotators)
    missing = len(layer.values) - len(rated)
    words = ORDINAL + (f"; finished without a label, left out: {missing}" if missing else "")
    if not len(sub):
        why = "Undefined: no document has the labels of two annotators."
        return undefined(words, why), [undefined(words, why) for _ in range(pairs)]
    return _ordinal_answers(sub, rank, len(ranks), words, cells)


def _ordinal_answers(
    sub: Cells, rank: Ints, ranks: int, words: str, cells: Cells
) -> tuple[Answer, list[Answer]]:
    first, second = rank[sub.first], rank[sub.second]
    kept, row = np.unique(sub.document, return_inverse=True)
    every = ordinal_figures(
        Ranks(first, second, sub.weight, row, ranks), np.zeros(len(kept), np.int64)
    )
    alone = Ranks(first, second, np.ones(len(sub)), np.arange(len(sub)), ranks)
    each = ordinal_figures(alone, sub.pair)
    documents = np.bincount(sub.pair, minlength=len(sub.pairs)).tolist()
    found = {
        tuple(pair): one
        for pair, one in zip(sub.pairs.tolist(), _answers(each, documents, words), strict=True)
    }
    none = undefined(words, "Undefined: no document has the labels of both.")
    pairs = [found.get(tuple(pair), none) for pair in cells.pairs.tolist()]
    return _answers(every, [len(kept)], words)[0], pairs


def _not_ordinal(layer: LayerWork) -> str:
    if not layer.layer.ordered:
        return "The labels of this layer are not marked as ordered."
    if layer.layer.multiple or any(len(one) > 1 for one in layer.values):
        return "Documents may have several labels of this layer, so they have no one rank."
    return ""
