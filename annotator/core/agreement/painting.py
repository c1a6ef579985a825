"""Painting: which tokens, or stretches between boundaries, carry which labels from whom."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, changes, distinct, expand
from annotator.core.agreement.tokens import Tokens
from annotator.core.agreement.work import Work


@dataclass(frozen=True, slots=True)
class Paint:
    """One row for each item that carries something from a set: sorted by item, then set, each pair once.

    `weight` is how many units the item stands for: 1 for a token, its length for a stretch of text.
    `value` numbers the distinct sets of labels (or the units) and never is that of an unmarked item.
    """

    item: Ints
    set: Ints
    value: Ints
    weight: Floats


@dataclass(frozen=True, slots=True)
class Meetings:
    """Where two annotators marked the same item: the rows of both in the paint, the cell, and the item's weight."""

    first: Ints
    second: Ints
    cell: Ints
    weight: Floats


class Combinations:
    """Numbers for sets of labels: a label alone keeps its own, each larger set has the next, the same in every count."""

    def __init__(self, labels: int) -> None:
        """Begin with the labels alone."""
        self.labels = max(labels, 1)
        self._known: dict[tuple[int, int], int] = {}

    def joined(self, value: Ints, label: Ints) -> Ints:
        """Return the numbers of the sets that have one label more; that label is greater than all in the set."""
        names, place = np.unique(value * self.labels + label, return_inverse=True)
        numbers = [
            self._known.setdefault(divmod(name, self.labels), self.labels + len(self._known))
            for name in names.tolist()
        ]
        return np.array(numbers, np.int64)[place]


def paint_tokens(work: Work, tokens: Tokens, combinations: Combinations) -> Paint:
    """Paint the tokens that share at least one code point with a piece of a span."""
    base, many = _bases(work.texts), np.diff(tokens.begin)
    token_base = np.repeat(base, many)
    owner = work.set_document[work.marks.set[work.marks.part_span]]
    text = work.origin[owner]
    shift = base[text]
    lows = np.searchsorted(token_base + tokens.end, work.marks.part_start + shift, side="right")
    highs = np.searchsorted(token_base + tokens.start, work.marks.part_end + shift, side="left")
    counts = many[work.origin]
    move = (np.cumsum(counts) - counts)[owner] - tokens.begin[text]
    piece, item = expand(lows, highs)
    return _paint(work, work.marks.part_span[piece], item + move[piece], combinations)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The text between the boundaries of spans: which span covers which stretch, and how long each stretch is."""

    span: Ints
    item: Ints
    length: Floats


def stretches_of(work: Work) -> Stretches:
    """Cut the texts where a piece of a span begins or ends."""
    marks, base = work.marks, _bases(work.lengths)
    shift = base[work.set_document[marks.set[marks.part_span]]]
    starts, ends = marks.part_start + shift, marks.part_end + shift
    edges = distinct(np.concatenate([starts, ends]))
    piece, item = expand(np.searchsorted(edges, starts), np.searchsorted(edges, ends))
    return Stretches(marks.part_span[piece], item, np.diff(edges).astype(np.float64))


def paint_text(work: Work, stretches: Stretches, combinations: Combinations) -> Paint:
    """Paint the stretches with the labels on them."""
    return _paint(work, stretches.span, stretches.item, combinations, stretches.length)


def paint_units(work: Work, stretches: Stretches) -> Paint:
    """Paint the stretches; values are the rows of the spans, which must not overlap in a set."""
    rows = max(len(work.marks), 1)
    item, span = np.divmod(np.sort(stretches.item * rows + stretches.span), rows)
    return Paint(item, work.marks.set[span], span, stretches.length[item])


def _bases(lengths: Ints) -> Ints:
    """Return where each text begins when all are laid out one after the other, one position apart."""
    return np.cumsum(lengths + 1) - lengths - 1


def _paint(
    work: Work, span: Ints, item: Ints, combinations: Combinations, lengths: Floats | None = None
) -> Paint:
    """Join the labels that an item carries from one set into one value."""
    width = int(work.marks.label.max(initial=0)) + 1
    keys = distinct((item * work.sets + work.marks.set[span]) * width + work.marks.label[span])
    places, label = np.divmod(keys, width)
    item, set_ = np.divmod(places, work.sets)
    first = np.flatnonzero(changes(places))
    counts = np.diff(np.append(first, len(label)))
    value = label[first].copy()
    for depth in range(1, int(counts.max(initial=1))):
        deep = np.flatnonzero(counts > depth)
        value[deep] = combinations.joined(value[deep], label[first[deep] + depth])
    weight = np.ones(len(first)) if lengths is None else lengths[item[first]]
    return Paint(item[first], set_[first], value, weight)


def meetings(paint: Paint, cells: Cells) -> Meetings:
    """Return all pairs of rows that mark one item."""
    found: list[tuple[Ints, Ints]] = []
    rows = np.arange(len(paint.item))
    step, near = 1, rows[:-1]
    while len(near):
        near = near[near + step < len(rows)]
        near = near[paint.item[near] == paint.item[near + step]]
        found.append((near, near + step))
        step += 1
    first = np.concatenate([rows[:0], *(pair[0] for pair in found)])
    second = np.concatenate([rows[:0], *(pair[1] for pair in found)])
    cell = cells.of(paint.set[first], paint.set[second])
    return Meetings(first, second, cell, paint.weight[first])
