"""Adding a stretch of text to a span, and cutting one out of it."""

from collections.abc import Callable
from uuid import UUID

from annotator.annotations.editing import Outcome, Place
from annotator.annotations.queries import set_of, span_in
from annotator.annotations.spans import change_span
from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.core.spans import Fragments, check_extent, with_part, without_part
from annotator.database import write_tx
from annotator.documents.texts import text_of
from annotator.projects.queries import label_names

Reshape = Callable[[Fragments], Fragments]


def add_part(place: Place, span_id: UUID, start: int, end: int) -> Outcome:
    """Make a stretch part of a span, as a fragment of its own where it meets no other part."""
    check_extent(text_of(place.document_id), start, end)
    return _reshaped(place, span_id, lambda parts: with_part(parts, start, end))


def cut_part(place: Place, span_id: UUID, start: int, end: int) -> Outcome:
    """Take a stretch out of a span, white space at the new edges with it; refuses to take all that is there."""
    text = text_of(place.document_id)
    check_extent(text, start, end)
    return _reshaped(place, span_id, lambda parts: without_part(parts, start, end, text))


def _reshaped(place: Place, span_id: UUID, reshape: Reshape) -> Outcome:
    with write_tx():
        row = set_of(place.document_id, place.annotator_id, place.kind)
        span = span_in(row.id if row else None, span_id, label_names(place.project_id))
        parts = reshape(span.parts)
        if not parts:
            raise Refused.field(
                "end", sentence("Nothing would be left of the span: delete it instead.")
            )
        patch = {"start": parts[0][0], "end": parts[-1][1], "fragments": parts}
        return change_span(place, span_id, patch)
