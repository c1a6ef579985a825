"""Tables of what spans carry: attributes of equal spans, and tuples of a span's label and what fills its roles."""

import numpy as np

from annotator.core.agreement.cells import Cells
from annotator.core.agreement.columns import Floats, Ints, expand, merged, sums
from annotator.core.agreement.extras import Carried, Fillers
from annotator.core.agreement.matching import Touching, identical, most_pairs, touching
from annotator.core.agreement.span_tables import counterparts
from annotator.core.agreement.tables import Table, counts
from annotator.core.agreement.work import Work

ATTRIBUTE, TUPLE, ROLE = "attribute:", "tuple:", "role:"
MATCHED, LABEL, WHOLE, IN_PART = "matched", "label", "whole", "in_part"


def carried_tables(
    work: Work, cells: Cells, carried: Carried, words: dict[str, int]
) -> dict[str, Table]:
    """Count attributes and tuples, one row a cell; `words` are the numbers of attributes' values so far."""
    if not carried.attributes and not carried.roles:
        return {}
    pairs, marks = touching(work, cells), work.marks
    alike = marks.label[pairs.first] == marks.label[pairs.second]
    same = pairs.only(alike & identical(marks, pairs))
    attributes = attribute_tables(carried, same, words, (len(cells), len(marks)))
    return attributes | tuple_tables(work, cells, counterparts(work, pairs), carried)


def choice_table(cells: int, cell: Ints, first: Ints, second: Ints) -> Table:
    """Count the values that two annotators gave to the same things, one row a cell."""
    n = 2 * sums(cell, None, cells)
    agree = 2 * sums(cell, first == second, cells)
    width = int(max(first.max(initial=0), second.max(initial=0))) + 1
    keys = np.concatenate([cell * width + first, cell * width + second])
    found, (used,) = merged(keys, np.ones(len(keys)))
    return Table(n, agree, n, found // width, found % width, used, used)


def attribute_tables(
    carried: Carried, same: Touching, words: dict[str, int], shape: tuple[int, int]
) -> dict[str, Table]:
    """Count each attribute's values on equal spans (`same`); not set is a value. `shape` is (cells, spans)."""
    cells, spans = shape
    tables = {}
    for name in carried.attributes:
        value = carried.numbered(words, name, spans)
        first, second = value[same.first], value[same.second]
        tables[ATTRIBUTE + name] = choice_table(cells, same.cell, first, second)
    return tables


def tuple_tables(work: Work, cells: Cells, chosen: Touching, carried: Carried) -> dict[str, Table]:
    """Count tuples (label and each role) on spans that stand for each other, their places as they may be.

    A role that neither fills agrees in the whole, but says nothing of that role alone.
    """
    if not carried.roles:
        return {}
    label, many = work.marks.label, len(cells)
    spans = sums(work.marks.set, None, work.sets)
    both = spans[cells.first] + spans[cells.second]
    same = (label[chosen.first] == label[chosen.second]).astype(np.float64)
    twice = 2 * sums(chosen.cell, None, many)
    tables = {
        MATCHED: counts(both, twice),
        LABEL: counts(twice, 2 * sums(chosen.cell, same, many)),
    }
    shares = [same]
    for at, role in enumerate(carried.roles):
        credit = filler_credit(carried.fillers.of_role(at), chosen, len(work.marks))
        filled = ~np.isnan(credit)
        n, agree = (2 * sums(chosen.cell[filled], x, many) for x in (None, credit[filled]))
        tables[ROLE + role] = counts(n, agree)
        shares.append(np.where(filled, credit, 1.0))
    parts = np.array(shares)
    tables[WHOLE] = counts(both, 2 * sums(chosen.cell, (parts == 1).all(axis=0), many))
    tables[IN_PART] = counts(both, 2 * sums(chosen.cell, parts.mean(axis=0), many))
    return {TUPLE + name: table for name, table in tables.items()}


def filler_credit(fillers: Fillers, chosen: Touching, spans: int) -> Floats:
    """Return for each pair of spans 2 · fillers matched one to one / fillers of both; NaN where neither has any.

    Fillers match when they are the same value, or spans with the same label that share a code point.
    """
    begin = np.searchsorted(fillers.span, np.arange(spans + 1))
    low, high = begin[:-1], begin[1:]
    pair, first = expand(low[chosen.first], high[chosen.first])
    row, second = expand(low[chosen.second][pair], high[chosen.second][pair])
    pair, first = pair[row], first[row]
    fits = fillers.meet(first, second)
    ones = np.ones(int(fits.sum()))
    met = Touching(first[fits], second[fits], pair[fits], ones)
    matched = 2 * sums(met.cell[most_pairs(met, len(fillers.span))], None, len(chosen.cell))
    there = (high - low)[chosen.first] + (high - low)[chosen.second]
    credit: Floats = np.full(len(there), np.nan)
    np.divide(matched, there, out=credit, where=there > 0)
    return credit
