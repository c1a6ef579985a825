from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.comparison import KINDS, Side, compare
from annotator.core.records import Relation
from annotator.core.spans import Span
from tests.core.span_lists import TEXT, span_lists


def span(start, end, label="PER", layer="entity", **more):
    return Span(uuid4(), start, end, layer, label, **more)


def groups(*sides):
    return compare(100, [Side(own) for own in sides])


def kinds(*sides):
    return [group.kinds for group in groups(*sides)]


def extents(found):
    return [[[(one.start, one.end) for one in own] for own in group.spans] for group in found]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (span(0, 5), span(0, 5), ()),
        (span(0, 5), span(0, 5, "ORG"), ("label",)),
        (span(0, 5), span(0, 6), ("boundary",)),
        (span(0, 5), span(2, 9, "ORG"), ("label", "boundary")),
        (span(0, 9), span(0, 9, fragments=((0, 2), (4, 9))), ("fragments",)),
        (span(0, 5, attributes={"a": 1}), span(0, 5, attributes={"a": 2}), ("attributes",)),
        (span(0, 5, attributes={"a": 1}), span(0, 5), ("attributes",)),
        (span(0, 5, note="mine"), span(0, 5), ()),
    ],
)
def test_two_spans_differ_in_these_ways(one, other, wanted):
    assert kinds([one], [other]) == [wanted]
    assert kinds([other], [one]) == [wanted]


def test_spans_that_do_not_touch_or_are_of_other_layers_are_missed():
    assert kinds([span(0, 5)], [span(5, 9)]) == [("missed",), ("missed",)]
    assert kinds([span(0, 5)], [span(0, 5, layer="claim")]) == [("missed",), ("missed",)]
    assert kinds([span(0, 5)], []) == [("missed",)]
    assert kinds([], []) == []


def test_one_span_against_its_pieces_is_split():
    whole, pieces = [span(0, 20)], [span(0, 9), span(10, 20)]

    found = groups(whole, pieces)

    assert [group.kinds for group in found] == [("split",)]
    assert extents(found) == [[[(0, 20)], [(0, 9), (10, 20)]]]
    assert kinds(pieces, whole) == [("split",)]


def test_fragments_against_spans_of_their_own_are_split_and_what_is_in_their_gap_is_no_piece():
    apart = span(0, 20, fragments=((0, 4), (16, 20)))
    assert kinds([apart], [span(0, 4), span(16, 20)]) == [("split",)]
    assert kinds([apart], [span(0, 4), span(6, 17)]) == [("boundary",), ("missed",)]


def test_nested_spans_and_other_labels_are_no_split():
    assert kinds([span(0, 20)], [span(0, 20), span(0, 9)]) == [(), ("missed",)]
    assert kinds([span(0, 20)], [span(0, 10), span(12, 20, "ORG")]) == [("boundary",), ("missed",)]
    assert kinds([span(0, 20)], [span(0, 9), span(5, 20)]) == [("boundary",), ("missed",)]


def test_equal_extents_stand_for_each_other_before_greater_overlaps():
    found = groups([span(0, 10), span(2, 9)], [span(2, 9, "ORG"), span(1, 10)])

    assert extents(found) == [[[(0, 10)], [(1, 10)]], [[(2, 9)], [(2, 9)]]]


def test_several_annotators_are_one_group():
    three = [span(0, 5)], [span(0, 5, "ORG")], [span(0, 6)]
    assert kinds(*three) == [("label", "boundary")]
    assert kinds(*three, []) == [("label", "boundary", "missed")]
    assert kinds([span(0, 20)], [span(0, 9), span(10, 20)], [span(0, 9), span(10, 20)]) == [
        ("split",)
    ]


def side_with_role(*, value=None, to=None):
    head, one, other = span(0, 9, "CLAIM", "claim"), span(0, 3), span(4, 9)
    tail = {"one": one.id, "other": other.id}.get(to)
    return Side([head, one, other], [Relation(uuid4(), "claimer", head.id, tail, value)])


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ({"to": "one"}, {"to": "one"}, False),
        ({"to": "one"}, {"to": "other"}, True),
        ({"to": "one"}, {"value": "author"}, True),
        ({"value": "author"}, {"value": "author"}, False),
    ],
)
def test_relations_lead_to_what_stands_for_each_other(one, other, differ):
    [first, *others] = compare(100, [side_with_role(**one), side_with_role(**other)])

    assert first.layer == "claim"
    assert first.kinds == (("relations",) if differ else ())
    assert [group.kinds for group in others] == [(), ()]


def test_relations_of_spans_that_others_missed_do_not_count():
    [*_, missed] = compare(100, [side_with_role(value="author"), Side([span(0, 3), span(4, 9)])])

    assert [group.kinds for group in compare(100, [side_with_role(value="x"), Side([])])] == [
        ("missed",)
    ] * 3
    assert missed.kinds == ()


@settings(max_examples=60)
@given(st.lists(span_lists(8), min_size=2, max_size=4))
def test_every_span_is_in_one_group(sides):
    found = compare(len(TEXT), [Side(own) for own in sides])

    for number, own in enumerate(sides):
        there = [one.id for group in found for one in group.spans[number]]
        assert sorted(there) == sorted(one.id for one in own)
    starts = [(group.first.start, -group.first.end) for group in found]
    assert starts == sorted(starts)
    assert {kind for group in found for kind in group.kinds} <= set(KINDS)


@settings(max_examples=60)
@given(st.lists(span_lists(8), min_size=2, max_size=2))
def test_order_of_the_annotators_changes_no_kind(sides):
    one, other = (compare(len(TEXT), [Side(own) for own in pair]) for pair in (sides, sides[::-1]))

    assert sorted(group.kinds for group in one) == sorted(group.kinds for group in other)


@given(span_lists(8))
def test_the_same_work_differs_nowhere(spans):
    again = [
        Span(UUID(int=one.id.int + 99), one.start, one.end, one.layer, one.label, {}, one.fragments)
        for one in spans
    ]
    unlike = {(one.start, one.end, one.label, one.fragments): one for one in spans}
    again = [one for one in again if one.id.int - 99 in {kept.id.int for kept in unlike.values()}]

    found = compare(len(TEXT), [Side(list(unlike.values())), Side(again)])

    assert {group.kinds for group in found} <= {()}
