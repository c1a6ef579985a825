from itertools import combinations
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.blocks import block_at, blocks
from annotator.core.lanes import DRAWN, lanes_needed, neighbourhood, place
from annotator.core.spans import reading_order
from tests.core.span_lists import BLOCKS, TEXT, make_span, span_lists


def stretches(placed):
    """What a span and its labels take up: (block, start, end) with the width of a label in every block."""
    for index in range(placed.first, placed.last + 1):
        block = BLOCKS[index]
        start = max(placed.span.start, block.start)
        label_end = min(start + ceil(0.62 * len(placed.span.label)) + 2, block.end)
        yield start, max(label_end, min(placed.span.end, block.end))


@given(span_lists())
def test_place_keeps_lines_and_labels_of_a_lane_apart(spans):
    drawn = [one for one in place(spans, TEXT, BLOCKS) if not one.crowded]

    for one, other in combinations(drawn, 2):
        if one.lane == other.lane:
            assert not any(
                a < d and c < b for a, b in stretches(one) for c, d in stretches(other)
            ), (one, other)


@given(span_lists().flatmap(lambda spans: st.tuples(st.just(spans), st.permutations(spans))))
def test_place_does_not_depend_on_the_order(lists):
    spans, shuffled = lists

    assert place(spans, TEXT, BLOCKS) == place(shuffled, TEXT, BLOCKS)


@given(span_lists())
def test_place_gives_every_span_its_blocks_in_reading_order(spans):
    placed = place(spans, TEXT, BLOCKS)

    assert [one.span for one in placed] == sorted(spans, key=reading_order)
    for one in placed:
        assert BLOCKS[one.first].start <= one.span.start < BLOCKS[one.first].end
        assert BLOCKS[one.last].start < one.span.end <= BLOCKS[one.last].end
        assert 0 <= one.lane < DRAWN


def test_place_puts_short_spans_nearest_to_the_text():
    outer, middle, inner = make_span(1, 0, 19), make_span(2, 0, 12), make_span(3, 4, 9)

    placed = place([outer, middle, inner], TEXT, BLOCKS)

    assert [one.span for one in sorted(placed, key=lambda one: one.lane)] == [inner, middle, outer]


def test_place_keeps_room_for_the_label_after_a_short_span():
    near = place([make_span(1, 0, 1, "LABEL"), make_span(2, 6, 7, "LABEL")], TEXT, BLOCKS)
    far = place([make_span(1, 0, 1, "LABEL"), make_span(2, 7, 8, "LABEL")], TEXT, BLOCKS)

    assert [one.lane for one in near] == [0, 1]
    assert [one.lane for one in far] == [0, 0]


def test_place_keeps_more_room_where_letters_are_narrow():
    spans = [make_span(1, 0, 2, "LABEL"), make_span(2, 9, 11, "LABEL")]

    lanes = {
        text: [one.lane for one in place(spans, text, blocks(text))]
        for text in ("nombreuses!", "il lit ici!", "日本語日本語日本語日本")
    }

    assert lanes == {"nombreuses!": [0, 0], "il lit ici!": [0, 1], "日本語日本語日本語日本": [0, 0]}


def test_place_holds_the_lane_in_the_gaps_of_a_discontinuous_span():
    parted = make_span(1, 0, 19, fragments=((0, 3), (13, 19)))

    assert [one.lane for one in place([parted, make_span(2, 4, 9)], TEXT, BLOCKS)] == [1, 0]


def test_place_crowds_into_the_last_lane_what_is_deeper():
    spans = [make_span(n, 0, 10 + n, "P") for n in range(DRAWN + 2)]

    placed = sorted(place(spans, TEXT, BLOCKS), key=lambda one: one.span.end)

    assert [one.lane for one in placed] == [*range(DRAWN), DRAWN - 1, DRAWN - 1]
    assert [one.crowded for one in placed] == [False] * DRAWN + [True] * 2


@given(span_lists())
def test_lanes_needed_is_the_deepest_lane_of_each_block(spans):
    placed = place(spans, TEXT, BLOCKS)

    for index, needed in enumerate(lanes_needed(placed, len(BLOCKS))):
        inside = [one.lane + 1 for one in placed if one.first <= index <= one.last]
        assert needed == max(inside, default=0)


@settings(max_examples=200)
@given(span_lists(most=25), st.data())
def test_neighbourhood_holds_every_span_whose_lane_can_change(spans, data):
    changed = data.draw(st.sampled_from(spans)) if spans else make_span(99, 3, 9)
    others = [span for span in spans if span.id != changed.id]

    def load(start, end):
        return [span for span in others if span.start < end and span.end > start]

    near = neighbourhood(load, BLOCKS, [(changed.start, changed.end)])

    lanes = {one.span.id: one for one in place([*others, changed], TEXT, BLOCKS)}
    without = {one.span.id: one for one in place(others, TEXT, BLOCKS)}
    alone = {one.span.id: one for one in place([*near.values(), changed], TEXT, BLOCKS)}
    assert {key for key in without if lanes[key] != without[key]} <= {
        span.id for span in near.values()
    }
    assert all(lanes[key] == one for key, one in alone.items())


def test_neighbourhood_stops_at_the_ends_of_blocks():
    first, last = make_span(1, 0, 5), make_span(2, len(TEXT) - 4, len(TEXT) - 1)

    def load(start, end):
        return [span for span in (first, last) if span.start < end and span.end > start]

    assert neighbourhood(load, BLOCKS, [(7, 9)]) == {str(first.id): first}
    assert block_at(BLOCKS, last.start) > 0
