from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.records import AnnotationRecord, Relation
from annotator.core.spans import Span
from annotator.core.votes import merge, span_key


def span(start: int, label: str = "PER", **more: object) -> Span:
    return Span(uuid4(), start, start + 2, "entity", label, **more)  # type: ignore[arg-type]


def work(name: str, *spans: Span, **more: object) -> AnnotationRecord:
    return AnnotationRecord(name, spans=spans, **more)  # type: ignore[arg-type]


def test_spans_with_enough_votes_stay_and_the_others_are_disputed() -> None:
    common = [span(0) for _ in range(3)]
    sets = [
        work("a", common[0], span(5)),
        work("b", common[1], span(5, "LOC")),
        work("c", common[2]),
    ]
    merged, disputed = merge(sets, 2)
    assert merged.spans == (common[0],)
    assert [(one.start, one.label) for one in disputed] == [(5, "LOC"), (5, "PER")]


def test_attribute_stays_where_enough_agree_on_it() -> None:
    sets = [
        work("a", span(0, attributes={"sure": True, "kind": "x"})),
        work("b", span(0, attributes={"sure": 1, "kind": "x"})),
        work("c", span(0, attributes={"sure": False})),
    ]
    merged, _ = merge(sets, 2)
    assert merged.spans[0].attributes == {"kind": "x"}


def test_relation_needs_votes_and_both_ends() -> None:
    first, second = [span(0), span(5), span(9)], [span(0), span(5)]
    sets = [
        work(
            "a",
            *first,
            relations=(
                Relation(uuid4(), "KNOWS", first[0].id, first[1].id),
                Relation(uuid4(), "KNOWS", first[0].id, first[2].id),
                Relation(uuid4(), "holder", first[0].id, None, "author"),
            ),
        ),
        work(
            "b",
            *second,
            relations=(
                Relation(uuid4(), "KNOWS", second[0].id, second[1].id),
                Relation(uuid4(), "holder", second[0].id, None, "unknown"),
            ),
        ),
    ]
    merged, _ = merge(sets, 2)
    assert [(one.label, one.head, one.tail) for one in merged.relations] == [
        ("KNOWS", first[0].id, first[1].id)
    ]


def test_same_id_in_two_sets_does_not_come_twice() -> None:
    shared = uuid4()
    sets = [
        work("a", Span(shared, 0, 2, "entity", "PER")),
        work("b", Span(shared, 5, 7, "entity", "PER")),
    ]
    merged, _ = merge(sets, 1)
    ids = [one.id for one in merged.spans]
    assert len(set(ids)) == 2
    assert ids == [one.id for one in merge(sets, 1)[0].spans]


def test_document_labels_are_voted_on() -> None:
    sets = [
        work("a", labels={"topic": ("war", "peace"), "mood": ("good",)}),
        work("b", labels={"topic": ("war",), "mood": ("bad",)}),
    ]
    merged, _ = merge(sets, 2)
    assert merged.labels == {"topic": ("war",), "mood": ()}
    union, _ = merge(sets, 1, single={"mood"})
    assert union.labels == {"topic": ("war", "peace"), "mood": ()}


extents = st.tuples(st.integers(0, 5), st.sampled_from(["PER", "LOC"]))


@given(st.lists(st.sets(extents, max_size=6), min_size=1, max_size=4), st.integers(1, 4))
def test_every_span_is_chosen_or_disputed_by_its_votes(
    marked: list[set[tuple[int, str]]], needed: int
) -> None:
    sets = [work(f"a{at}", *(span(*one) for one in sorted(own))) for at, own in enumerate(marked)]
    merged, disputed = merge(sets, needed)
    votes = {one: sum(one in own for own in marked) for own in marked for one in own}
    assert {(s.start, s.label) for s in merged.spans} == {
        k for k, n in votes.items() if n >= needed
    }
    assert {(s.start, s.label) for s in disputed} == {k for k, n in votes.items() if n < needed}
    assert len({span_key(one) for one in (*merged.spans, *disputed)}) == len(votes)
    assert all(isinstance(one.id, UUID) for one in merged.spans)
