"""Tables of a span layer: one row for each document and pair of annotators, one table for each measure."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.coincidences import Sizes, coincidence_table
from annotator.core.agreement.columns import Floats, Ints, changes, sums
from annotator.core.agreement.matching import (
    Touching,
    best_pairs,
    identical,
    most_pairs,
    touching,
)
from annotator.core.agreement.painting import Paint, meetings, paint_text, paint_tokens
from annotator.core.agreement.tables import Table, counts
from annotator.core.agreement.tokens import Tokens
from annotator.core.agreement.unitizing import Unitized, unitized
from annotator.core.agreement.work import Work

FAMILY = ("u_alpha", "u_alpha_binary", "cu_alpha")


@dataclass(frozen=True, slots=True)
class SpanTables:
    """The tables of all measures by name, and how many spans, tokens, code points and units each set has."""

    tables: dict[str, Table]
    unitized: Unitized
    pairs: Touching
    sizes: dict[str, Ints]


def span_tables(work: Work, cells: Cells, tokens: Tokens, *, one_label: bool = False) -> SpanTables:
    """Count everything that the measures of a span layer, or with `one_label` of single labels, need."""
    pairs = touching(work, cells)
    family = unitized(work, cells, one_label=one_label)
    originals = int(np.count_nonzero(work.copy == 0))
    per_document = np.diff(tokens.begin)
    token_count = per_document[work.set_document % originals] if originals else per_document
    length = work.lengths[work.set_document]
    tables = _span_counts(work, cells, pairs)
    tables["token_kappa"] = _single_values(paint_tokens(work, tokens), cells, token_count)
    tables["token_alpha"] = tables["token_kappa"].pooled()
    tables["char_alpha"] = _single_values(paint_text(work), cells, length).pooled()
    tables |= family.tables
    spans = np.bincount(work.marks.set, minlength=work.sets)
    sizes = {"spans": spans, "tokens": token_count, "characters": length, "units": family.units}
    return SpanTables(tables, family, pairs, sizes)


def _single_values(paint: Paint, cells: Cells, size: Ints) -> Table:
    many = size.astype(np.float64)
    return coincidence_table(paint, meetings(paint, cells), cells, Sizes(many, many))


def _span_counts(work: Work, cells: Cells, pairs: Touching) -> dict[str, Table]:
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


def confusion(work: Work, cells: Cells, chosen: Touching, labels: int) -> Ints:
    """Count which label the second annotator of each pair gave to what the first one labelled.

    `chosen` are `counterparts`. The last row and column count spans without one.
    """
    table = np.zeros((labels + 1, labels + 1), np.int64)
    label = work.marks.label
    np.add.at(table, (label[chosen.first], label[chosen.second]), 1)
    for axis, side, taken in ((0, cells.first, chosen.first), (1, cells.second, chosen.second)):
        partners = np.bincount(side, minlength=work.sets)
        every = sums(label, partners[work.marks.set], labels)
        left = np.rint(every - sums(label[taken], None, labels)).astype(np.int64)
        if axis == 0:
            table[:-1, -1] += left
        else:
            table[-1, :-1] += left
    return table
