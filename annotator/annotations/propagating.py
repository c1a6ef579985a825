"""Labelling the same words wherever they stand in a text: one act, one step to undo."""

from collections.abc import Sequence

from sqlalchemy import select

from annotator.annotations.editing import Outcome, Place, editing
from annotator.annotations.models import SpanRow
from annotator.annotations.spans import NewSpan, check_layer_overlap, checked, equal_span
from annotator.annotations.stored import span_value
from annotator.core.changes import Change
from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.core.spans import PROPAGATED
from annotator.database import db
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme, label_ids

MOST = 1000
"""Places that are labelled at once."""

Extents = Sequence[tuple[int, int]]


def label_all(
    place: Place, label: str, layer: str | None, extents: Extents, own: tuple[int, int] | None
) -> Outcome:
    """Label all these stretches alike; those that are so already are passed over.

    All spans made are marked as propagated, but for the one at `own`, which the annotator selected by hand. Refuses
    the whole act when one place does not fit the text or its layer.
    """
    _check_number(extents)
    scheme, text = current_scheme(place.project_id), text_of(place.document_id)
    wanted = [
        NewSpan(start, end, label, layer, origin="" if (start, end) == own else PROPAGATED)
        for start, end in dict.fromkeys(extents)
    ]
    spans = [checked(new, text, scheme) for new in wanted]
    with editing(place) as edit:
        for span in spans:
            if equal_span(edit, span) is None:
                check_layer_overlap(edit, span, scheme)
                value = span_value(span, edit.ids[span.layer, span.label])
                edit.apply(Change("span", str(span.id), None, value))
    return edit.outcome


def _check_number(extents: Extents) -> None:
    if not extents:
        raise Refused.field("at", sentence("Tick at least one place to label."))
    if len(extents) > MOST:
        message = sentence(
            "At most %(most)s places are labelled at once, not %(count)s: tick fewer.",
            most=MOST,
            count=len(extents),
        )
        raise Refused.field("at", message)


def labelled_extents(
    set_id: int | None, project_id: int, label: str, layer: str | None
) -> list[tuple[int, int]]:
    """Return where a set's undivided spans of one label lie, in the order of the text."""
    found, named = current_scheme(project_id).resolve(label, layer)
    number = label_ids(project_id)[found.name, named.name]
    query = (
        select(SpanRow.start, SpanRow.end)
        .where(SpanRow.set_id == set_id, SpanRow.label_id == number, SpanRow.fragments == "")
        .order_by(SpanRow.start, SpanRow.end)
    )
    return [(start, end) for start, end in db.session.execute(query)]
