"""Annotations for programs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response

from annotator.accounts.receipts import once
from annotator.accounts.session import current_user
from annotator.annotations import operations, relations, schemas, spans, undoing
from annotator.annotations.answers import (
    change_json,
    changes_json,
    event_json,
    set_json,
    stored_relation_json,
    stored_span_json,
)
from annotator.annotations.editing import Outcome, Place
from annotator.annotations.places import own_place, readable_work
from annotator.annotations.queries import history, set_of
from annotator.annotations.stored import span_json
from annotator.core.errors import Stale
from annotator.documents.texts import text_of
from annotator.projects.queries import label_names
from annotator.web.api import (
    api_blueprint,
    endpoint,
    if_match,
    open_cursor,
    page_of,
    reply,
    seal,
)

bp = api_blueprint("annotations_api")
ONE = "/documents/<int:document_id>"


def _act(document_id: int, act: Callable[[Place], Response]) -> Response:
    """Do an act on the caller's own set, once; what changed meanwhile is told as the history tells it."""

    def told() -> Response:
        place = own_place(document_id, current_user(), if_match())
        try:
            return act(place)
        except Stale as refused:
            changed = changes_json(refused.changed, label_names(place.project_id))
            raise Stale(refused.message, refused.revision, changed) from None

    return once(told)


def _write(document_id: int, act: Callable[[Place], Outcome]) -> Response:
    """Do an act on the caller's own set and answer with the revision."""

    def answered(place: Place) -> Response:
        revision = act(place).revision
        return reply({"revision": revision}, revision=revision)

    return _act(document_id, answered)


def _span(place: Place, outcome: Outcome, status: int = 200) -> Response:
    assert outcome.span is not None  # noqa: S101 -- acts on spans tell theirs
    body = span_json(outcome.span, text_of(place.document_id))
    return reply(body | {"revision": outcome.revision}, status, outcome.revision)


@bp.get(f"{ONE}/annotations")
@endpoint("Read an annotation set", query=schemas.SetQuery, answers={200: schemas.SetAnswer})
def read_set(document_id: int, query: dict[str, Any]) -> Response:
    """Answer with all that is in a set: one's own, or another's where the role allows it."""
    work = readable_work(document_id, current_user(), query.get("annotator"), query["kind"])
    return reply(set_json(work, text_of(document_id)), revision=work.revision)


@bp.post(f"{ONE}/spans")
@endpoint(
    "Create a span",
    body=schemas.SpanBody,
    answers={201: schemas.SpanAnswer, 200: schemas.SpanAnswer},
)
def post_span(document_id: int, body: spans.NewSpan) -> Response:
    """Create a span; one that is there already is answered with 200."""

    def act(place: Place) -> Response:
        outcome = spans.create_span(place, body)
        return _span(place, outcome, 201 if outcome.changes else 200)

    return _act(document_id, act)


@bp.get(f"{ONE}/spans/<uuid:span_id>")
@endpoint("Read a span", answers={200: schemas.SpanAnswer})
def read_span(document_id: int, span_id: UUID) -> Response:
    """Answer with one of the caller's spans."""
    place = own_place(document_id, current_user())
    row = set_of(document_id, place.annotator_id)
    revision = row.revision if row else 0
    body = stored_span_json(row.id if row else 0, span_id, text_of(document_id), place.project_id)
    return reply(body | {"revision": revision}, revision=revision)


@bp.patch(f"{ONE}/spans/<uuid:span_id>")
@endpoint("Change a span", body=schemas.SpanPatch, answers={200: schemas.SpanAnswer})
def patch_span(document_id: int, span_id: UUID, body: dict[str, Any]) -> Response:
    """Move, relabel or describe a span."""
    return _act(document_id, lambda place: _span(place, spans.change_span(place, span_id, body)))


@bp.delete(f"{ONE}/spans/<uuid:span_id>")
@endpoint("Delete a span", answers={200: schemas.RevisionAnswer})
def delete_span(document_id: int, span_id: UUID) -> Response:
    """Delete a span with its relations."""
    return _write(document_id, lambda place: spans.delete_span(place, span_id))


