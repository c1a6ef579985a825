"""Undo and redo beyond single acts: what imports changed in between is never overrun."""

from uuid import uuid4

import pytest

from annotator.annotations.importing import Incoming, import_sets
from annotator.annotations.queries import work_on
from annotator.annotations.relations import NewRelation, add_relation
from annotator.annotations.spans import NewSpan, create_span, delete_span
from annotator.annotations.undoing import redo, undo
from annotator.core.errors import Conflict
from annotator.core.records import AnnotationRecord, Relation
from annotator.core.spans import Span
from tests.annotations.conftest import World


def bring_in(world: World, *spans: Span, relations: tuple[Relation, ...] = ()) -> None:
    record = AnnotationRecord("ana", spans=spans, relations=relations)
    import_sets(world.project_id, [Incoming(world.document_id, world.ana, record)], world.ben)


def test_undo_of_a_deletion_meets_an_imported_equal_span(world: World) -> None:
    given = create_span(world.place(), NewSpan(3, 8, "PER")).id or uuid4()
    delete_span(world.place(), given)
    bring_in(world, Span(uuid4(), 3, 8, "entity", "PER"))

    with pytest.raises(Conflict):
        undo(world.place())

    assert len(work_on(world.document_id, world.ana).spans) == 1


def test_undo_of_a_span_that_an_import_linked(world: World) -> None:
    claim = Span(uuid4(), 24, 44, "claim", "CLAIM")
    per = create_span(world.place(), NewSpan(3, 8, "PER")).id or uuid4()
    mine = Span(per, 3, 8, "entity", "PER")
    bring_in(world, mine, claim, relations=(Relation(uuid4(), "claimer", claim.id, per),))

    with pytest.raises(Conflict):
        undo(world.place())

    work = work_on(world.document_id, world.ana)
    assert (len(work.spans), len(work.relations)) == (2, 1)


def test_an_import_is_not_undone(world: World) -> None:
    bring_in(world, Span(uuid4(), 3, 8, "entity", "PER"))

    with pytest.raises(Conflict, match="nothing to undo"):
        undo(world.place())


def test_an_edit_after_undo_ends_redo(world: World) -> None:
    create_span(world.place(), NewSpan(3, 8, "PER"))
    undo(world.place())
    create_span(world.place(), NewSpan(0, 2, "PER"))

    with pytest.raises(Conflict, match="nothing to redo"):
        redo(world.place())


def test_long_undo_and_redo_walk_the_same_way_back(world: World) -> None:
    claim = create_span(world.place(), NewSpan(24, 44, "CLAIM")).id or uuid4()
    per = create_span(world.place(), NewSpan(3, 8, "PER")).id or uuid4()
    add_relation(world.place(), NewRelation("claimer", claim, per))
    delete_span(world.place(), per)
    states = []
    for _ in range(4):
        states.append(work_on(world.document_id, world.ana))
        undo(world.place())
    assert work_on(world.document_id, world.ana).spans == ()

    for state in reversed(states):
        redo(world.place())
        now = work_on(world.document_id, world.ana)
        assert (now.spans, now.relations) == (state.spans, state.relations)
