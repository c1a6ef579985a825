"""Tables of a span layer: one row for each document and pair of annotators, one table for each measure."""

from typing import Protocol

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.coincidences import Sizes, coincidence_table
from annotator.core.agreement.columns import Floats, Ints, changes, expand, merged, numbered, sums
from annotator.core.agreement.counts import Counts
from annotator.core.agreement.matching import (
    Touching,
    best_pairs,
    identical,
    most_pairs,
    touching,
)
from annotator.core.agreement.painting import (
    Combinations,
    Paint,
    meetings,
    paint_text,
    paint_tokens,
    stretches_of,
)
from annotator.core.agreement.tables import Table, counts
from annotator.core.agreement.tokens import Tokens
from annotator.core.agreement.unitizing import unitized
from annotator.core.agreement.work import Work

FAMILY = ("u_alpha", "u_alpha_binary", "cu_alpha")


def span_counts(
    work: Work,
    cells: Cells,
    tokens: Tokens,
    combinations: Combinations | None = None,
    *,
    one_label: bool = False,
) -> Counts:
    """Count everything that the measures of a span layer, or with `one_label` of single labels, need.

    Counts made with the same `combinations` can be joined.
    """
    known = combinations or Combinations(int(work.marks.label.max(initial=0)) + 1)
    pairs = touching(work, cells)
    stretches = stretches_of(work)
    family = unitized(work, cells, stretches, one_label=one_label)
    text = work.origin[work.set_document]
    many, length = np.diff(tokens.begin)[text], work.texts[text]
    tables = _matched(work, cells, pairs)
    tables["token_kappa"] = _single_values(paint_tokens(work, tokens, known), cells, many)
    tables["char_alpha"] = _single_values(
        paint_text(work, stretches, known), cells, length
    ).pooled()
    tables |= family.tables
    if not one_label:
        tables["confusion"] = confusion_table(
            work.marks, cells, counterparts(work, pairs), (work.sets, known.labels)
        )
    by_set = {"tokens": many, "characters": length, "spans": _count(work.marks.set, work.sets)}
    by_set |= {"units": family.units, "dropped": family.dropped, "hulls": family.hulls}
    return Counts(tables, {"marked": family.marked}, by_set)


def _count(sets: Ints, size: int) -> Ints:
    return np.bincount(sets, minlength=size)


def _single_values(paint: Paint, cells: Cells, size: Ints) -> Table:
    many = size.astype(np.float64)
    return coincidence_table(paint, meetings(paint, cells), cells, Sizes(many, many))


def _matched(work: Work, cells: Cells, pairs: Touching) -> dict[str, Table]:
    """Return the tables of the F1 figures: spans of both annotators, and twice the spans matched."""
    marks, rows = work.marks, len(work.marks)
    alike = marks.label[pairs.first] == marks.label[pairs.second]
    equal = identical(marks, pairs)
    leading = changes(marks.set, marks.start, marks.end, marks.shape)  # one a place, of any label
    near = pairs.only(alike)
    all_spans = _spans_of_both(marks.set, cells, work.sets)
    places = _spans_of_both(marks.set[leading], cells, work.sets)
    same_place = equal & leading[pairs.first] & leading[pairs.second]

    def twice(cell: Ints, credit: Floats | None = None) -> Floats:
        return 2 * sums(cell, credit, len(cells))

    best = near.only(best_pairs(near, rows))
    return {
        "exact_f1": counts(all_spans, twice(pairs.cell[equal & alike])),
        "unlabelled_f1": counts(places, twice(pairs.cell[same_place])),
        "overlap_f1": counts(all_spans, twice(near.cell[most_pairs(near, rows)])),
        "iou_f1": counts(all_spans, twice(best.cell, best.iou)),
    }


def _spans_of_both(sets: Ints, cells: Cells, size: int) -> Floats:
    spans = sums(sets, None, size)
    return spans[cells.first] + spans[cells.second]


def counterparts(work: Work, pairs: Touching) -> Touching:
    """Return which spans stand for each other, one to one.

    Those with the same extent come first, of these the ones with the same label, then those with the greatest sum of
    shared / joint length.
    """
    alike = work.marks.label[pairs.first] == work.marks.label[pairs.second]
    # An equal extent outweighs all that a span could gain elsewhere, an equal label decides between equal places.
    gain = pairs.iou + 4.0 * identical(work.marks, pairs) + 1e-6 * alike
    weighted = Touching(pairs.first, pairs.second, pairs.cell, gain)
    return pairs.only(best_pairs(weighted, len(work.marks)))


class Labelled(Protocol):
    """Spans or relations: the set of each one, ascending, and its label."""

    @property
    def set(self) -> Ints:
        """The sets."""

    @property
    def label(self) -> Ints:
        """The labels."""


def confusion_table(
    units: Labelled, cells: Cells, chosen: Touching, shape: tuple[int, int]
) -> Table:
    """Count in each cell which label the second annotator gave to what the first one labelled.

    `shape` is (sets, labels). A value is first · (labels + 1) + second; the number `labels` stands for no counterpart
    among `chosen`.
    """
    many_sets, labels = shape
    width = labels + 1
    used, place = numbered(units.set * width + units.label)
    (sets, label), many = np.divmod(used, width), sums(place, None, len(used))
    begin = np.searchsorted(sets, np.arange(many_sets + 1))
    keys, weights = [], []
    for side, scale, other in ((cells.first, width, labels), (cells.second, 1, labels * width)):
        cell, row = expand(begin[side], begin[side + 1])
        keys.append(cell * width**2 + label[row] * scale + other)
        weights.append(many[row])
    first, second = units.label[chosen.first], units.label[chosen.second]
    for value, sign in (
        (first * width + second, 1),
        (first * width + labels, -1),
        (labels * width + second, -1),
    ):
        keys.append(chosen.cell * width**2 + value)
        weights.append(np.full(len(value), float(sign)))
    found, (count,) = merged(np.concatenate(keys), np.concatenate(weights))
    found, count = found[count > 0], count[count > 0]
    none = np.zeros(len(cells))
    return Table(none, none, none, found // width**2, found % width**2, count, count)
