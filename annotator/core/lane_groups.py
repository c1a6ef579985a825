"""Lane groups: the spans of several annotators under one text, the lanes of each below those of the one before."""

from collections.abc import Iterable, Sequence

from annotator.core.blocks import Block
from annotator.core.lanes import DRAWN, Placed, place
from annotator.core.spans import Span, reading_order


def place_in_groups(
    sides: Sequence[Iterable[Span]], text: str, among: Sequence[Block]
) -> list[Placed]:
    """Give every span a lane in the group of its side and return all of them in reading order.

    The groups of up to `DRAWN` sides come in their order and are as deep as they must be, stretch by stretch: the
    blocks that spans join. What finds no lane of its own shares the last one of its group, marked `crowded`.
    """
    placed = [place(spans, text, among) for spans in sides]
    stretch = _stretches(placed, len(among))
    depths = [[1] * len(sides) for _ in range(max(stretch, default=0) + 1)]
    for side, own in enumerate(placed):
        for one in own:
            there = depths[stretch[one.first]]
            there[side] = max(there[side], one.lane + 1)
    for there in depths:
        _shrink(there)
    moved = (
        _moved(one, depths[stretch[one.first]], side)
        for side, own in enumerate(placed)
        for one in own
    )
    return sorted(moved, key=lambda one: reading_order(one.span))


def _stretches(placed: Iterable[Iterable[Placed]], count: int) -> list[int]:
    """Number the stretches: each block's is that of the block before when a span goes from there into it."""
    goes_on = [False] * count
    for own in placed:
        for one in own:
            for index in range(one.first + 1, one.last + 1):
                goes_on[index] = True
    found: list[int] = []
    for index in range(count):
        found.append(found[-1] + (not goes_on[index]) if found else 0)
    return found


def _shrink(depths: list[int]) -> None:
    """Take lanes from the deepest groups until all have room."""
    while sum(depths) > DRAWN:
        depths[depths.index(max(depths))] -= 1


def _moved(one: Placed, depths: Sequence[int], side: int) -> Placed:
    lane = min(one.lane, depths[side] - 1)
    return one._replace(lane=sum(depths[:side]) + lane, crowded=one.crowded or lane < one.lane)
