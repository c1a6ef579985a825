"""The report of a document layer."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, answer, over_pairs, transposed, values
from annotator.core.agreement.catalog import ONE_VALUE, POOLED
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.chosen import Chosen
from annotator.core.agreement.columns import Ints, sums
from annotator.core.agreement.context import Context
from annotator.core.agreement.figures import Figures, Measure, by_document, by_group, by_pair
from annotator.core.agreement.formulas import fleiss, gwet, kappa, proportion
from annotator.core.agreement.label_tables import (
    Similarity,
    choice_tables,
    masi_similarity,
)
from annotator.core.agreement.layer_counts import LayerCounts
from annotator.core.agreement.ordinal_report import ordinal_of
from annotator.core.agreement.resampling import (
    Columns,
    Resampled,
    columns_by_measure,
    distributions,
)
from annotator.core.agreement.tables import Table
from annotator.core.sentences import sentence

NO_LABEL = "(no label)"
PERCENT = Measure(proportion, "pairs", lowest=0.0)
FLEISS = sentence(
    "Fleiss' kappa (1971); a document counts once, however many annotators finished it"
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
            "alpha": (POOLED, sentence("Krippendorff's alpha, %(words)s", words=words)),
            "ac1": (
                Measure(gwet(len(alike)), "documents"),
                sentence("Gwet's AC1 (2008) over %(values)s values", values=len(alike)),
            ),
            "percent": (PERCENT, sentence("share of documents with equal values")),
        }

    def of_groups(self, group: Ints, groups: int) -> dict[str, list[Answer]]:
        """Return the answers for groups of documents."""
        documents = sums(group, None, groups).astype(int).tolist()
        found = {}
        for name, (measure, words) in self.measures.items():
            figures = by_group(self.tables[name], measure, self.cells, group, groups)
            many = len(self.cells.pairs)
            told = over_pairs(words, many) if measure.over == "pairs" else words
            found[name] = _answers(figures, documents, told)
        return found

    def beside(self, documents: int) -> dict[str, Answer]:
        """Return Cohen's and Fleiss' kappa over all documents, for those who are asked for them."""
        many = len(self.cells.pairs)
        cohen = over_pairs(sentence("Cohen's kappa (1960)"), many)
        told = {
            "cohen_kappa": ("kappa", Measure(kappa, "pairs"), cohen),
            "fleiss_kappa": ("ac1", Measure(fleiss, "documents"), FLEISS),
        }
        whole = np.zeros(documents, np.int64)
        return {
            name: _answers(
                by_group(self.tables[table], measure, self.cells, whole, 1), [documents], words
            )[0]
            for name, (table, measure, words) in told.items()
        }

    def of_pairs(self) -> dict[str, list[Answer]]:
        """Return the answers for pairs of annotators."""
        documents = np.bincount(self.cells.pair, minlength=len(self.cells.pairs)).tolist()
        return {
            name: _answers(by_pair(self.tables[name], measure, self.cells), documents, words)
            for name, (measure, words) in self.measures.items()
        }

    def columns(self, documents: int) -> dict[str, Columns]:
        """Return what resamples of the documents are counted from."""
        return {
            name: columns_by_measure(self.tables[name], measure, self.cells, documents)
            for name, (measure, _) in self.measures.items()
        }

    def of_documents(self, documents: int) -> dict[str, list[float | None]]:
        """Return the share of equal pairs of each document; the coefficients need more than one item."""
        return {
            "percent": values(by_document(self.tables["percent"], PERCENT, self.cells, documents))
        }


def _answers(figures: Figures, documents: Sequence[int], words: str) -> list[Answer]:
    return [
        answer(figures, at, many, {"method": words, "n": many, "undefined": ONE_VALUE})
        for at, many in enumerate(documents)
    ]


def label_report(counted: LayerCounts, context: Context) -> dict[str, Any]:
    """Return measures, pairs (by number), labels, confusion and the values of each document, by number."""
    chosen = Chosen(counted)
    whole = np.zeros(chosen.documents, np.int64)
    choices = choices_of(chosen)
    ordinal = ordinal_of(chosen, choices.cells)

    def of_groups(group: Ints, groups: int) -> dict[str, list[Answer]]:
        ranked = {"alpha_ordinal": ordinal.of_groups(group, groups)}
        return _in_order(choices.of_groups(group, groups) | ranked)

    pairs = _in_order(choices.of_pairs() | {"alpha_ordinal": ordinal.pairs})
    columns: dict[str, Resampled] = {
        **choices.columns(chosen.documents),
        **ordinal.columns(chosen.documents),
    }
    return {
        "measures": {name: one[0] for name, one in of_groups(whole, 1).items()},
        "beside": choices.beside(chosen.documents),
        "bootstrap": distributions(columns, context.names, context.threshold),
        "over_time": context.over_time(of_groups),
        "pairs": choices.cells.by_pair(transposed(pairs, len(choices.cells.pairs))),
        "labels": _labels(chosen),
        "confusion": _confusion(chosen, choices.cells),
        "by_document": transposed(choices.of_documents(chosen.documents), chosen.documents),
    }


def _in_order(measures: dict[str, list[Answer]]) -> dict[str, list[Answer]]:
    return {name: measures[name] for name in ("alpha", "alpha_ordinal", "ac1", "percent")}


def choices_of(chosen: Chosen) -> Choices:
    """Count what annotators chose in a layer."""
    if chosen.several:
        words = sentence("distance MASI (1 - J · M, Passonneau 2006) between the sets of labels")
        return Choices(chosen.work(), chosen.value, masi_similarity(chosen.kinds), words)
    words = sentence("nominal; a document without a label is a value too")
    return Choices(chosen.work(), chosen.value, np.eye(len(chosen.kinds)), words)


def _labels(chosen: Chosen) -> dict[str, dict[str, Answer]]:
    """Look at each label that somebody chose alone: chosen or not."""
    used = sorted(set().union(*chosen.kinds))
    if not used:
        return {}
    has = np.array([[label in one for one in chosen.kinds] for label in used], np.int64)
    value = has[:, chosen.value].ravel()
    choices = Choices(chosen.work(len(used)), value, np.eye(2), sentence("nominal; chosen or not"))
    group = np.repeat(np.arange(len(used)), chosen.documents)
    found = transposed(choices.of_groups(group, len(used)), len(used))
    return {chosen.labels[label]: one for label, one in zip(used, found, strict=True)}


def _confusion(chosen: Chosen, cells: Cells) -> dict[str, Any]:
    """Count which label the second annotator of each pair chose where the first chose what (see `met_labels`)."""
    size, kinds = len(chosen.labels), len(chosen.kinds)
    table = np.zeros((size + 1, size + 1), np.int64)
    values = chosen.value[cells.first] * kinds + chosen.value[cells.second]
    for number, many in zip(*np.unique(values, return_counts=True), strict=True):
        one, other = (chosen.kinds[at] for at in divmod(number, kinds))
        for row, column in met_labels(one, other, size):
            table[row, column] += many
    return {"labels": [*chosen.labels, NO_LABEL], "counts": table.tolist()}


def met_labels(one: frozenset[int], other: frozenset[int], none: int) -> list[tuple[int, int]]:
    """Return which labels of two sets meet: what both have meets itself, a label that only one has `none`.

    Where each has one label that the other has not, these two meet.
    """
    ours, theirs = sorted(one - other), sorted(other - one)
    met = [(label, label) for label in sorted(one & other)]
    if len(ours) == len(theirs) == 1:
        return [*met, (ours[0], theirs[0])]
    return [*met, *((label, none) for label in ours), *((none, label) for label in theirs)]
