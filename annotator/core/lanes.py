"""Lanes: under which line of its text each span is drawn, so that no two lines and no two labels run into each other.

Lane 0 is nearest to the text. Offsets are code points of the text; `end` is exclusive.
"""

import unicodedata
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotator.core.blocks import Block, block_at
from annotator.core.spans import Span, reading_order

DRAWN = 8
"""How many lanes there are. Spans that would need a deeper one share the last and are marked `crowded`."""

_NARROW = frozenset("Iijlftr.,;:!|'‘’()[] \t")


class Placed(NamedTuple):
    """A span with its lane. `first` and `last` are the indices of the blocks it begins and finishes in."""

    span: Span
    lane: int
    crowded: bool
    first: int
    last: int


def place(spans: Iterable[Span], text: str, among: Sequence[Block]) -> list[Placed]:
    """Give every span of a text its lane and return them in reading order, whatever order they came in.

    Shorter spans come nearer to the text. A lane is held from a span's start to its end, gaps of a discontinuous
    span included, and for the width of its label at its start and at the start of every further block.
    """
    lanes: list[list[tuple[int, int]]] = [[] for _ in range(DRAWN)]
    placed = []
    for span in sorted(spans, key=_shortest_first):
        first, last, reach = _hold(span, text, among)
        lane = next((n for n, held in enumerate(lanes) if _is_free(held, span.start, reach)), DRAWN)
        if lane < DRAWN:
            insort(lanes[lane], (span.start, reach))
        placed.append(Placed(span, min(lane, DRAWN - 1), lane == DRAWN, first, last))
    return sorted(placed, key=lambda one: reading_order(one.span))


def lanes_needed(placed: Iterable[Placed], count: int) -> list[int]:
    """Return for each of `count` blocks how many lanes must have room in it."""
    needed = [0] * count
    for one in placed:
        for index in range(one.first, one.last + 1):
            needed[index] = max(needed[index], one.lane + 1)
    return needed


def neighbourhood(
    load: Callable[[int, int], Iterable[Span]],
    among: Sequence[Block],
    extents: Iterable[tuple[int, int]],
) -> dict[str, Span]:
    """Return, by id, the spans whose lanes may depend on what lies in the extents.

    `load(start, end)` gives the spans that share a code point with `[start, end)`. Spans outside of the result are
    placed alike whether those inside are there or not.
    """
    ranges = [_block_range(among, start, end) for start, end in extents]
    low, high = min(start for start, _ in ranges), max(end for _, end in ranges)
    while True:
        found = {str(span.id): span for span in load(low, high)}
        ranges = [_block_range(among, span.start, span.end) for span in found.values()]
        wider = min([low, *(a for a, _ in ranges)]), max([high, *(b for _, b in ranges)])
        if wider == (low, high):
            return found
        low, high = wider


def _shortest_first(span: Span) -> tuple[int, int, str, str, str]:
    return (span.end - span.start, span.start, span.layer, span.label, str(span.id))


def _hold(span: Span, text: str, among: Sequence[Block]) -> tuple[int, int, int]:
    """Return the first and last block of a span, and the offset to which it holds its lane.

    Labels never reach past their block's end: nothing else stands on that line.
    """
    first, last = block_at(among, span.start), block_at(among, span.end - 1)
    offset = span.start if first == last else among[last].start
    room = _label_width(span.label)
    while room > 0 and offset < among[last].end:
        room -= _width(text[offset])
        offset += 1
    return first, last, max(span.end, offset)


@lru_cache(maxsize=1024)
def _label_width(label: str) -> float:
    """Return the room that a label takes with the space around it, in usual letters of the text."""
    return 0.62 * sum(map(_width, label)) + 2


def _width(character: str) -> float:
    """Return about how wide a character is, in usual letters."""
    if character in _NARROW:
        return 0.5
    if character.isascii():
        return 1
    if unicodedata.combining(character):
        return 0
    return 1.6 if unicodedata.east_asian_width(character) in "WF" else 1


def _is_free(held: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether `[start, end)` meets none of the disjoint, sorted stretches."""
    after = bisect_left(held, (start,))
    return not (
        (after < len(held) and held[after][0] < end) or (after and held[after - 1][1] > start)
    )


def _block_range(among: Sequence[Block], start: int, end: int) -> tuple[int, int]:
    return among[block_at(among, start)].start, among[block_at(among, end - 1)].end
