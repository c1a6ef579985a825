"""Cells: every pair of annotators on every document that both completed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.core.agreement.columns import Floats, Ints, numbered, sums


@dataclass(frozen=True, slots=True)
class Cells:
    """One row for each document and pair of its sets, by first and then second set.

    Where m annotators completed a document, `weight` is 1 / (m - 1), so that each annotator's values count once, and
    `share` is 2 / m / (m - 1), so that each document counts once.
    `pair` numbers the pairs of annotators that share a document; `pairs` names them by (first, second).
    """

    first: Ints
    second: Ints
    document: Ints
    pair: Ints
    pairs: Ints
    weight: Floats
    share: Floats
    begin: Ints

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.first)

    def by_pair(self, measures: Sequence[Any]) -> list[tuple[tuple[int, int], int, Any]]:
        """Return for each pair its annotators, how many documents they share, and its measures."""
        documents = np.bincount(self.pair, minlength=len(self.pairs)).tolist()
        names = [(first, second) for first, second in self.pairs.tolist()]
        return list(zip(names, documents, measures, strict=True))

    def of(self, first: Ints, second: Ints) -> Ints:
        """Return the cell of two sets of one document, `first` before `second`."""
        return self.begin[first] + second - first - 1


def cells_of(set_document: Ints, set_annotator: Ints, annotators: int) -> Cells:
    """Pair the sets of each document; sets are sorted by document and annotator."""
    sets = len(set_document)
    last = np.searchsorted(set_document, set_document, side="right")
    partners = last - np.arange(sets) - 1
    first = np.repeat(np.arange(sets), partners)
    begin = np.cumsum(partners) - partners
    second = np.arange(len(first)) - begin[first] + first + 1
    names = set_annotator[first] * annotators + set_annotator[second]
    kept, pair = numbered(names)
    document = set_document[first]
    many = sums(set_document, None, int(set_document.max(initial=-1)) + 1)[document]
    return Cells(
        first=first,
        second=second,
        document=document,
        pair=pair,
        pairs=np.stack([kept // annotators, kept % annotators], axis=1),
        weight=1 / (many - 1),
        share=2 / (many * (many - 1)),
        begin=begin,
    )
