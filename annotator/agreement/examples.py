"""The very spans behind a number: those of one cell of the confusion table, or of one kind of disagreement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy import select

from annotator.agreement.asked import Asked
from annotator.agreement.contents import SPANS
from annotator.agreement.material import Material, Shown, read_material
from annotator.agreement.passages import texts
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.columns import Flags
from annotator.core.agreement.label_report import NO_LABEL, met_labels
from annotator.core.agreement.layers import LayerWork, layer_work
from annotator.core.agreement.matches import KINDS, NOBODY, Matches, matches_of
from annotator.core.agreement.matching import touching
from annotator.core.agreement.span_report import NO_SPAN
from annotator.core.scheme import Layer
from annotator.database import db
from annotator.projects.models import Project

PAGE = 25
Ids = Mapping[tuple[int, int, int, str], UUID]
"""Ids of spans by set, start, end and label."""
AROUND = 50
"""Code points shown before and after a span."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span in its text: who marked it as what, and what stands around it; without an id when nobody did."""

    annotator: str
    label: str = ""
    id: UUID | None = None
    start: int = 0
    end: int = 0
    before: str = ""
    quote: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """What two annotators made of one place."""

    document: Shown
    first: Quoted
    second: Quoted

    @property
    def anchor(self) -> str:
        """The part of the address by which the text is opened at the span."""
        span = self.first.id or self.second.id
        return f"#s-{span}" if span else ""


@dataclass(frozen=True, slots=True)
class Examples:
    """One page of examples, and how many there are in all."""

    shown: Sequence[Example]
    total: int
    page: int
    pages: int


def examples_of(project: Project, layer: Layer, asked: Asked) -> Examples:
    """Return what a cell (`row`, `column`) or a kind of disagreement stands for."""
    material = read_material(project, asked)
    work = layer_work(material.content, layer, asked.label)
    raters = len(material.content.shared.annotators)
    cells = cells_of(work.work.set_document, work.work.set_annotator, raters)
    if layer.kind == "document":
        pairs = np.array(list(_met(work, cells, asked)), np.int64)
        matches = Matches(pairs, *(np.full(len(pairs), NOBODY) for _ in range(3)))
    else:
        matches = matches_of(work.work, cells, touching(work.work, cells))
        matches = matches.only(np.flatnonzero(_wanted(work, matches, asked)))
    total = len(matches.cell)
    pages = max(1, -(-total // PAGE))
    page = min(max(int(asked.page) if asked.page.isdigit() else 1, 1), pages)
    rows = np.arange(total)[(page - 1) * PAGE : page * PAGE]
    return Examples(_Quotes(material, work, cells).of(matches.only(rows)), total, page, pages)


def _wanted(layer: LayerWork, matches: Matches, asked: Asked) -> Flags:
    labels = [*layer.labels, NO_SPAN]
    wanted = np.ones(len(matches.cell), bool)
    for name, side in ((asked.row, matches.first), (asked.column, matches.second)):
        if name:
            at = labels.index(name) if name in labels else len(labels)
            label = np.append(layer.work.marks.label, len(layer.labels))
            wanted &= label[np.where(side == NOBODY, len(label) - 1, side)] == at
    if asked.kind in KINDS:
        wanted &= matches.kind == KINDS.index(asked.kind)
    return wanted


def _met(layer: LayerWork, cells: Cells, asked: Asked) -> Iterator[int]:
    """Yield the cells in which the label of the row met that of the column."""
    labels = [*layer.labels, NO_LABEL]
    for cell, (first, second) in enumerate(zip(cells.first, cells.second, strict=True)):
        met = met_labels(layer.values[first], layer.values[second], len(layer.labels))
        if any((labels[a], labels[b]) == (asked.row, asked.column) for a, b in met):
            yield cell


class _Quotes:
    """Takes spans out of their texts."""

    def __init__(self, material: Material, layer: LayerWork, cells: Cells) -> None:
        self.material, self.layer, self.cells = material, layer, cells

    def of(self, matches: Matches) -> list[Example]:
        """Return the examples of these rows."""
        shown = self.material.documents
        places = sorted(set(self.cells.document[matches.cell].tolist()))
        found = dict(zip(places, texts([shown[at].id for at in places]), strict=True))
        ids = self._ids(matches)
        return [
            self._example(cell, (first, second), found, ids)
            for cell, first, second in zip(
                matches.cell.tolist(), matches.first.tolist(), matches.second.tolist(), strict=True
            )
        ]

    def _example(
        self,
        cell: int,
        spans: tuple[int, int],
        found: Mapping[int, str],
        ids: Ids,
    ) -> Example:
        place = int(self.cells.document[cell])
        text = found[place]
        sides = (int(self.cells.first[cell]), int(self.cells.second[cell]))
        quoted = [
            self._quoted(owner, span, text, ids) for owner, span in zip(sides, spans, strict=True)
        ]
        return Example(self.material.documents[place], quoted[0], quoted[1])

    def _quoted(self, owner: int, span: int, text: str, ids: Ids) -> Quoted:
        shared, work = self.material.content.shared, self.layer.work
        name = shared.annotators[int(work.set_annotator[owner])]
        if self.layer.layer.kind == "document":
            chosen = ", ".join(self.layer.labels[at] for at in sorted(self.layer.values[owner]))
            return Quoted(name, chosen or NO_LABEL)
        if span == NOBODY:
            return Quoted(name, NO_SPAN)
        start, end = int(work.marks.start[span]), int(work.marks.end[span])
        label = self.layer.labels[int(work.marks.label[span])]
        number = int(self.material.sets[owner])
        return Quoted(
            annotator=name,
            label=label,
            id=ids.get((number, start, end, label)),
            start=start,
            end=end,
            before=text[max(0, start - AROUND) : start],
            quote=text[start:end],
            after=text[end : end + AROUND],
        )

    def _ids(self, matches: Matches) -> dict[tuple[int, int, int, str], UUID]:
        marks, names = self.layer.work.marks, self.material.content.names
        rows = np.concatenate([matches.first, matches.second])
        rows = rows[rows != NOBODY]
        sets = {int(self.material.sets[at]) for at in marks.set[rows].tolist()}
        columns = (SPANS.c.set_id, SPANS.c.start, SPANS.c.end, SPANS.c.label_id, SPANS.c.id)
        starts = set(marks.start[rows].tolist())
        query = select(*columns).where(SPANS.c.set_id.in_(sets), SPANS.c.start.in_(starts))
        return {
            (number, start, end, names[label][1]): span
            for number, start, end, label, span in db.session.execute(query)
        }
