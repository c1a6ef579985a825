"""The report of what spans carry: attributes, tuples of label and roles."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, answer, over_pairs
from annotator.core.agreement.carried_tables import ATTRIBUTE, ROLE, TUPLE
from annotator.core.agreement.catalog import (
    ATTRIBUTE_MEASURES,
    ROLE_MEASURE,
    TUPLE_MEASURES,
    Entry,
)
from annotator.core.agreement.cells import Cells
from annotator.core.agreement.counts import Counted
from annotator.core.agreement.figures import by_group
from annotator.core.agreement.tables import Table

Answers = dict[str, Answer]


def attributes_report(counted: Counted, cells: Cells) -> dict[str, Answers]:
    """Return the agreement on each attribute that counts, given the same span."""
    tables = _named(counted, ATTRIBUTE)
    return {
        name: {
            measure: _whole(table, entry, cells) for measure, entry in ATTRIBUTE_MEASURES.items()
        }
        for name, table in tables.items()
    }


def tuples_report(counted: Counted, cells: Cells) -> dict[str, Any]:
    """Return the agreement on tuples: label and each role on spans that stand for each other, then all together."""
    tables = _named(counted, TUPLE)
    if not tables:
        return {}
    spans = int(counted.counts.by_set["spans"].sum())
    found: dict[str, Any] = {
        name: _whole(tables[name], entry, cells, spans if entry.unit == "spans" else None)
        for name, entry in TUPLE_MEASURES.items()
    }
    roles = {name: table for name, table in tables.items() if name.startswith(ROLE)}
    found["roles"] = {
        name.removeprefix(ROLE): _whole(table, ROLE_MEASURE, cells) for name, table in roles.items()
    }
    return found


def _named(counted: Counted, prefix: str) -> Mapping[str, Table]:
    tables = counted.counts.tables.items()
    return {name.removeprefix(prefix): table for name, table in tables if name.startswith(prefix)}


def _whole(table: Table, entry: Entry, cells: Cells, units: int | None = None) -> Answer:
    documents = int(cells.document.max(initial=-1)) + 1
    figures = by_group(table, entry.measure, cells, np.zeros(documents, np.int64), 1)
    many = len(cells.pairs)
    words = over_pairs(entry.words, many) if entry.measure.over == "pairs" else entry.words
    about = _about(entry, words, float(table.n.sum()))
    return answer(figures, 0, documents, about if units is None else about | {"n": units})


def _about(entry: Entry, words: str, n: float) -> dict[str, Any]:
    """Say what was counted; tables count from either side, things that two have in common count once."""
    units = round(n / 2) if entry.unit.startswith("pairs") else round(n)
    return {"method": words, "n": units, "undefined": entry.why(units)}
