"""Comparison: what several annotators marked in one text, span beside span, and how it differs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

import numpy as np

from annotator.core.agreement.cells import cells_of
from annotator.core.agreement.matching import Touching, touching
from annotator.core.agreement.span_tables import counterparts
from annotator.core.agreement.work import Marks, Work
from annotator.core.records import Relation
from annotator.core.spans import Span, overlap, reading_order

KINDS = ("label", "split", "boundary", "fragments", "missed", "attributes", "relations")
"""How spans that stand for each other may differ, the gravest first."""


@dataclass(frozen=True, slots=True)
class Side:
    """One annotator's work on the text."""

    spans: Sequence[Span]
    relations: Sequence[Relation] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Spans of one layer that stand for each other: `spans[i]` are those of side i, one as a rule.

    `kinds` says how they differ, in the order of `KINDS`; it is empty when everybody marked the same.
    """

    layer: str
    spans: tuple[tuple[Span, ...], ...]
    kinds: tuple[str, ...] = ()

    @property
    def first(self) -> Span:
        """The span that comes first in the text."""
        return min((span for own in self.spans for span in own), key=reading_order)


@dataclass(slots=True)
class _Row:
    """A span in the making of groups; `group` is shared by all that stand for each other."""

    span: Span
    side: int
    group: list["_Row"] = field(default_factory=list)

    def sides(self) -> set[int]:
        return {row.side for row in self.group}


def compare(length: int, sides: Sequence[Side]) -> tuple[Group, ...]:
    """Put the spans of two or more annotators of a text of `length` code points beside each other, in reading order.

    Within a layer, spans with the same extent stand for each other first, then those that share most of their text.
    Where one span stands against several of another annotator with its label, all are one group (`split`).
    """
    rows = _rows(sides)
    if not rows:
        return ()
    touch, chosen = _pairs(length, rows, len(sides))
    for one, other in _best_first(rows, chosen):
        if not one.sides() & other.sides():
            _join(one, other)
    for one, other in _best_first(rows, touch):
        for part, whole in ((one, other), (other, one)):
            if _is_cut_off(part, whole):
                _join(whole, part)
    groups = list({id(row.group): row.group for row in rows}.values())
    place = {(row.side, row.span.id): at for at, own in enumerate(groups) for row in own}
    links = [_links(side, number, place) for number, side in enumerate(sides)]
    made = [_group(own, links) for own in groups]
    return tuple(sorted(made, key=lambda group: reading_order(group.first)))


def _rows(sides: Sequence[Side]) -> list[_Row]:
    """Return all spans by layer, then side."""
    rows = [_Row(span, number) for number, side in enumerate(sides) for span in side.spans]
    rows.sort(key=lambda row: (row.span.layer, row.side, reading_order(row.span)))
    for row in rows:
        row.group.append(row)
    return rows


def _pairs(length: int, rows: Sequence[_Row], sides: int) -> tuple[Touching, Touching]:
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


def _best_first(rows: Sequence[_Row], pairs: Touching) -> Iterator[tuple[_Row, _Row]]:
    order = np.lexsort((pairs.second, pairs.first, -pairs.iou))
    for first, second in zip(
        pairs.first[order].tolist(), pairs.second[order].tolist(), strict=True
    ):
        yield rows[first], rows[second]


def _join(one: _Row, other: _Row) -> None:
    if one.group is other.group:
        return
    moved = other.group
    one.group.extend(moved)
    for row in moved:
        row.group = one.group


def _is_cut_off(part: _Row, whole: _Row) -> bool:
    """Say whether `whole` already stands against one piece of itself, and `part` is another piece of it."""
    if whole.side in part.sides() or part.side not in whole.sides():
        return False
    pieces = [row.span for row in whole.group if row.side == part.side]
    return all(
        piece.label == whole.span.label and _is_mostly_in(piece, whole.span)
        for piece in (*pieces, part.span)
    ) and not any(overlap(piece, part.span) for piece in pieces)


def _is_mostly_in(part: Span, whole: Span) -> bool:
    shared = min(part.end, whole.end) - max(part.start, whole.start)
    size = part.end - part.start
    return 2 * shared >= size and size < whole.end - whole.start


Links = Mapping[UUID, frozenset[tuple[str, int | str | None]]]


def _links(side: Side, number: int, place: Mapping[tuple[int, UUID], int]) -> Links:
    """Return what leads from each span: names of roles and relations with the group or value at their end."""
    found: dict[UUID, set[tuple[str, int | str | None]]] = {}
    for link in side.relations:
        end = link.value if link.tail is None else place.get((number, link.tail))
        found.setdefault(link.head, set()).add((link.label, end))
    return {head: frozenset(ends) for head, ends in found.items()}


def _group(rows: Sequence[_Row], links: Sequence[Links]) -> Group:
    own: list[list[Span]] = [[] for _ in links]
    for row in sorted(rows, key=lambda row: reading_order(row.span)):
        own[row.side].append(row.span)
    spans = tuple(map(tuple, own))
    found = set(_kinds(spans))
    leading = [
        frozenset().union(*(links[side].get(span.id, frozenset()) for span in theirs))
        for side, theirs in enumerate(own)
        if theirs
    ]
    if len(set(leading)) > 1:
        found.add("relations")
    return Group(rows[0].span.layer, spans, tuple(kind for kind in KINDS if kind in found))


def _kinds(spans: tuple[tuple[Span, ...], ...]) -> Iterator[str]:
    every = [span for own in spans for span in own]
    if not all(spans):
        yield "missed"
    if len({span.label for span in every}) > 1:
        yield "label"
    if any(len(own) > 1 for own in spans):
        yield "split"
        return
    if len({(span.start, span.end) for span in every}) > 1:
        yield "boundary"
    elif len({span.fragments for span in every}) > 1:
        yield "fragments"
    if any(dict(span.attributes) != dict(every[0].attributes) for span in every):
        yield "attributes"
