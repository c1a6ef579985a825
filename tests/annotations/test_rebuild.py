"""Acts of every kind in any order: the stored set, its events rebuilt, and a model of it are always the same."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from annotator.annotations import operations, relations, spans, undoing
from annotator.annotations.editing import Place
from annotator.annotations.importing import Incoming, import_sets
from annotator.annotations.queries import events_of, work_on
from annotator.core.changes import from_json, rebuild
from annotator.core.errors import Conflict, Gone, Refused, Stale
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.database import db
from annotator.documents.operations import store_documents
from annotator.interchange.checking import check_database
from annotator.projects.queries import label_ids
from tests.annotations.conftest import TEXT, World
from tests.annotations.set_model import FINISHED, LAYERS, Content, S, SetModel
from tests.annotations.span_strategies import CHOICES, LABELS, NOTES, new_spans, stored


class Labelling(RuleBasedStateMachine):
    """One person's acts on one set."""

    def __init__(self, world: World) -> None:
        super().__init__()
        (document,) = store_documents(world.project_id, [DocumentRecord(str(uuid4()), TEXT)])
        self.place = Place(document.id, world.project_id, world.ana, world.ana)
        self.ids = label_ids(world.project_id)
        self.model = SetModel()
        self.merged = False

    def refused(self, kind: type[Refused], act: Callable[[], object]) -> None:
        """Expect a refusal; that it changed nothing is seen by the invariant."""
        with pytest.raises(kind):
            act()

    def some_id(self, data: st.DataObject, *labels: str) -> UUID | None:
        known = [
            i for i, one in self.model.content.spans.items() if one.label in (labels or LAYERS)
        ]
        return data.draw(st.sampled_from(known)) if known else None

    @rule(span=new_spans(), data=st.data())
    def create(self, span: S, data: st.DataObject) -> None:
        model, given = self.model, uuid4()
        if model.made and data.draw(st.booleans()):
            given = data.draw(st.sampled_from(sorted(model.made)))
        new = spans.NewSpan(
            span.start,
            span.end,
            span.label,
            id=given,
            attributes=dict(span.attributes),
            fragments=span.fragments,
            note=span.note,
        )
        self._create(span, given, lambda: spans.create_span(self.place, new).id)

    def _create(self, span: S, given: UUID, act: Callable[[], UUID | None]) -> None:
        content = self.model.draft()
        if given in content.spans:
            if content.spans[given] == span:
                assert act() == given
            else:
                self.refused(Conflict, act)
        elif self.model.is_deleted(given):
            self.refused(Gone, act)
        elif known := content.equal_to(span):
            assert act() == known
        elif content.is_in_the_way(span, given):
            self.refused(Refused, act)
        else:
            assert act() == given
            content.spans[given] = span
            self.model.store(content)

    @precondition(lambda self: self.model.content.spans)
    @rule(label=LABELS, note=NOTES, moved=st.booleans(), data=st.data())
    def change(self, label: str, note: str, moved: bool, data: st.DataObject) -> None:
        span_id = self.some_id(data)
        assert span_id is not None
        content = self.model.draft()
        old = content.spans[span_id]
        attributes = old.attributes if label == "CLAIM" else ()
        new = replace(old, label=label, note=note, attributes=attributes)
        patch: dict[str, Any] = {"label": label, "note": note}
        if moved and old.end < len(TEXT):
            parts = (
                (*old.fragments[:-1], (old.fragments[-1][0], old.end + 1)) if old.fragments else ()
            )
            new = replace(new, end=old.end + 1, fragments=parts)
            patch["end"] = new.end

        def act() -> object:
            return spans.change_span(self.place, span_id, patch)

        if content.equal_to(new) not in (None, span_id):
            self.refused(Conflict, act)
        elif content.is_in_the_way(new, span_id) or (
            LAYERS[label] != LAYERS[old.label] and content.at(span_id)
        ):
            self.refused(Refused, act)
        else:
            act()
            content.spans[span_id] = new
            self.model.store(content)

    @precondition(lambda self: self.model.content.spans)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        span_id, content = self.some_id(data), self.model.draft()
        assert span_id is not None
        spans.delete_span(self.place, span_id)
        for relation in content.at(span_id):
            del content.relations[relation]
        del content.spans[span_id]
        self.model.store(content)

    @rule(role=st.sampled_from(["claimer", "SUPPORTS"]), data=st.data())
    def relate(self, role: str, data: st.DataObject) -> None:
        head = self.some_id(data, "CLAIM")
        if head is None:
            return
        tail = self.some_id(data, *(["CLAIM"] if role == "SUPPORTS" else ["PER", "LOC"]))
        value = "author" if tail is None else None
        new = relations.NewRelation(role, head, tail, value, uuid4())
        if tail == head or (value and role == "SUPPORTS"):
            self.refused(Refused, lambda: relations.add_relation(self.place, new))
            return
        content, body = self.model.draft(), (role, head, tail, value)
        known = [i for i, one in content.relations.items() if one == body]
        assert relations.add_relation(self.place, new).id == (known[0] if known else new.id)
        if not known:
            assert new.id is not None
            content.relations[new.id] = body
            self.model.store(content)

    @precondition(lambda self: self.model.content.relations)
    @rule(data=st.data())
    def unrelate(self, data: st.DataObject) -> None:
        content = self.model.draft()
        relation = data.draw(st.sampled_from(sorted(content.relations)))
        relations.delete_relation(self.place, relation)
        del content.relations[relation]
        self.model.store(content)

    @rule(layer=st.sampled_from(sorted(CHOICES)), data=st.data())
    def label(self, layer: str, data: st.DataObject) -> None:
        chosen, content = data.draw(CHOICES[layer]), self.model.draft()
        operations.put_labels(self.place, {layer: chosen})
        content.labels.pop(layer, None)
        self.model.store(
            replace(content, labels=content.labels | ({layer: tuple(chosen)} if chosen else {}))
        )

    @rule(text=NOTES)
    def note(self, text: str) -> None:
        operations.put_note(self.place, text)
        self.model.store(replace(self.model.draft(), note=text))

    @rule(status=st.sampled_from(["in_progress", "done", "skipped"]))
    def set_status(self, status: str) -> None:
        operations.set_status(self.place, status)
        self.model.store(self.model.draft(), status=status)

    @rule(reason=st.sampled_from(["unclear", "offensive 🙂"]))
    def raise_flag(self, reason: str) -> None:
        operations.put_flag(self.place, reason)
        self.model.store(self.model.draft(), flag=reason)

    @rule()
    def undo(self) -> None:
        if self.model.undo():
            undoing.undo(self.place)
        else:
            self.refused(Refused, lambda: undoing.undo(self.place))

    @rule()
    def redo(self) -> None:
        if self.model.redo():
            undoing.redo(self.place)
        else:
            self.refused(Refused, lambda: undoing.redo(self.place))

    @precondition(lambda self: self.model.revision)
    @rule(back=st.integers(1, 3))
    def write_with_a_stale_revision(self, back: int) -> None:
        stale = replace(self.place, seen=max(self.model.revision - back, 0))
        self.refused(Stale, lambda: operations.put_note(stale, "too late"))

    @precondition(lambda self: self.model.revision)
    @rule(
        span=new_spans(),
        topics=CHOICES["topic"],
        note=NOTES,
        status=st.sampled_from(["in_progress", "done"]),
    )
    def merge(self, span: S, topics: list[str], note: str, status: str) -> None:
        content, span_id = self.model.draft(), uuid4()
        labels = {"topic": tuple(topics)} if topics else {}
        record = AnnotationRecord("ana", "work", status, (stored(span_id, span),), (), labels, note)
        incoming = [Incoming(self.place.document_id, self.place.annotator_id, record)]

        def act() -> object:
            return import_sets(self.place.project_id, incoming, self.place.actor_id)

        self.merged = True
        if content.equal_to(span) is None:
            if content.is_in_the_way(span, span_id):
                self.refused(Refused, act)
                return
            content.spans[span_id] = span
        act()
        if topics:
            merged = dict.fromkeys((*content.labels.get("topic", ()), *topics))
            content.labels["topic"] = tuple(merged)
        if note and note not in content.note:
            content.note = f"{content.note}\n{note}" if content.note else note
        finishes = status in FINISHED and self.model.status not in FINISHED
        self.model.store(content, status if finishes else None, merged=True)

    @invariant()
    def the_set_is_what_the_model_and_the_events_say(self) -> None:
        work = work_on(self.place.document_id, self.place.annotator_id)
        self.model.check(work)
        events = events_of(work.set_id) if work.set_id else []
        assert rebuild(from_json(one.changes) for one in events) == self.model.as_state(self.ids)
        assert [one.revision for one in events] == list(range(1, work.revision + 1))
        db.session.rollback()

    def teardown(self) -> None:
        """Undo all that can be undone, do as much again; then nothing may be miscounted anywhere."""
        last, depth = self.model.draft(), len(self.model.undos)
        while self.model.undos and self.model.can_undo():
            self._step(self.undo)
        if depth and not self.merged:
            assert self.model.content == Content()
        for _ in range(depth - len(self.model.undos)):
            self._step(self.redo)
        assert self.model.content == last
        assert check_database().faults == []

    def _step(self, act: Callable[[], None]) -> None:
        act()
        self.the_set_is_what_the_model_and_the_events_say()


def test_sets_are_what_their_events_made_them_whatever_is_done(world: World) -> None:
    run_state_machine_as_test(
        lambda: Labelling(world),
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_redo_does_not_break_a_layer_without_overlap(world: World) -> None:
    place = world.place()
    operations.put_note(place, "begun")
    spans.create_span(place, spans.NewSpan(0, 5, "ONLY"))
    undoing.undo(place)
    other = stored(uuid4(), S(3, 8, "ONLY"))
    record = AnnotationRecord("ana", "work", "in_progress", (other,))
    import_sets(world.project_id, [Incoming(world.document_id, world.ana, record)], world.ana)

    with pytest.raises(Refused, match="overlap"):
        undoing.redo(place)
    assert [one.id for one in work_on(world.document_id, world.ana).spans] == [other.id]
