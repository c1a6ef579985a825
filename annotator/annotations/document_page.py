"""The whole labelling page, as browsers ask for it."""

from typing import Any
from uuid import UUID

from flask import render_template, request

from annotator.accounts.session import current_user
from annotator.annotations.desk import desk, panel_of
from annotator.annotations.drawing import canvas_of
from annotator.annotations.inspector import Inspected, inspect
from annotator.annotations.keys import acts_by_key, keys_of
from annotator.annotations.places import work_to_read
from annotator.annotations.queries import Work
from annotator.annotations.rendering import render_document
from annotator.annotations.standing import standing_of
from annotator.annotations.tour_pages import tour_for
from annotator.annotations.workers import compare_addresses
from annotator.core.errors import NotFound
from annotator.core.scheme import Scheme
from annotator.core.slots import slots
from annotator.documents.models import Document
from annotator.documents.queries import get_document


def draw_page(document_id: int, **more: Any) -> str:
    """Draw the page for the person who asks, with what the address chooses: a page of the table, a span, whose work."""
    user, name = current_user(), request.args.get("annotator")
    document, access = get_document(document_id, user)
    theirs = name if name not in (None, "", user.name) else None
    work = work_to_read(document_id, access, user, theirs, "work")
    shown = desk(document, access, editable=access.may_annotate and not theirs)
    canvas = canvas_of(document_id, shown["scheme"], document.text_sha256)
    return render_template(
        "annotations/document.html",
        **shown,
        work=work,
        annotator=theirs or "",
        queue=standing_of(document, user.id),
        compared=compare_addresses([document_id]).get(document_id)
        if access.may_see_others
        else None,
        text=render_document(canvas, work.spans),
        panel=panel_of(document, work, request.args.get("panel", 1, int)),
        inspected=_chosen(document, work),
        slots=_slots(shown["scheme"]),
        keys=acts_by_key(keys_of(user.preferences)),
        tour=tour_for(user),
        **more,
    )


def _slots(scheme: Scheme) -> list[list[object]]:
    """Return what the page must know of the scheme to link spans in the text."""
    return [[slot.name, slot.sources, slot.targets, slot.implied] for slot in slots(scheme)]


def _chosen(document: Document, work: Work) -> Inspected | None:
    """Return the span that the address names; it may be gone by now."""
    span_id = request.args.get("span", type=UUID)
    try:
        return inspect(document, work, span_id) if span_id else None
    except NotFound:
        return None
