"""The counts of a layer: of all its labels together, and of each label alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from annotator.core.agreement.carried_tables import carried_tables
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.columns import Floats, Ints, distinct, expand, sums
from annotator.core.agreement.counts import Counted, Counts
from annotator.core.agreement.layers import LayerWork
from annotator.core.agreement.painting import Combinations
from annotator.core.agreement.relation_tables import relation_counts
from annotator.core.agreement.span_tables import span_counts
from annotator.core.agreement.tables import Table, counts
from annotator.core.agreement.tokens import Tokens
from annotator.core.agreement.work import Work
from annotator.core.scheme import Layer

BATCH = 300_000
"""Sets that are counted at a time where every label is looked at alone."""
STRIDE = 1 << 40
"""The key of a label's copy of a document is label · STRIDE + the document's key."""


@dataclass(slots=True)
class Numbering:
    """What numbers in the tables stand for; it grows, and never changes what a number stands for."""

    combinations: Combinations
    choices: list[frozenset[int]] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)

    def of_choices(self, values: Sequence[frozenset[int]]) -> Ints:
        """Return the numbers of sets of labels that were chosen for documents."""
        known = {value: at for at, value in enumerate(self.choices)}
        for value in values:
            if known.setdefault(value, len(known)) == len(self.choices):
                self.choices.append(value)
        return np.array([known[value] for value in values], np.int64)


@dataclass(frozen=True, slots=True)
class LayerCounts:
    """What was counted in a layer; `alone` has the documents in which a label occurs, once for each such label."""

    layer: Layer
    labels: tuple[str, ...]
    whole: Counted
    alone: Counted | None
    numbering: Numbering

    @property
    def size(self) -> int:
        """The bytes it holds."""
        return self.whole.size + (self.alone.size if self.alone else 0)

    def only(self, sets: Ints) -> "LayerCounts":
        """Return what was counted of these sets, given by rows in ascending order."""
        if len(sets) == len(self.whole.set_document):
            return self
        kept = np.zeros(len(self.whole.set_document), bool)
        kept[sets] = True
        alone = self.alone
        if alone is not None:
            place = np.searchsorted(self.whole.key, alone.key % STRIDE)
            begin = np.searchsorted(self.whole.set_document, place)
            first = np.searchsorted(alone.set_document, np.arange(len(alone.key)))
            rank = np.arange(len(alone.set_document)) - first[alone.set_document]
            alone = alone.only(np.flatnonzero(kept[begin[alone.set_document] + rank]))
        return replace(self, whole=self.whole.only(sets), alone=alone)

    def renamed(self, annotators: Ints) -> "LayerCounts":
        """Return the same with other numbers of annotators, which must keep their order."""
        alone = self.alone and self.alone.renamed(annotators)
        return replace(self, whole=self.whole.renamed(annotators), alone=alone)

    def merged(self, other: "LayerCounts") -> "LayerCounts":
        """Return the documents of both, counted with one numbering; none may be in both."""
        alone = self.alone
        if alone is not None and other.alone is not None:
            alone = alone.merged(other.alone)
        return replace(self, whole=self.whole.merged(other.whole), alone=alone)

    def confusion(self, nothing: str) -> dict[str, Any]:
        """Return how often labels of spans or relations met, as plain values; `nothing` stands for no counterpart."""
        table, size = self.whole.counts.tables["confusion"], len(self.labels) + 1
        many = np.rint(sums(table.value, table.a, size**2)).astype(np.int64)
        return {"labels": [*self.labels, nothing], "counts": many.reshape(size, size).tolist()}

    def each_label(self) -> Iterator[tuple[list[int], Counted]]:
        """Yield labels that occur and their copies of all documents; a copy's key says whose it is."""
        if self.alone is None:
            return
        used = distinct(self.alone.key // STRIDE)
        step = max(1, BATCH // max(len(self.whole.set_document), 1))
        for low in range(0, len(used), step):
            batch = used[low : low + step]
            yield batch.tolist(), self._filled(self.alone, batch, every=step >= len(used))

    def _filled(self, alone: Counted, labels: Ints, *, every: bool) -> Counted:
        """Return the copies of these labels, those in which the label does not occur too."""
        if not every:
            mine = np.isin(alone.key // STRIDE, labels)[alone.set_document]
            alone = alone.only(np.flatnonzero(mine))
        keys = (labels[:, None] * STRIDE + self.whole.key).ravel()
        missing = keys[~np.isin(keys, alone.key)]
        return alone.merged(_blank(self.whole, missing)) if len(missing) else alone


def count_layer(
    found: LayerWork,
    tokens: Tokens | None = None,
    key: Ints | None = None,
    numbering: Numbering | None = None,
) -> LayerCounts:
    """Count a layer of document labels, or of spans with the tokens of its texts.

    `key` names the documents, ascending; by place without it.
    """
    key = np.arange(found.work.documents) if key is None else key
    numbering = numbering or Numbering(Combinations(len(found.labels)))
    work = found.work
    if found.relations is not None:
        counts_ = relation_counts(found.relations, _cells(work), work.sets, len(found.labels))
    elif tokens is None or found.layer.kind == "document":
        counts_ = Counts({}, {}, {"value": numbering.of_choices(found.values)})
    else:
        counts_ = _span_counts(work, tokens, numbering.combinations)
        more = carried_tables(work, _cells(work), found.carried, numbering.words)
        counts_ = replace(counts_, tables={**counts_.tables, **more})
    whole = Counted(key, work.set_document, work.set_annotator, counts_)
    alone = _alone(found, tokens, key) if tokens and found.layer.kind == "span" else None
    return LayerCounts(found.layer, found.labels, whole, alone, numbering)


def _cells(work: Work) -> Cells:
    return cells_of(
        work.set_document, work.set_annotator, int(work.set_annotator.max(initial=0)) + 1
    )


def _alone(found: LayerWork, tokens: Tokens, key: Ints) -> Counted:
    step = max(1, BATCH // max(found.work.sets, 1))
    parts = []
    for low in range(0, max(len(found.labels), 1), step):
        copies = found.work.one_label_each(range(low, min(low + step, len(found.labels))))
        names = (copies.copy + low) * STRIDE + key[copies.origin]
        counts_ = _span_counts(copies, tokens, None)
        parts.append(Counted(names, copies.set_document, copies.set_annotator, counts_))
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.merged(part)
    return whole


def _span_counts(work: Work, tokens: Tokens, combinations: Combinations | None) -> Counts:
    known, one_label = combinations or Combinations(1), combinations is None
    return span_counts(work, _cells(work), tokens, known, one_label=one_label)


def _blank(whole: Counted, keys: Ints) -> Counted:
    """Return copies of documents in which a label does not occur."""
    document = np.searchsorted(whole.key, keys % STRIDE)
    first = np.searchsorted(whole.set_document, np.arange(len(whole.key) + 1))
    copy, sets = expand(first[document], first[document + 1])
    annotator = whole.set_annotator[sets]
    cells = cells_of(copy, annotator, int(annotator.max(initial=0)) + 1)
    by_set = {name: column[sets] for name, column in whole.counts.by_set.items()}
    tokens, characters = (
        _unmarked(by_set[unit][cells.first].astype(np.float64)) for unit in ("tokens", "characters")
    )
    none = np.zeros(len(cells))
    tables = dict.fromkeys(
        ("exact_f1", "unlabelled_f1", "overlap_f1", "iou_f1"), counts(none, none)
    )
    tables |= {
        "token_kappa": tokens,
        "char_alpha": characters.pooled(),
        "u_alpha": characters.pooled(),
    }
    nothing = {name: np.zeros_like(by_set[name]) for name in ("spans", "units", "dropped", "hulls")}
    return Counted(keys, copy, annotator, Counts(tables, {"marked": none}, by_set | nothing))


def _unmarked(size: Floats) -> Table:
    """Return the table of cells in which both annotators left all units unmarked."""
    rows = np.arange(len(size))
    return Table(2 * size, 2 * size, 2 * size, rows, np.zeros_like(rows), size, size)
