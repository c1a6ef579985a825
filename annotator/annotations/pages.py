"""The labelling page: the text with its spans, and the forms by which people change them."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from annotator.accounts.receipts import once
from annotator.accounts.session import current_user, signed_in
from annotator.annotations import operations, spans, undoing
from annotator.annotations.desk import desk, panel_of
from annotator.annotations.drawing import canvas_of, chunk
from annotator.annotations.editing import Outcome, Place
from annotator.annotations.forms import document_labels, new_span, span_patch
from annotator.annotations.places import own_place, readable_work
from annotator.annotations.queries import set_head
from annotator.annotations.queue import next_document
from annotator.annotations.rendering import render_document
from annotator.annotations.standing import standing_of
from annotator.annotations.swaps import swaps
from annotator.documents.queries import get_document
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme
from annotator.web.api import reply
from annotator.web.htmx import go, is_htmx

bp = Blueprint("annotations", __name__)
ONE = "/documents/<int:document_id>"
Act = Callable[[Place], Outcome]


@bp.get(ONE)
@signed_in
def document(document_id: int) -> str:
    """Show a document to label, or somebody else's work on it to read."""
    user, name = current_user(), request.args.get("annotator")
    shown, access = get_document(document_id, user)
    theirs = name if name not in (None, "", user.name) else None
    work = readable_work(document_id, user, theirs, "work")
    canvas = canvas_of(document_id, shown.project_id)
    return render_template(
        "annotations/document.html",
        **desk(shown, access, editable=access.may_annotate and not theirs),
        work=work,
        annotator=theirs or "",
        queue=standing_of(shown, user.id),
        text=render_document(canvas, work.spans),
        panel=panel_of(shown, work, request.args.get("panel", 1, int)),
    )


@bp.get(f"{ONE}/panel")
@signed_in
def panel(document_id: int) -> str:
    """Show the table of one's spans."""
    user = current_user()
    shown, access = get_document(document_id, user)
    work = set_head(document_id, user.id)
    return render_template(
        "annotations/_panel.html",
        **desk(shown, access, editable=access.may_annotate),
        panel=panel_of(shown, work, request.args.get("page", 1, int)),
    )


@bp.get(f"{ONE}/chunks/<int:number>")
@signed_in
def read_chunk(document_id: int, number: int) -> str:
    """Answer with a part of a long text, with its spans."""
    user, name = current_user(), request.args.get("annotator")
    shown, _ = get_document(document_id, user)
    if name:
        work = readable_work(document_id, user, name, "work")
    else:
        work = set_head(document_id, user.id)
    return chunk(document_id, shown.project_id, work.set_id, number)


def _change(document_id: int, act: Act) -> Response:
    """Do an act on one's own set; answer with what to swap, or go back to the document where no script asked."""
    place = own_place(document_id, current_user())
    answer = once(lambda: _stored(act(place)))
    if not is_htmx():
        return go(url_for("annotations.document", document_id=document_id))
    return swaps(place, answer.get_json(), answer.status_code)


def _stored(outcome: Outcome) -> Response:
    changes = [change.as_json() for change in outcome.changes]
    body = {"set": outcome.set_id, "revision": outcome.revision, "changes": changes}
    return reply(body, 201 if _creates(outcome) else 200, outcome.revision)


def _creates(outcome: Outcome) -> bool:
    return any(change.object == "span" and change.before is None for change in outcome.changes)


@bp.post(f"{ONE}/spans")
@signed_in
def create_span(document_id: int) -> Response:
    """Create a span, by offsets or by its quote."""
    new = new_span(request.form, text_of(own_place(document_id, current_user()).document_id))
    return _change(document_id, lambda place: spans.create_span(place, new))


@bp.post(f"{ONE}/spans/<uuid:span_id>")
@signed_in
def change_span(document_id: int, span_id: UUID) -> Response:
    """Move or relabel a span."""
    patch = span_patch(request.form)
    return _change(document_id, lambda place: spans.change_span(place, span_id, patch))


@bp.post(f"{ONE}/spans/<uuid:span_id>/delete")
@signed_in
def delete_span(document_id: int, span_id: UUID) -> Response:
    """Delete a span."""
    return _change(document_id, lambda place: spans.delete_span(place, span_id))


@bp.post(f"{ONE}/undo")
@signed_in
def undo(document_id: int) -> Response:
    """Take back the last edit."""
    return _change(document_id, undoing.undo)


@bp.post(f"{ONE}/redo")
@signed_in
def redo(document_id: int) -> Response:
    """Do again what undo took back."""
    return _change(document_id, undoing.redo)


@bp.post(f"{ONE}/labels")
@signed_in
def put_labels(document_id: int) -> Response:
    """Give the document its labels."""
    place = own_place(document_id, current_user())
    labels = document_labels(request.form, current_scheme(place.project_id))
    return _change(document_id, lambda place: operations.put_labels(place, labels))


@bp.post(f"{ONE}/note")
@signed_in
def put_note(document_id: int) -> Response:
    """Keep the note on the document."""
    note = request.form.get("note", "").replace("\r\n", "\n")
    return _change(document_id, lambda place: operations.put_note(place, note))


@bp.post(f"{ONE}/status")
@signed_in
def set_status(document_id: int) -> Response:
    """Say where the work stands; finished work leads on to the next document."""
    place = own_place(document_id, current_user())
    status, reason = request.form.get("status", ""), request.form.get("reason")
    once(lambda: _stored(operations.set_status(place, status, reason)))
    if status not in ("done", "skipped"):
        return go(url_for("annotations.document", document_id=document_id))
    found = next_document(place.project_id, place.annotator_id, document_id)
    if found is None:
        slug = get_document(document_id, current_user())[1].project.slug
        return go(url_for("annotation_lists.documents", slug=slug))
    return go(url_for("annotations.document", document_id=found))
