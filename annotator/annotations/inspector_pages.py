"""The inspector of the labelling page, and its forms: attributes and note of a span, roles and relations."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request

from annotator.accounts.session import current_user, signed_in
from annotator.annotations import relations
from annotator.annotations.acts import change
from annotator.annotations.describing import describe_span
from annotator.annotations.desk import desk
from annotator.annotations.forms import attribute_values, inspected_span, new_relation, span_patch
from annotator.annotations.inspector import inspect
from annotator.annotations.places import readable_work
from annotator.annotations.queries import set_head
from annotator.annotations.spans import change_span
from annotator.documents.queries import get_document

bp = Blueprint("inspector", __name__)
ONE = "/documents/<int:document_id>"


@bp.get(f"{ONE}/spans/<uuid:span_id>/inspector")
@signed_in
def inspector(document_id: int, span_id: UUID) -> str:
    """Show all about a span."""
    user, name = current_user(), request.args.get("annotator")
    document, access = get_document(document_id, user)
    theirs = name not in (None, "", user.name)
    work = (
        readable_work(document_id, user, name, "work") if theirs else set_head(document_id, user.id)
    )
    return render_template(
        "annotations/_inspector.html",
        **desk(document, access, editable=access.may_annotate and not theirs),
        inspected=inspect(document, work, span_id),
    )


@bp.post(f"{ONE}/spans/<uuid:span_id>")
@signed_in
def describe(document_id: int, span_id: UUID) -> Response:
    """Move, relabel or describe a span."""
    patch, values = span_patch(request.form), attribute_values(request.form)
    if not values:
        shown = span_id if "note" in patch else None
        return change(document_id, lambda place: change_span(place, span_id, patch), shown)
    return change(document_id, lambda place: describe_span(place, span_id, values, patch), span_id)


@bp.post(f"{ONE}/relations")
@signed_in
def relate(document_id: int) -> Response:
    """Link two spans, or fill a role."""
    new = new_relation(request.form)
    return change(document_id, lambda place: relations.add_relation(place, new), new.head)


@bp.post(f"{ONE}/relations/<uuid:relation_id>/delete")
@signed_in
def unrelate(document_id: int, relation_id: UUID) -> Response:
    """Delete a relation, or empty a role, unless another tab did."""
    shown = inspected_span(request.form)
    return change(
        document_id,
        lambda place: relations.delete_relation(place, relation_id, missing_ok=True),
        shown,
    )
