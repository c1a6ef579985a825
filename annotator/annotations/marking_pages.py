"""What the labelling page asks for beyond single spans: the same words everywhere, parts of a span."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request

from annotator.accounts.session import current_user, signed_in
from annotator.annotations import fragments, propagating
from annotator.annotations.acts import change
from annotator.annotations.desk import desk
from annotator.annotations.forms import extent, label_and_places
from annotator.annotations.places import own_place
from annotator.annotations.queries import set_head
from annotator.annotations.targets import targets
from annotator.documents.queries import get_document

bp = Blueprint("marking", __name__)
ONE = "/documents/<int:document_id>"
SPAN = f"{ONE}/spans/<uuid:span_id>"


@bp.get(f"{ONE}/occurrences")
@signed_in
def occurrences(document_id: int) -> str:
    """Show the form that labels the same words everywhere; the page's script fills it with the places."""
    document, access = get_document(document_id, current_user())
    about = desk(document, access, editable=access.may_annotate)
    return render_template("annotations/_occurrences.html", **about, most=propagating.MOST)


@bp.get(f"{ONE}/labelled")
@signed_in
def labelled(document_id: int) -> dict[str, list[tuple[int, int]]]:
    """Answer with the places that have a label in one's own work."""
    place = own_place(document_id, current_user())
    label, layer, _, _ = label_and_places(request.args)
    work = set_head(document_id, place.annotator_id)
    return {"places": propagating.labelled_extents(work.set_id, place.project_id, label, layer)}


@bp.get(f"{SPAN}/targets")
@signed_in
def list_targets(document_id: int, span_id: UUID) -> str:
    """Show the spans to which one may be linked, near and far."""
    document, access = get_document(document_id, current_user())
    work = set_head(document_id, own_place(document_id, current_user()).annotator_id)
    asked = request.args
    found = targets(document, work, span_id, asked.get("label", ""), asked.get("q", ""))
    return render_template(
        "annotations/_targets.html",
        **desk(document, access, editable=True),
        span=found.span,
        slots=found.slots,
        targets=found,
    )


@bp.post(f"{ONE}/spans/all")
@signed_in
def label_all(document_id: int) -> Response:
    """Label many places alike."""
    label, layer, places, own = label_and_places(request.form)
    return change(
        document_id, lambda place: propagating.label_all(place, label, layer, places, own)
    )


@bp.post(f"{SPAN}/parts")
@signed_in
def add_part(document_id: int, span_id: UUID) -> Response:
    """Make a stretch of the text part of a span."""
    start, end = extent(request.form)
    return change(
        document_id, lambda place: fragments.add_part(place, span_id, start, end), span_id
    )


@bp.post(f"{SPAN}/parts/delete")
@signed_in
def cut_part(document_id: int, span_id: UUID) -> Response:
    """Take a stretch of the text out of a span."""
    start, end = extent(request.form)
    return change(
        document_id, lambda place: fragments.cut_part(place, span_id, start, end), span_id
    )
