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


def paint_tokens(work: Work, tokens: Tokens) -> Paint:
    """Paint the tokens that share at least one code point with a piece of a span."""
    originals = int(np.count_nonzero(work.copy == 0))
    base = _bases(work.lengths[:originals])
    token_base = np.repeat(base, np.diff(tokens.begin))
    owner = work.set_document[work.marks.set[work.marks.part_span]]
    shift = base[owner % originals] if originals else owner
    lows = np.searchsorted(token_base + tokens.end, work.marks.part_start + shift, side="right")
    highs = np.searchsorted(token_base + tokens.start, work.marks.part_end + shift, side="left")
    piece, item = expand(lows, highs)
    item = item + work.copy[owner[piece]] * len(tokens.start)
    return _paint(work, work.marks.part_span[piece], item)


def paint_text(work: Work, *, units: bool = False) -> Paint:
    """Paint the stretches between boundaries. With `units`, values are span rows, which must not overlap in a set."""
    marks, base = work.marks, _bases(work.lengths)
    shift = base[work.set_document[marks.set[marks.part_span]]]
    starts, ends = marks.part_start + shift, marks.part_end + shift
    edges = distinct(np.concatenate([starts, ends]))
    piece, item = expand(np.searchsorted(edges, starts), np.searchsorted(edges, ends))
    span = marks.part_span[piece]
    lengths = np.diff(edges).astype(np.float64)
    if units:
        item, span = np.divmod(np.sort(item * len(marks) + span), len(marks))
        return Paint(item, marks.set[span], span, lengths[item])
    return _paint(work, span, item, lengths)


def _bases(lengths: Ints) -> Ints:
    """Return where each text begins when all are laid out one after the other, one position apart."""
    return np.cumsum(lengths + 1) - lengths - 1


def _paint(work: Work, span: Ints, item: Ints, lengths: Floats | None = None) -> Paint:
    """Join the labels that an item carries from one set into one value."""
    width = int(work.marks.label.max(initial=0)) + 1
    keys = distinct((item * work.sets + work.marks.set[span]) * width + work.marks.label[span])
    places, label = np.divmod(keys, width)
    item, set_ = np.divmod(places, work.sets)
    first = np.flatnonzero(changes(places))
    value = _joined(label, first)
    weight = np.ones(len(first)) if lengths is None else lengths[item[first]]
    return Paint(item[first], set_[first], value, weight)


def _joined(label: Ints, first: Ints) -> Ints:
    """Number the lists of labels that begin at `first`: a single label keeps its number."""
    counts = np.diff(np.append(first, len(label)))
    value, taken = label[first].copy(), int(label.max(initial=0)) + 1
    for depth in range(1, int(counts.max(initial=1))):
        deep = np.flatnonzero(counts > depth)
        pairs = value[deep] * (int(label.max(initial=0)) + 1) + label[first[deep] + depth]
        kept, number = np.unique(pairs, return_inverse=True)
        value[deep] = taken + number
        taken += len(kept)
    return value


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
