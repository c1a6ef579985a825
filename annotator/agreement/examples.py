"""The very spans behind a number: those of one cell of the confusion table, or of one kind of disagreement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.asked import Asked
from annotator.agreement.material import read_material
from annotator.agreement.quotes import Example, Quotes
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.columns import Flags
from annotator.core.agreement.label_report import NO_LABEL, met_labels
from annotator.core.agreement.layers import LayerWork, layer_work
from annotator.core.agreement.matches import KINDS, NOBODY, Matches, layer_matches
from annotator.core.agreement.relation_report import NO_RELATION
from annotator.core.agreement.span_report import NO_SPAN
from annotator.core.errors import Refused
from annotator.core.scheme import Layer
from annotator.core.sentences import sentence
from annotator.projects.models import Project

PAGE = 25


@dataclass(frozen=True, slots=True)
class Examples:
    """One page of examples, and how many there are in all; `first` is the number of the first one, from 1."""

    shown: Sequence[Example]
    first: int
    total: int
    page: int
    pages: int


def examples_of(project: Project, layer: Layer, asked: Asked) -> Examples:
    """Return what a cell (`row`, `column`) or a kind of disagreement stands for. Refuses those that are not there."""
    material = read_material(project, layer, asked)
    work = layer_work(material.content, layer, asked.label)
    _check(work, asked)
    raters = len(material.content.shared.annotators)
    cells = cells_of(work.work.set_document, work.work.set_annotator, raters)
    if layer.kind == "document":
        pairs = np.array(list(_met(work, cells, asked)), np.int64)
        matches = Matches(pairs, *(np.full(len(pairs), NOBODY) for _ in range(3)))
    else:
        matches = layer_matches(work, cells)
        matches = matches.only(np.flatnonzero(_wanted(work, matches, asked)))
    total = len(matches.cell)
    pages = max(1, -(-total // PAGE))
    page = min(max(int(asked.page) if asked.page.isdigit() else 1, 1), pages)
    rows = np.arange(total)[(page - 1) * PAGE : page * PAGE]
    shown = Quotes(material, work, cells).of(matches.only(rows))
    return Examples(shown, (page - 1) * PAGE + 1, total, page, pages)


def _labels(layer: LayerWork) -> list[str]:
    """Return the labels, and what stands for none."""
    nothing = {"span": NO_SPAN, "relation": NO_RELATION, "document": NO_LABEL}
    return [*layer.labels, nothing[layer.layer.kind]]


def _check(layer: LayerWork, asked: Asked) -> None:
    labels = _labels(layer)
    for field, there in (("row", labels), ("column", labels), ("kind", KINDS)):
        wanted = getattr(asked, field)
        if wanted and wanted not in there:
            raise Refused.field(
                field,
                sentence(
                    "%(name)s is nothing that is counted here; there are: %(there)s.",
                    name=wanted,
                    there=", ".join(there),
                ),
            )


def _wanted(layer: LayerWork, matches: Matches, asked: Asked) -> Flags:
    labels = _labels(layer)
    wanted = np.ones(len(matches.cell), bool)
    for name, side in ((asked.row, matches.first), (asked.column, matches.second)):
        if name:
            label = np.append(layer.units.label, len(layer.labels))
            wanted &= label[np.where(side == NOBODY, len(label) - 1, side)] == labels.index(name)
    if asked.kind:
        wanted &= matches.kind == KINDS.index(asked.kind)
    return wanted


def _met(layer: LayerWork, cells: Cells, asked: Asked) -> Iterator[int]:
    """Yield the cells in which the label of the row met that of the column."""
    labels = _labels(layer)
    for cell, (first, second) in enumerate(zip(cells.first, cells.second, strict=True)):
        met = met_labels(layer.values[first], layer.values[second], len(layer.labels))
        if any((labels[a], labels[b]) == (asked.row, asked.column) for a, b in met):
            yield cell
