from uuid import UUID, uuid4

import pytest

from annotator.annotations.fragments import add_part, cut_part
from annotator.annotations.queries import events_of, work_on
from annotator.annotations.relations import NewRelation, add_relation
from annotator.annotations.spans import NewSpan, change_span, create_span, delete_span
from annotator.annotations.undoing import undo
from annotator.core.errors import Conflict, Gone, NotFound, Refused, Stale
from annotator.core.spans import Span
from tests.annotations.conftest import TEXT, World


def rutte(**changes: object) -> NewSpan:
    return NewSpan(**({"start": 3, "end": 8, "label": "PER", "quote": "Rutte"} | changes))  # type: ignore[arg-type]


def spans(world: World, annotator: str = "ana") -> tuple[Span, ...]:
    return work_on(world.document_id, getattr(world, annotator)).spans


def test_create_span_stores_exactly_what_was_asked(world: World) -> None:
    given = uuid4()

    outcome = create_span(world.place(), rutte(id=given, note="twice"))

    assert outcome.revision == 1
    assert spans(world) == (Span(given, 3, 8, "entity", "PER", note="twice"),)
    assert work_on(world.document_id, world.ana).status == "in_progress"
    assert spans(world, "ben") == ()


def test_create_span_after_an_emoji_counts_code_points(world: World) -> None:
    start = TEXT.index("Koursk")

    create_span(world.place(), NewSpan(start, start + 6, "LOC", quote="Koursk"))

    assert [TEXT[span.start : span.end] for span in spans(world)] == ["Koursk"]


def test_create_span_sent_again_does_nothing(world: World) -> None:
    given = uuid4()
    first = create_span(world.place(), rutte(id=given))

    again = create_span(world.place(), rutte(id=given))

    assert (again.revision, again.id, again.changes) == (first.revision, given, ())
    assert len(events_of(first.set_id)) == 1


def test_create_span_equal_to_another_answers_with_that_one(world: World) -> None:
    first = create_span(world.place(), rutte())

    again = create_span(world.place(), rutte(id=uuid4()))

    assert again.id == first.id
    assert len(spans(world)) == 1


def test_create_span_with_another_label_on_the_same_extent_is_another_span(world: World) -> None:
    create_span(world.place(), rutte())
    create_span(world.place(), rutte(label="ORG"))

    assert [span.label for span in spans(world)] == ["ORG", "PER"]


def test_create_span_with_a_taken_id_is_a_conflict(world: World) -> None:
    given = uuid4()
    create_span(world.place(), rutte(id=given))

    with pytest.raises(Conflict, match="taken by another span"):
        create_span(world.place(), rutte(id=given, label="ORG"))


