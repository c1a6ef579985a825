"""Where the work on a document stands: done, skipped, flagged, and what is still open."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import ngettext
from markupsafe import Markup, escape

from annotator.accounts.session import current_user, signed_in
from annotator.annotations import operations
from annotator.annotations.acts import address, attempt, change, stored, written_place
from annotator.annotations.document_page import draw_page
from annotator.annotations.editing import Place
from annotator.annotations.news import with_news
from annotator.annotations.places import own_place
from annotator.annotations.queue import next_document
from annotator.annotations.swaps import made
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
    place = written_place(document_id)
    status, reason = request.form.get("status", ""), request.form.get("reason")
    # What was done once stays done when it is sent again, whatever is open by then.
    answer = attempt(place, lambda: _set_status(place, status, reason))
    if answer.status_code >= 400:
        return answer
    over = status in ("done", "skipped")
    return made(go(_following(place) if over else address(document_id)), answer.get_json())


def _set_status(place: Place, status: str, reason: str | None) -> Response:
    if status == "done":
        left = _left(place)
        if left.is_required or (left.gaps and not request.form.get("anyway")):
            return _refuse(place, left)
    return stored(operations.set_status(place, status, reason))


def _left(place: Place) -> Unfinished:
    return unfinished(place.document_id, place.project_id, place.annotator_id)


def _refuse(place: Place, left: Unfinished) -> Response:
    """Answer with the list of what is open."""
    if not is_htmx():
        return make_response(draw_page(place.document_id, unfinished=left), HELD)
    count = len(left.gaps)
    said = ngettext(
        "Not done yet: %(num)s thing is open.", "Not done yet: %(num)s things are open.", count
    )
    listed = partial("#unfinished", _list(place.document_id, left, is_new=True), "innerHTML")
    return with_news(place, [partial("#alert", escape(said), "innerHTML"), listed], HELD)


def _list(document_id: int, left: Unfinished, *, is_new: bool) -> Markup:
    html = render_template(
        "annotations/unfinished_list.html", document_id=document_id, unfinished=left, is_new=is_new
    )
    return Markup(html)  # noqa: S704 -- rendered by an escaping template


def _following(place: Place) -> str:
    """Return the address of what to do next."""
    found = next_document(place.project_id, place.annotator_id, place.document_id)
    if found is not None:
        return address(found)
    slug = get_document(place.document_id, current_user())[1].project.slug
    return url_for("annotation_lists.documents", slug=slug)


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
