"""Matching: which span of one annotator stands for which of another."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_bipartite_matching

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Flags, Floats, Ints, changes, distinct, expand, sums
from annotator.core.agreement.work import Marks, Work


@dataclass(frozen=True, slots=True)
class Touching:
    """Spans of two annotators that share at least one code point: rows of the spans, their cell, shared / joint length."""

    first: Ints
    second: Ints
    cell: Ints
    iou: Floats

    def only(self, rows: Flags) -> "Touching":
        """Return those of these rows."""
        return Touching(self.first[rows], self.second[rows], self.cell[rows], self.iou[rows])


def touching(work: Work, cells: Cells) -> Touching:
    """Find all spans of different annotators that touch, by the union of their fragments."""
    marks = work.marks
    base = np.cumsum(work.lengths + 1) - work.lengths - 1
    shift = base[work.set_document[marks.set[marks.part_span]]]
    order = np.argsort(marks.part_start + shift, kind="stable")
    span = marks.part_span[order]
    starts, ends = (marks.part_start + shift)[order], (marks.part_end + shift)[order]
    left, right = expand(np.arange(1, len(span) + 1), np.searchsorted(starts, ends, side="left"))
    others = marks.set[span[left]] != marks.set[span[right]]
    left, right = left[others], right[others]
    shared = (np.minimum(ends[left], ends[right]) - starts[right]).astype(np.float64)
    swapped = marks.set[span[left]] > marks.set[span[right]]
    first = np.where(swapped, span[right], span[left])
    second = np.where(swapped, span[left], span[right])
    return _joined(marks, cells, first, second, shared)


def _joined(marks: Marks, cells: Cells, first: Ints, second: Ints, shared: Floats) -> Touching:
    if marks.shape.any():  # several pieces of one span may touch several of the other
        keys, inverse = np.unique(first * len(marks) + second, return_inverse=True)
        first, second = keys // len(marks), keys % len(marks)
        shared = sums(inverse, shared, len(keys))
    length = sums(marks.part_span, (marks.part_end - marks.part_start), len(marks))
    iou = shared / (length[first] + length[second] - shared)
    return Touching(first, second, cells.of(marks.set[first], marks.set[second]), iou)


def identical(marks: Marks, pairs: Touching) -> Flags:
    """Say which pairs have the same extent and the same fragments."""
    same: Flags = (
        (marks.start[pairs.first] == marks.start[pairs.second])
        & (marks.end[pairs.first] == marks.end[pairs.second])
        & (marks.shape[pairs.first] == marks.shape[pairs.second])
    )
    return same


def most_pairs(pairs: Touching, spans: int) -> Flags:
    """Choose as many pairs as there can be, each span in one at most in its cell."""
    graph, chosen = _Graph(pairs, spans), np.zeros(len(pairs.cell), bool)
    simple = graph.simple
    chosen[graph.best(np.flatnonzero(simple))] = True
    rows = np.flatnonzero(~simple)
    if len(rows):
        left, right = (
            np.unique(x[rows], return_inverse=True)[1] for x in (graph.left, graph.right)
        )
        shape = (left.max() + 1, right.max() + 1)
        matrix = csr_array((np.arange(1, len(rows) + 1), (left, right)), shape=shape)
        partner = maximum_bipartite_matching(matrix, perm_type="column")
        chosen[rows[partner[left] == right]] = True
    return chosen


def best_pairs(pairs: Touching, spans: int) -> Flags:
    """Choose the pairs with the greatest sum of `iou`, each span in one at most in its cell."""
    graph, chosen = _Graph(pairs, spans), np.zeros(len(pairs.cell), bool)
    chosen[graph.best(np.flatnonzero(graph.simple))] = True
    rows = np.flatnonzero(~graph.simple)
    rows = rows[np.argsort(graph.component[rows], kind="stable")]
    cuts = np.flatnonzero(np.diff(graph.component[rows])) + 1
    for group in np.split(rows, cuts) if len(rows) else ():
        lefts, left = np.unique(graph.left[group], return_inverse=True)
        rights, right = np.unique(graph.right[group], return_inverse=True)
        gain = np.zeros((len(lefts), len(rights)))
        gain[left, right] = pairs.iou[group]
        partner = np.full(len(lefts), -1)
        taken, given = linear_sum_assignment(gain, maximize=True)
        partner[taken] = given
        chosen[group[partner[left] == right]] = True
    return chosen


class _Graph:
    """The pairs as a graph: in a `simple` component one side has one span, so its best pair is all there is."""

    def __init__(self, pairs: Touching, spans: int) -> None:
        self.iou = pairs.iou
        nodes, place = np.unique(
            np.concatenate([pairs.cell * spans + pairs.first, pairs.cell * spans + pairs.second]),
            return_inverse=True,
        )
        self.left, self.right = np.split(place, 2)
        size = (len(nodes), len(nodes))
        ones = np.ones(len(self.left), np.int8)
        matrix = csr_array((ones, (self.left, self.right)), shape=size)
        count, label = connected_components(matrix, directed=False) if len(nodes) else (0, place)
        self.component = label[self.left]
        lefts, rights = (
            np.bincount(label[distinct(side)], minlength=count) for side in (self.left, self.right)
        )
        self.simple: Flags = ((lefts == 1) | (rights == 1))[self.component]

    def best(self, rows: Ints) -> Ints:
        """Return the row of the greatest `iou` of each component; the first among equals."""
        order = np.lexsort((rows, -self.iou[rows], self.component[rows]))
        rows = rows[order]
        return rows[changes(self.component[rows])]
