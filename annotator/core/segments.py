"""Segments: a block cut at every edge of a span, so that what covers a segment covers all of it."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from annotator.core.blocks import Block
from annotator.core.lanes import Placed


class Cover(NamedTuple):
    """A span over a segment; `marked` is false in the gaps of a discontinuous span, `opens` true where its label goes."""

    placed: Placed
    marked: bool
    opens: bool


class Segment(NamedTuple):
    """A stretch `[start, end)` of one block and what covers it, nearest lane first."""

    start: int
    end: int
    covers: tuple[Cover, ...]


def segments(block: Block, placed: Iterable[Placed]) -> Iterator[Segment]:
    """Cut a block at the edges of the spans, whose order must be that of their starts.

    The segments join to exactly the block, none is empty. A span's label opens at its start and again at the start of
    every further block.
    """
    here = [one for one in placed if one.span.start < block.end and one.span.end > block.start]
    cuts = sorted({block.start, block.end, *_edges(block, here)})
    waiting = iter(here)
    coming = next(waiting, None)
    open_spans: list[Placed] = []
    for start, end in pairwise(cuts):
        open_spans = [one for one in open_spans if one.span.end > start]
        opening = []
        while coming is not None and coming.span.start <= start:
            opening.append(coming)
            coming = next(waiting, None)
        open_spans = sorted(open_spans + opening, key=lambda one: one.lane)
        covers = (Cover(one, _is_marked(one, start), one in opening) for one in open_spans)
        yield Segment(start, end, tuple(covers))


def _edges(block: Block, placed: Iterable[Placed]) -> Iterator[int]:
    for one in placed:
        for part in one.span.parts:
            yield from (edge for edge in part if block.start < edge < block.end)


def _is_marked(placed: Placed, start: int) -> bool:
    return not placed.span.fragments or any(a <= start < b for a, b in placed.span.fragments)
