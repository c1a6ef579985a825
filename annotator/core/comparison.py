"""Comparison: what several annotators marked in one text, span beside span, and how it differs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from annotator.core.records import Relation
from annotator.core.spans import Span, reading_order
from annotator.core.standing_together import Row, stand_together

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


def compare(length: int, sides: Sequence[Side]) -> tuple[Group, ...]:
    """Put the spans of two or more annotators of a text of `length` code points beside each other, in reading order.

    See `stand_together` for which spans are one group.
    """
    groups = stand_together(length, [side.spans for side in sides])
    place = {(row.side, row.span.id): at for at, own in enumerate(groups) for row in own}
    links = [_links(side, number, place) for number, side in enumerate(sides)]
    made = [_group(own, links) for own in groups]
    return tuple(sorted(made, key=lambda group: reading_order(group.first)))


Links = Mapping[UUID, frozenset[tuple[str, int | str | None]]]


def _links(side: Side, number: int, place: Mapping[tuple[int, UUID], int]) -> Links:
    """Return what leads from each span: names of roles and relations with the group or value at their end."""
    found: dict[UUID, set[tuple[str, int | str | None]]] = {}
    for link in side.relations:
        end = link.value if link.tail is None else place.get((number, link.tail))
        found.setdefault(link.head, set()).add((link.label, end))
    return {head: frozenset(ends) for head, ends in found.items()}


def _group(rows: Sequence[Row], links: Sequence[Links]) -> Group:
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