def test_create_span_with_a_deleted_id_is_gone(world: World) -> None:
    given = uuid4()
    create_span(world.place(), rutte(id=given))
    delete_span(world.place(), given)

    with pytest.raises(Gone):
        create_span(world.place(), rutte(id=given))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start": -1}, "start"),
        ({"start": 8}, "end"),
        ({"start": 9}, "end"),
        ({"end": len(TEXT) + 1, "quote": None}, "end"),
        ({"quote": "Ruttе"}, "quote"),
        ({"label": "NOBODY"}, "label"),
        ({"layer": "claim"}, "label"),
        ({"layer": "nowhere"}, "label"),
        ({"attributes": {"type": "fact"}}, "attributes.type"),
        ({"label": "CLAIM", "attributes": {"type": "lie"}}, "attributes.type"),
        ({"label": "CLAIM", "attributes": {"check_worthy": "yes"}}, "attributes.check_worthy"),
        ({"fragments": [[3, 5], [4, 8]]}, "fragments"),
        ({"fragments": [[3, 5], [6, 7]]}, "fragments"),
    ],
)
def test_create_span_refuses_what_does_not_fit(
    world: World, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        create_span(world.place(), rutte(**changes))

    assert list(refusal.value.errors) == [field]
    assert spans(world) == ()


def test_create_span_with_a_stale_revision_tells_what_changed(world: World) -> None:
    create_span(world.place(), rutte())

    with pytest.raises(Stale) as refusal:
        create_span(world.place(seen=0), NewSpan(0, 2, "PER"))

    assert refusal.value.revision == 1
    assert [change[0] for change in refusal.value.changed] == ["span", "status"]


def test_create_span_in_a_layer_without_overlap_refuses_overlap_only_there(world: World) -> None:
    create_span(world.place(), NewSpan(3, 8, "ONLY"))
    create_span(world.place(), rutte())

    with pytest.raises(Refused, match="allows no overlap"):
        create_span(world.place(), NewSpan(7, 12, "ONLY"))

    create_span(world.place(), NewSpan(8, 12, "ONLY"))
    assert len(spans(world)) == 3


def test_discontinuous_span_keeps_its_fragments(world: World) -> None:
    new = NewSpan(0, 8, "PER", fragments=[[3, 8], [0, 2]], quote="M. Rutte")

    create_span(world.place(), new)

    assert spans(world)[0].fragments == ((0, 2), (3, 8))


def test_change_span_moves_and_relabels(world: World) -> None:
    given = uuid4()
    create_span(world.place(), rutte(id=given))

    change_span(world.place(), given, {"start": 0, "label": "ORG"})

    assert spans(world) == (Span(given, 0, 8, "entity", "ORG"),)


def test_change_span_into_another_layer_without_losing_its_place(world: World) -> None:
    given = uuid4()
    create_span(world.place(), rutte(id=given))

    change_span(world.place(), given, {"label": "CLAIM", "attributes": {"type": "fact"}})

    assert spans(world) == (Span(given, 3, 8, "claim", "CLAIM", {"type": "fact"}),)


def test_change_span_to_what_another_one_is_is_a_conflict(world: World) -> None:
    create_span(world.place(), rutte())
    other = create_span(world.place(), rutte(label="ORG"))

    with pytest.raises(Conflict):
        change_span(world.place(), other.id or uuid4(), {"label": "PER"})


def test_change_span_keeps_relations_that_the_new_label_would_break(world: World) -> None:
    claim, _ = claim_with_claimer(world)

    with pytest.raises(Refused, match="claimer"):
        change_span(world.place(), claim, {"label": "PER"})


def test_change_span_that_changes_nothing_makes_no_event(world: World) -> None:
    outcome = create_span(world.place(), rutte())

    again = change_span(world.place(), outcome.id or uuid4(), {"label": "PER"})

    assert again.revision == outcome.revision


def test_delete_span_takes_its_relations_and_undo_brings_all_back(world: World) -> None:
    _, claimer = claim_with_claimer(world)
    before = work_on(world.document_id, world.ana)

    delete_span(world.place(), claimer)
    without = work_on(world.document_id, world.ana)
    undo(world.place())
    after = work_on(world.document_id, world.ana)

    assert (len(without.spans), without.relations) == (1, ())
    assert (after.spans, after.relations) == (before.spans, before.relations)


def test_delete_span_of_somebody_else_is_not_found(world: World) -> None:
    given = create_span(world.place(), rutte()).id

    with pytest.raises(NotFound):
        delete_span(world.place("ben"), given or uuid4())

    assert len(spans(world)) == 1


def claim_with_claimer(world: World) -> tuple[UUID, UUID]:
    claim, claimer = uuid4(), uuid4()
    create_span(world.place(), rutte(id=claimer))
    create_span(world.place(), NewSpan(24, 44, "CLAIM", id=claim))
    add_relation(world.place(), NewRelation("claimer", claim, claimer))
    return claim, claimer


def test_change_span_into_a_layer_without_its_attributes_and_back(world: World) -> None:
    given = uuid4()
    create_span(world.place(), rutte(id=given, label="CLAIM", attributes={"type": "fact"}))

    change_span(world.place(), given, {"label": "PER"})
    assert spans(world)[0].attributes == {}

    undo(world.place())
    assert spans(world)[0].attributes == {"type": "fact"}


def test_a_moved_edge_keeps_the_gaps_inside(world: World) -> None:
    given = uuid4()
    create_span(world.place(), NewSpan(0, 16, "PER", id=given, fragments=[[0, 2], [3, 8], [9, 16]]))

    change_span(world.place(), given, {"start": 1, "end": 17})
    assert spans(world)[0].fragments == ((1, 2), (3, 8), (9, 17))

    change_span(world.place(), given, {"end": 7})
    assert spans(world)[0].fragments == ((1, 2), (3, 7))


def test_parts_are_added_and_cut_out(world: World) -> None:
    given = uuid4()
    create_span(world.place(), rutte(id=given))

    add_part(world.place(), given, 9, 17)
    assert (spans(world)[0].end, spans(world)[0].fragments) == (17, ((3, 8), (9, 17)))
    cut_part(world.place(), given, 3, 8)
    assert spans(world) == (Span(given, 9, 17, "entity", "PER"),)

    with pytest.raises(Refused, match="delete it instead"):
        cut_part(world.place(), given, 0, 20)
    with pytest.raises(NotFound):
        add_part(world.place("ben"), given, 0, 2)
    undo(world.place())
    assert spans(world)[0].fragments == ((3, 8), (9, 17))
