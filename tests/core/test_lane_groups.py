from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.lane_groups import place_in_groups
from annotator.core.lanes import DRAWN, place
from annotator.core.spans import reading_order
from tests.core.span_lists import BLOCKS, TEXT, make_span, span_lists


def lanes(*sides):
    placed = place_in_groups(sides, TEXT, BLOCKS)
    return {one.span.id.int: one.lane for one in placed}


def test_the_groups_lie_below_each_other():
    nested = [make_span(1, 0, 19), make_span(2, 4, 9)]
    alone = [make_span(3, 4, 9)]

    assert lanes(nested, alone) == {1: 1, 2: 0, 3: 2}
    assert lanes(alone, nested) == {3: 0, 2: 1, 1: 2}


def test_a_line_is_as_deep_as_its_own_spans_need():
    second_line = TEXT.index("Et une")
    nested = [make_span(1, 0, 19), make_span(2, 4, 9)]
    far = make_span(3, second_line, second_line + 6)

    assert lanes(nested, [far])[3] == 1
    crossing = make_span(4, 10, second_line + 3, "P")
    assert lanes([*nested, crossing], [far])[3] > 1


def test_a_side_without_a_span_keeps_its_lane():
    assert lanes([], [make_span(1, 0, 5)], [make_span(2, 0, 5)]) == {1: 1, 2: 2}


def test_what_finds_no_lane_shares_the_last_of_its_group():
    deep = [make_span(n, 0, 10 + n, "P") for n in range(DRAWN)]

    placed = place_in_groups([deep, [make_span(99, 0, 5, "P")]], TEXT, BLOCKS)

    by_end = sorted(placed, key=lambda one: one.span.end)
    assert (by_end[0].lane, by_end[0].crowded) == (DRAWN - 1, False)
    assert [one.lane for one in by_end[1:]] == [*range(DRAWN - 1), DRAWN - 2]
    assert [one.crowded for one in by_end[1:]] == [False] * (DRAWN - 1) + [True]


@settings(max_examples=60)
@given(st.lists(span_lists(8), min_size=2, max_size=DRAWN))
def test_sides_never_share_a_lane_where_they_meet(sides):
    numbered = [
        [make_span(1000 * side + one.id.int, one.start, one.end, one.label) for one in own]
        for side, own in enumerate(sides)
    ]
    placed = place_in_groups(numbered, TEXT, BLOCKS)

    assert [one.span for one in placed] == sorted(
        (one for own in numbered for one in own), key=reading_order
    )
    for one in placed:
        assert 0 <= one.lane < DRAWN
        for other in placed:
            if one.span.id.int // 1000 < other.span.id.int // 1000 and (
                one.first <= other.last and other.first <= one.last
            ):
                assert one.lane < other.lane


@settings(max_examples=60)
@given(span_lists(8))
def test_within_a_group_lanes_are_what_they_are_alone(spans):
    alone = {one.span.id: one.lane for one in place(spans, TEXT, BLOCKS)}

    placed = place_in_groups([spans, []], TEXT, BLOCKS)

    assert all(one.lane == alone[one.span.id] for one in placed if not one.crowded)
