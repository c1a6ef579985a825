from hypothesis import given

from annotator.core.lanes import place
from annotator.core.segments import segments
from tests.core.span_lists import BLOCKS, TEXT, make_span, span_lists


@given(span_lists())
def test_segments_join_to_exactly_the_block(spans):
    placed = place(spans, TEXT, BLOCKS)

    for block in BLOCKS:
        parts = list(segments(block, placed))
        assert [part.start for part in parts] == [block.start, *(part.end for part in parts[:-1])]
        assert parts[-1].end == block.end
        assert all(part.start < part.end for part in parts)


@given(span_lists())
def test_segments_are_covered_by_exactly_the_spans_there(spans):
    placed = place(spans, TEXT, BLOCKS)

    for block in BLOCKS:
        for part in segments(block, placed):
            for offset in range(part.start, part.end):
                marking = {span.id for span in spans if any(a <= offset < b for a, b in span.parts)}
                over = {span.id for span in spans if span.start <= offset < span.end}
                assert {c.placed.span.id for c in part.covers if c.marked} == marking
                assert {c.placed.span.id for c in part.covers} == over


@given(span_lists())
def test_segments_open_each_span_once_in_each_of_its_blocks(spans):
    placed = place(spans, TEXT, BLOCKS)

    for block in BLOCKS:
        opened = [
            (cover.placed.span.id, part.start)
            for part in segments(block, placed)
            for cover in part.covers
            if cover.opens
        ]
        assert sorted(opened) == sorted(
            (one.span.id, max(one.span.start, block.start))
            for one in placed
            if one.first <= block.index <= one.last
        )


def test_segments_name_the_nearest_lane_first():
    placed = place([make_span(1, 0, 19), make_span(2, 4, 9)], TEXT, BLOCKS)

    lanes = [[cover.placed.lane for cover in part.covers] for part in segments(BLOCKS[0], placed)]

    assert TEXT[BLOCKS[0].end - 1] == "\n"
    assert lanes == [[1], [0, 1], [1], []]
