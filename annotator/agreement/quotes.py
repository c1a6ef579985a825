"""Quotes: places of the texts as several annotators marked them, to be listed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from sqlalchemy import select

from annotator.agreement.contents import SPANS
from annotator.agreement.material import Material, Shown
from annotator.agreement.passages import texts
from annotator.core.agreement.cells import Cells
from annotator.core.agreement.label_report import NO_LABEL
from annotator.core.agreement.layers import LayerWork
from annotator.core.agreement.matches import NOBODY, Matches
from annotator.core.agreement.relation_report import NO_RELATION
from annotator.core.agreement.relation_tables import Relations
from annotator.core.agreement.span_report import NO_SPAN
from annotator.core.agreement.work import Marks
from annotator.database import db

Ids = Mapping[tuple[int, int, int, str], UUID]
"""Ids of spans by set, start, end and label."""
AROUND = 50
"""Code points shown before and after a span."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span in its text: who marked it as what, and what stands around it; without an id when nobody did.

    A relation is quoted by the span it leads from; `to` is what it leads to.
    """

    annotator: str
    label: str = ""
    id: UUID | None = None
    before: str = ""
    quote: str = ""
    after: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """What two annotators made of one place."""

    document: Shown
    first: Quoted
    second: Quoted


class Quotes:
    """Takes spans out of their texts."""

    def __init__(self, material: Material, layer: LayerWork, cells: Cells) -> None:
        """Take the work that examples are rows of."""
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
        relations = self.layer.relations
        if span == NOBODY:
            return Quoted(name, NO_SPAN if relations is None else NO_RELATION)
        number, label = (
            int(self.material.sets[owner]),
            self.layer.labels[int(self.layer.units.label[span])],
        )
        if relations is not None:
            return self._joined(Quoted(name, label), relations, (number, span), text, ids)
        start, end = int(work.marks.start[span]), int(work.marks.end[span])
        return Quoted(
            annotator=name,
            label=label,
            id=ids.get((number, start, end, label)),
            before=_before(text, start),
            quote=text[start:end],
            after=_after(text, end),
        )

    def _joined(
        self, named: Quoted, relations: Relations, where: tuple[int, int], text: str, ids: Ids
    ) -> Quoted:
        """Return the relation with the spans that it leads from and to."""
        number, row = where
        (start, end), (low, high) = (
            (int(ends.start[row]), int(ends.end[row]))
            for ends in (relations.heads, relations.tails)
        )
        label = self.material.content.names[int(relations.heads.name[row])][1]
        head = ids.get((number, start, end, label))
        return replace(named, id=head, quote=text[start:end], to=text[low:high])

    def _ids(self, matches: Matches) -> dict[tuple[int, int, int, str], UUID]:
        units, names = self.layer.units, self.material.content.names
        start = units.start if isinstance(units, Marks) else units.heads.start
        rows = np.concatenate([matches.first, matches.second])
        rows = rows[rows != NOBODY]
        sets = {int(self.material.sets[at]) for at in units.set[rows].tolist()}
        columns = (SPANS.c.set_id, SPANS.c.start, SPANS.c.end, SPANS.c.label_id, SPANS.c.id)
        starts = set(start[rows].tolist())
        query = select(*columns).where(SPANS.c.set_id.in_(sets), SPANS.c.start.in_(starts))
        return {
            (number, start, end, names[label][1]): span
            for number, start, end, label, span in db.session.execute(query)
        }


def _before(text: str, start: int) -> str:
    """Return what stands before, from a word's beginning on where there is one."""
    if start <= AROUND:
        return text[:start]
    passage = text[start - AROUND : start]
    return "…" + (passage.partition(" ")[2] or passage)


def _after(text: str, end: int) -> str:
    if end + AROUND >= len(text):
        return text[end:]
    passage = text[end : end + AROUND]
    return (passage.rpartition(" ")[0] or passage) + "…"
