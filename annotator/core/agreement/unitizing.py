"""Unitizing: alpha for units on a continuum, after Krippendorff, Mathet, Bouvry & Widlöcher (2016).

Values meet by the lengths of the intersections of the annotators' units and of the gaps between them. Units cannot
meet themselves, so their squared lengths are taken out of what chance expects; gaps count by single positions.
"""

from dataclasses import dataclass, replace

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.coincidences import Sizes, coincidence_table, shared_table
from annotator.core.agreement.columns import Flags, Floats, Ints, sums
from annotator.core.agreement.painting import Stretches, meetings, paint_units, stretches_of
from annotator.core.agreement.tables import Table
from annotator.core.agreement.work import Marks, Work


@dataclass(frozen=True, slots=True)
class Unitized:
    """The tables of the family, one row a cell, and what had to be done to the spans; counts are by set.

    `marked` is how much text each cell's annotators marked, taken together: coverage is what both marked out of it.
    """

    tables: dict[str, Table]
    marked: Floats
    units: Ints
    dropped: Ints
    hulls: Ints


def unitized(
    work: Work, cells: Cells, stretches: Stretches, *, one_label: bool = False
) -> Unitized:
    """Count units: the hulls of the spans, those that overlap an earlier one of their set left out.

    `stretches` are those of the spans, and serve where nothing has to be done to them. With `one_label` each document holds one label only, and `u_alpha` says all there is.
    """
    hulls = _hulls(work.marks)
    kept = non_overlapping(hulls, work)
    marks = hulls.only(np.flatnonzero(kept))
    alone = replace(work, marks=marks)
    changed = not kept.all() or work.marks.shape.any()
    paint = paint_units(alone, stretches_of(alone) if changed else stretches)
    length = (marks.end - marks.start).astype(np.float64)
    marked = sums(marks.set, length, work.sets)
    whole = work.lengths[work.set_document].astype(np.float64)
    sizes = Sizes(whole, sums(marks.set, length**2, work.sets) + whole - marked)
    met = meetings(paint, cells)
    tables = {"u_alpha": coincidence_table(paint, met, cells, sizes, marks.label).pooled()}
    if not one_label:
        binary = coincidence_table(paint, met, cells, sizes, np.zeros_like(marks.label))
        tables["u_alpha_binary"] = binary.pooled()
        tables["cu_alpha"] = shared_table(paint, met, cells, marks.label).pooled()
    return Unitized(
        tables=tables,
        marked=marked[cells.first] + marked[cells.second],
        units=_count(marks.set, work.sets),
        dropped=_count(hulls.set[~kept], work.sets),
        hulls=_count(work.marks.set[work.marks.shape > 0], work.sets),
    )


def _count(sets: Ints, size: int) -> Ints:
    return np.bincount(sets, minlength=size)


def _hulls(marks: Marks) -> Marks:
    """Return the spans from their first to their last code point, fragments forgotten."""
    rows = np.arange(len(marks))
    return replace(
        marks, shape=np.zeros_like(rows), part_span=rows, part_start=marks.start, part_end=marks.end
    )


def non_overlapping(marks: Marks, work: Work) -> Flags:
    """Say of each span whether it is kept: by start, longest first, by label, those that overlap a kept one are not."""
    base = np.cumsum(work.lengths[work.set_document] + 1) - work.lengths[work.set_document] - 1
    starts, ends = marks.start + base[marks.set], marks.end + base[marks.set]
    order = np.lexsort((marks.label, -ends, starts))
    starts, ends = starts[order], ends[order]
    kept = np.ones(len(marks), bool)
    clash = starts[1:] < np.maximum.accumulate(ends)[:-1]
    owners = marks.set[order]
    doubtful = np.flatnonzero(np.isin(owners, owners[1:][clash]))
    free = 0
    for row, start, end in zip(
        doubtful.tolist(), starts[doubtful].tolist(), ends[doubtful].tolist(), strict=True
    ):
        if start < free:
            kept[order[row]] = False
        else:
            free = end
    return kept
