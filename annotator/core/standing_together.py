"""Standing for each other: which spans of several people in one text are about the same thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from annotator.core.agreement.cells import cells_of
from annotator.core.agreement.matching import Touching, touching
from annotator.core.agreement.span_tables import counterparts
from annotator.core.agreement.work import Marks, Work
from annotator.core.spans import Span, overlap, reading_order


@dataclass(slots=True)
class Row:
    """A span of a side, and all rows that stand for each other, this one among them."""

    span: Span
    side: int
    group: list["Row"] = field(default_factory=list)

    def sides(self) -> set[int]:
        """Return the sides that have a span in the group."""
        return {row.side for row in self.group}


def stand_together(length: int, sides: Sequence[Sequence[Span]]) -> list[list[Row]]:
    """Group the spans of two or more people of a text of `length` code points; every span is in one group.

    Within a layer, spans with the same extent stand for each other first, then those that share most of their text:
    one of each side. Where one stands against several of another side with its label, those join the group.
    """
    rows = _rows(sides)
    if not rows:
        return []
    touch, chosen = _pairs(length, rows, len(sides))
    for one, other in _best_first(rows, chosen):
        if not one.sides() & other.sides():
            _join(one, other)
    for one, other in _best_first(rows, touch):
        for part, whole in ((one, other), (other, one)):
            if _is_cut_off(part, whole):
                _join(whole, part)
    return list({id(row.group): row.group for row in rows}.values())


def _rows(sides: Sequence[Sequence[Span]]) -> list[Row]:
    """Return all spans by layer, then side."""
    rows = [Row(span, number) for number, side in enumerate(sides) for span in side]
    rows.sort(key=lambda row: (row.span.layer, row.side, reading_order(row.span)))
    for row in rows:
        row.group.append(row)
    return rows


def _pairs(length: int, rows: Sequence[Row], sides: int) -> tuple[Touching, Touching]:
    """Return the pairs of rows that touch, and those of them that stand for each other."""
    layers = [list(own) for _, own in groupby(rows, key=lambda row: row.span.layer)]
    count = len(layers)
    sets = [sides * at + row.side for at, own in enumerate(layers) for row in own]
    work = Work(
        texts=np.full(count, length),
        origin=np.arange(count),
        copy=np.zeros(count, np.int64),
        set_document=np.repeat(np.arange(count), sides),
        set_annotator=np.tile(np.arange(sides), count),
        marks=_marks(sets, [row.span for row in rows]),
    )
    touch = touching(work, cells_of(work.set_document, work.set_annotator, sides))
    return touch, counterparts(work, touch)


def _marks(sets: Sequence[int], spans: Sequence[Span]) -> Marks:
    labels = {name: at for at, name in enumerate(sorted({span.label for span in spans}))}
    shapes = {(): 0} | {span.fragments: at + 1 for at, span in enumerate(spans) if span.fragments}
    parts = [(row, *part) for row, span in enumerate(spans) for part in span.parts]
    columns = np.array(parts, np.int64)
    return Marks(
        set=np.array(sets, np.int64),
        label=np.array([labels[span.label] for span in spans], np.int64),
        start=np.array([span.start for span in spans], np.int64),
        end=np.array([span.end for span in spans], np.int64),
        shape=np.array([shapes[span.fragments] for span in spans], np.int64),
        part_span=columns[:, 0],
        part_start=columns[:, 1],
        part_end=columns[:, 2],
    )


def _best_first(rows: Sequence[Row], pairs: Touching) -> Iterator[tuple[Row, Row]]:
    order = np.lexsort((pairs.second, pairs.first, -pairs.iou))
    for first, second in zip(
        pairs.first[order].tolist(), pairs.second[order].tolist(), strict=True
    ):
        yield rows[first], rows[second]


def _join(one: Row, other: Row) -> None:
    if one.group is other.group:
        return
    moved = other.group
    one.group.extend(moved)
    for row in moved:
        row.group = one.group


def _is_cut_off(part: Row, whole: Row) -> bool:
    """Say whether `whole` already stands against one piece of itself, and `part` is another piece of it."""
    if whole.side in part.sides() or part.side not in whole.sides():
        return False
    pieces = [row.span for row in whole.group if row.side == part.side]
    return all(
        piece.label == whole.span.label and _is_mostly_in(piece, whole.span)
        for piece in (*pieces, part.span)
    ) and not any(overlap(piece, part.span) for piece in pieces)


def _is_mostly_in(part: Span, whole: Span) -> bool:
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in part.parts for c, d in whole.parts)
    size, most = (sum(end - start for start, end in span.parts) for span in (part, whole))
    return 2 * shared >= size and size < most
