"""The labelling page: the text with its spans, and the forms by which people change them."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request

from annotator.accounts.session import current_user, signed_in
from annotator.annotations import operations, spans, undoing
from annotator.annotations.acts import change
from annotator.annotations.desk import desk, panel_of
from annotator.annotations.document_page import draw_page
from annotator.annotations.drawing import chunk
from annotator.annotations.forms import document_labels, new_span
from annotator.annotations.places import own_place, readable_work, work_to_read
from annotator.annotations.queries import set_head
from annotator.documents.queries import get_document
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme

bp = Blueprint("annotations", __name__)
ONE = "/documents/<int:document_id>"


@bp.get(ONE)
@signed_in
def document(document_id: int) -> str:
    """Show a document to label, somebody else's work on it to read, or the work of several to compare."""
    if "compare" in request.args:
        # numpy and scipy would hold 55 MiB of every server that nobody asks to compare.
        from annotator.annotations.compare_page import draw_comparison  # noqa: PLC0415

        return draw_comparison(document_id)
    return draw_page(document_id)


@bp.get(f"{ONE}/panel")
@signed_in
def panel(document_id: int) -> str:
    """Show the table of one's spans, or of somebody else's."""
    user, name = current_user(), request.args.get("annotator")
    shown, access = get_document(document_id, user)
    theirs = name if name not in (None, "", user.name) else None
    work = (
        work_to_read(document_id, access, user, theirs, "work")
        if theirs
        else set_head(document_id, user.id)
    )
    return render_template(
        "annotations/_panel.html",
        **desk(shown, access, editable=access.may_annotate and not theirs),
        annotator=theirs or "",
        panel=panel_of(shown, work, request.args.get("page", 1, int)),
    )


@bp.get(f"{ONE}/chunks/<int:number>")
@signed_in
def read_chunk(document_id: int, number: int) -> str:
    """Answer with a part of a long text, with its spans."""
    if "compare" in request.args:
        from annotator.annotations.compare_page import draw_compared_chunk  # noqa: PLC0415

        return draw_compared_chunk(document_id, number)
    user, name = current_user(), request.args.get("annotator")
    shown, _ = get_document(document_id, user)
    if name:
        work = readable_work(document_id, user, name, "work")
    else:
        work = set_head(document_id, user.id)
    return chunk(document_id, shown.project_id, work.set_id, number)


@bp.post(f"{ONE}/spans")
@signed_in
def create_span(document_id: int) -> Response:
    """Create a span, by offsets or by its quote."""
    new = new_span(request.form, text_of(own_place(document_id, current_user()).document_id))
    return change(document_id, lambda place: spans.create_span(place, new))


@bp.post(f"{ONE}/spans/<uuid:span_id>/delete")
@signed_in
def delete_span(document_id: int, span_id: UUID) -> Response:
    """Delete a span; one that was deleted in another tab is as wished."""
    return change(document_id, lambda place: spans.delete_span(place, span_id, missing_ok=True))


@bp.post(f"{ONE}/undo")
@signed_in
def undo(document_id: int) -> Response:
    """Take back the last edit."""
    return change(document_id, undoing.undo)


@bp.post(f"{ONE}/redo")
@signed_in
def redo(document_id: int) -> Response:
    """Do again what undo took back."""
    return change(document_id, undoing.redo)


@bp.post(f"{ONE}/labels")
@signed_in
def put_labels(document_id: int) -> Response:
    """Give the document its labels."""
    place = own_place(document_id, current_user())
    labels = document_labels(request.form, current_scheme(place.project_id))
    return change(document_id, lambda place: operations.put_labels(place, labels))


@bp.post(f"{ONE}/note")
@signed_in
def put_note(document_id: int) -> Response:
    """Keep the note on the document."""
    note = request.form.get("note", "").replace("\r\n", "\n")
    return change(document_id, lambda place: operations.put_note(place, note))