@bp.post(f"{ONE}/relations")
@endpoint(
    "Create a relation",
    body=schemas.RelationBody,
    answers={201: schemas.RelationAnswer, 200: schemas.RelationAnswer},
)
def post_relation(document_id: int, body: relations.NewRelation) -> Response:
    """Link two spans, or fill a role."""

    def act(place: Place) -> Response:
        outcome = relations.add_relation(place, body)
        assert outcome.id is not None  # noqa: S101 -- acts on relations name theirs
        answer = stored_relation_json(outcome.set_id, outcome.id, place.project_id)
        status = 201 if outcome.changes else 200
        return reply(answer | {"revision": outcome.revision}, status, outcome.revision)

    return _act(document_id, act)


@bp.delete(f"{ONE}/relations/<uuid:relation_id>")
@endpoint("Delete a relation", answers={200: schemas.RevisionAnswer})
def delete_relation(document_id: int, relation_id: UUID) -> Response:
    """Delete a relation or empty a role."""
    return _write(document_id, lambda place: relations.delete_relation(place, relation_id))


@bp.put(f"{ONE}/labels")
@endpoint("Set document labels", body=schemas.LabelsBody, answers={200: schemas.RevisionAnswer})
def put_labels(document_id: int, body: dict[str, list[str]]) -> Response:
    """Give the document exactly these labels in the layers named."""
    return _write(document_id, lambda place: operations.put_labels(place, body))


@bp.put(f"{ONE}/note")
@endpoint("Set the note", body=schemas.NoteBody, answers={200: schemas.RevisionAnswer})
def put_note(document_id: int, body: dict[str, str]) -> Response:
    """Set the note on the document."""
    return _write(document_id, lambda place: operations.put_note(place, body["text"]))


@bp.post(f"{ONE}/status")
@endpoint("Set the status", body=schemas.StatusBody, answers={200: schemas.RevisionAnswer})
def post_status(document_id: int, body: dict[str, str]) -> Response:
    """Say where the work stands."""
    return _write(
        document_id,
        lambda place: operations.set_status(place, body["status"], body.get("reason")),
    )


@bp.put(f"{ONE}/flag")
@endpoint("Flag the document", body=schemas.FlagBody, answers={200: schemas.RevisionAnswer})
def put_flag(document_id: int, body: dict[str, str]) -> Response:
    """Flag the document with a reason."""
    return _write(document_id, lambda place: operations.put_flag(place, body["reason"]))


@bp.delete(f"{ONE}/flag")
@endpoint("Take the flag away", answers={200: schemas.RevisionAnswer})
def delete_flag(document_id: int) -> Response:
    """Take the flag away."""
    return _write(document_id, lambda place: operations.put_flag(place, None))


@bp.post(f"{ONE}/undo")
@endpoint("Undo", answers={200: schemas.UndoneAnswer})
def post_undo(document_id: int) -> Response:
    """Take back the last edit."""
    return _act(document_id, lambda place: _undone(place, undoing.undo(place)))


@bp.post(f"{ONE}/redo")
@endpoint("Redo", answers={200: schemas.UndoneAnswer})
def post_redo(document_id: int) -> Response:
    """Do again what undo took back."""
    return _act(document_id, lambda place: _undone(place, undoing.redo(place)))


def _undone(place: Place, outcome: Outcome) -> Response:
    undone = [change_json(change, label_names(place.project_id)) for change in outcome.changes]
    return reply({"revision": outcome.revision, "undone": undone}, revision=outcome.revision)


@bp.get(f"{ONE}/history")
@endpoint("Read a set's history", query=schemas.PageQuery, answers={200: schemas.HistoryAnswer})
def read_history(document_id: int, query: dict[str, Any]) -> Response:
    """Answer with the events of the caller's set, newest first."""
    place = own_place(document_id, current_user())
    row = set_of(document_id, place.annotator_id)
    before = open_cursor(query["after"]) if query["after"] else None
    events = history(row.id, before, query["limit"] + 1) if row else []
    names = label_names(place.project_id)
    items = [event_json(event, actor, names) for event, actor in events[: query["limit"]]]
    more = seal(items[-1]["revision"]) if len(events) > query["limit"] else None
    return reply(page_of(items, more))
