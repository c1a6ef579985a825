"""What figures are computed from, as tables: matched spans or relations, and the counts of every document and pair of annotators."""

from collections.abc import Iterator

import numpy as np

from annotator.agreement.asked import Asked
from annotator.agreement.contents import tokens_of
from annotator.agreement.material import Material, read_material
from annotator.agreement.tables import Row, Table
from annotator.core.agreement.carried_tables import ATTRIBUTE, TUPLE
from annotator.core.agreement.catalog import RELATION_MEASURES, SPAN_MEASURES
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.layer_counts import count_layer
from annotator.core.agreement.layers import LayerWork, layer_work
from annotator.core.agreement.matches import KINDS, NOBODY, layer_matches
from annotator.core.scheme import Layer
from annotator.projects.models import Project

PAIR = ("document", "a", "b")
UNITS = {
    "span": ("label", "start", "end"),
    "relation": ("label", "from_start", "from_end", "to_start", "to_end"),
}
"""What is told of a unit, by the kind of the layer; offsets are code points, ends exclusive."""
MEASURES = {"span": SPAN_MEASURES, "relation": RELATION_MEASURES}
COUNTS = [*PAIR, "measure", "n", "agree", "own"]
VALUES = [*PAIR, "measure", "value", "count_a", "count_b"]
CHOICES = ["document", "annotator", "labels"]


def counts_table(name: str, project: Project, layer: Layer, asked: Asked) -> Table | None:
    """Return what the figures of a layer are computed from; None where the layer has no such table."""
    material = read_material(project, layer, asked)
    work = layer_work(material.content, layer, asked.label)
    if layer.kind == "document":
        return (CHOICES, _choices(material, work)) if name == "choices" else None
    if name == "matches":
        told = [f"{column}_{side}" for side in ("a", "b") for column in UNITS[layer.kind]]
        return [*PAIR, "kind", *told], _matches(material, work)
    if name not in ("counts", "values"):
        return None
    tokens = tokens_of([one.id for one in material.documents], asked.rule)
    counted = count_layer(work, tokens).whole
    cells = counted.cells()
    tables = {measure: counted.counts.table(measure) for measure in MEASURES[layer.kind]}
    carried = counted.counts.tables.items()
    tables |= {name: table for name, table in carried if name.startswith((ATTRIBUTE, TUPLE))}
    pairs = list(_pairs(material, cells))
    if name == "counts":
        rows: Iterator[Row] = (
            [*pair, measure, *(float(column[at]) for column in (table.n, table.agree, table.own))]
            for measure, table in tables.items()
            for at, pair in enumerate(pairs)
        )
        return COUNTS, rows
    return VALUES, (
        [*pairs[at], measure, value, a, b]
        for measure, table in tables.items()
        for at, value, a, b in zip(
            table.row.tolist(),
            table.value.tolist(),
            table.a.tolist(),
            table.b.tolist(),
            strict=True,
        )
    )


def _pairs(material: Material, cells: Cells) -> Iterator[tuple[str, str, str]]:
    shared = material.content.shared
    names = shared.annotators
    owners = cells.pairs[cells.pair].tolist() if len(cells) else []
    for document, (a, b) in zip(cells.document.tolist(), owners, strict=True):
        yield shared.names[document], names[a], names[b]


def _matches(material: Material, layer: LayerWork) -> Iterator[Row]:
    work, raters = layer.work, len(material.content.shared.annotators)
    cells = cells_of(work.set_document, work.set_annotator, raters)
    found = layer_matches(layer, cells)
    pairs = list(_pairs(material, cells))
    none = [None] * len(UNITS[layer.layer.kind])
    places = [[layer.labels[label], *extents] for label, *extents in _places(layer)]
    columns = np.stack([found.cell, found.kind, found.first, found.second], axis=1).tolist()
    for cell, kind, first, second in columns:
        sides = (none if span == NOBODY else places[span] for span in (first, second))
        yield [*pairs[cell], KINDS[kind], *(value for side in sides for value in side)]


def _places(layer: LayerWork) -> list[list[int]]:
    """Return the number of the label and the offsets of every unit."""
    relations, marks = layer.relations, layer.work.marks
    columns = [marks.label, marks.start, marks.end]
    if relations is not None:
        ends = (relations.heads, relations.tails)
        columns = [relations.label, *(x for end in ends for x in (end.start, end.end))]
    found: list[list[int]] = np.stack(columns, axis=1).tolist()
    return found


def _choices(material: Material, layer: LayerWork) -> Iterator[Row]:
    shared = material.content.shared
    rows = zip(
        shared.set_document.tolist(), shared.set_annotator.tolist(), layer.values, strict=True
    )
    for document, annotator, chosen in rows:
        labels = " ".join(layer.labels[at] for at in sorted(chosen))
        yield [shared.names[document], shared.annotators[annotator], labels]
