"""Where the work on a document stands: done, skipped, flagged, and what is still open."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import ngettext
from markupsafe import Markup, escape

from annotator.accounts.receipts import once
from annotator.accounts.session import current_user, signed_in
from annotator.annotations import operations
from annotator.annotations.acts import address, change, stored
from annotator.annotations.document_page import draw_page
from annotator.annotations.editing import Place
from annotator.annotations.places import own_place
from annotator.annotations.queue import next_document
from annotator.annotations.unfinished import Unfinished, unfinished
from annotator.documents.queries import get_document
from annotator.web.htmx import go, is_htmx, partial

bp = Blueprint("standing", __name__)
ONE = "/documents/<int:document_id>"
HELD = 422


@bp.post(f"{ONE}/status")
@signed_in
def set_status(document_id: int) -> Response:
    """Say where the work stands; finished work leads on to the next document, unfinished work to what is open."""
    place = own_place(document_id, current_user())
    status, reason = request.form.get("status", ""), request.form.get("reason")
    # What was done once stays done when it is sent again, whatever is open by then.
    answer = once(lambda: _set_status(place, status, reason))
    if answer.status_code == HELD:
        return _refuse(document_id, _left(place))
    if status not in ("done", "skipped"):
        return go(address(document_id))
    return _lead_on(place)


def _set_status(place: Place, status: str, reason: str | None) -> Response:
    if status == "done":
        left = _left(place)
        if left.is_required or (left.gaps and not request.form.get("anyway")):
            return Response(status=HELD)
    return stored(operations.set_status(place, status, reason))


def _left(place: Place) -> Unfinished:
    return unfinished(place.document_id, place.project_id, place.annotator_id)


def _refuse(document_id: int, left: Unfinished) -> Response:
    """Answer with the list of what is open."""
    if not is_htmx():
        return make_response(draw_page(document_id, unfinished=left), HELD)
    count = len(left.gaps)
    said = ngettext(
        "Not done yet: %(num)s thing is open.", "Not done yet: %(num)s things are open.", count
    )
    listed = partial("#unfinished", _list(document_id, left, is_new=True), "innerHTML")
    answer = Markup("").join((partial("#alert", escape(said), "innerHTML"), listed))
    return make_response(answer, HELD)


def _list(document_id: int, left: Unfinished, *, is_new: bool) -> Markup:
    html = render_template(
        "annotations/unfinished_list.html", document_id=document_id, unfinished=left, is_new=is_new
    )
    return Markup(html)  # noqa: S704 -- rendered by an escaping template


def _lead_on(place: Place) -> Response:
    found = next_document(place.project_id, place.annotator_id, place.document_id)
    if found is not None:
        return go(address(found))
    slug = get_document(place.document_id, current_user())[1].project.slug
    return go(url_for("annotation_lists.documents", slug=slug))


@bp.get(f"{ONE}/unfinished")
@signed_in
def show_unfinished(document_id: int) -> Markup:
    """Answer with the list of what is open."""
    return _list(document_id, _left(own_place(document_id, current_user())), is_new=False)


@bp.post(f"{ONE}/flag")
@signed_in
def put_flag(document_id: int) -> Response:
    """Flag the document with a reason."""
    reason = request.form.get("reason", "").replace("\r\n", "\n")
    return change(document_id, lambda place: operations.put_flag(place, reason))


@bp.post(f"{ONE}/flag/delete")
@signed_in
def delete_flag(document_id: int) -> Response:
    """Take the flag away."""
    return change(document_id, lambda place: operations.put_flag(place, None))
