"""Work: what the annotators finished in one layer, as columns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from annotator.core.agreement.columns import NONE, Ints, changes, distinct, expand


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans, one row each. Offsets are code points, ends exclusive.

    `shape` is 0 for a span of one piece and equal for equal fragments. The pieces of all spans are in `part_*`.
    `source` says which of the spans they were made from each one is, where that is known.
    """

    set: Ints
    label: Ints
    start: Ints
    end: Ints
    shape: Ints
    part_span: Ints
    part_start: Ints
    part_end: Ints
    source: Ints = field(default_factory=NONE.copy)

    def __len__(self) -> int:
        """Return the number of spans."""
        return len(self.set)

    def only(self, rows: Ints) -> "Marks":
        """Return the spans of these rows, in their order."""
        place = np.full(len(self), -1)
        place[rows] = np.arange(len(rows))
        kept = place[self.part_span] >= 0
        return Marks(
            self.set[rows],
            self.label[rows],
            self.start[rows],
            self.end[rows],
            self.shape[rows],
            place[self.part_span[kept]],
            self.part_start[kept],
            self.part_end[kept],
            self.source[rows] if len(self.source) else self.source,
        )


@dataclass(frozen=True, slots=True)
class Work:
    """The finished sets of one layer on the documents that at least two annotators completed.

    A set is one annotator's work on one document, with or without spans; sets are sorted by document and annotator.
    `texts` are the lengths of the texts in code points, `origin` is the text of each document: where every label is
    looked at alone (`one_label_each`), a document is one label's copy of a text, and `copy` numbers the labels.
    """

    texts: Ints
    origin: Ints
    copy: Ints
    set_document: Ints
    set_annotator: Ints
    marks: Marks

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self.origin)

    @property
    def lengths(self) -> Ints:
        """The length of each document's text."""
        return self.texts[self.origin]

    @property
    def sets(self) -> int:
        """The number of sets."""
        return len(self.set_document)

    def one_label_each(self, labels: Sequence[int]) -> "Work":
        """Return the documents in which somebody used a label, once for each label, with its spans alone."""
        order = np.full(int(max(labels, default=0)) + 1, -1)
        order[list(labels)] = np.arange(len(labels))
        known = self.marks.label < len(order)
        marks = self.marks.only(np.flatnonzero(known)[order[self.marks.label[known]] >= 0])
        document = self.set_document[marks.set]
        names = order[marks.label] * self.documents + document
        copies = distinct(names)
        copy, origin = np.divmod(copies, self.documents)
        first = np.searchsorted(self.set_document, np.arange(self.documents + 1))
        set_document, sets = expand(first[origin], first[origin + 1])
        begin = np.searchsorted(set_document, np.searchsorted(copies, names))
        return Work(
            texts=self.texts,
            origin=self.origin[origin],
            copy=copy,
            set_document=set_document,
            set_annotator=self.set_annotator[sets],
            marks=replace(
                marks,
                set=begin + marks.set - first[document],
                label=np.zeros(len(marks), np.int64),
            ),
        )


@dataclass(frozen=True, slots=True)
class Pieces:
    """The fragments of discontinuous spans: the row of each one's span, and its extent."""

    span: Ints = field(default_factory=NONE.copy)
    start: Ints = field(default_factory=NONE.copy)
    end: Ints = field(default_factory=NONE.copy)


def marks_of(
    set_: Ints, label: Ints, start: Ints, end: Ints, pieces: Pieces | None = None
) -> Marks:
    """Return spans as columns, by set and extent; equal spans of one set count once.

    Pieces are those of the spans that have several, in the order of the text.
    """
    pieces = pieces or Pieces()
    shape = shapes_of(len(set_), pieces)
    whole = np.flatnonzero(shape == 0)
    marks = Marks(
        set_,
        label,
        start,
        end,
        shape,
        np.concatenate([whole, pieces.span]),
        np.concatenate([start[whole], pieces.start]),
        np.concatenate([end[whole], pieces.end]),
        np.arange(len(set_)),
    )
    order = _order(set_, start, end, shape, label)
    fresh = changes(*(column[order] for column in (set_, start, end, shape, label)))
    return marks.only(order[fresh])


def _order(*columns: Ints) -> Ints:
    """Return the order of rows by these columns; one key is several times faster to sort than five."""
    widths = [int(column.max(initial=0)) + 1 for column in columns]
    if math.prod(widths) >= 2**62:
        return np.lexsort(columns[::-1])
    key = columns[0]
    for column, width in zip(columns[1:], widths[1:], strict=True):
        key = key * width + column
    return np.argsort(key)


def shapes_of(spans: int, pieces: Pieces) -> Ints:
    """Number the distinct lists of fragments from 1; a span of one piece has 0."""
    shape = np.zeros(spans, np.int64)
    found: dict[int, list[tuple[int, int]]] = {}
    for span, start, end in zip(pieces.span, pieces.start, pieces.end, strict=True):
        found.setdefault(int(span), []).append((int(start), int(end)))
    numbers: dict[tuple[tuple[int, int], ...], int] = {}
    for span_row, parts in found.items():
        shape[span_row] = numbers.setdefault(tuple(parts), len(numbers) + 1)
    return shape
