"""Drawing stored sets: a whole text, one chunk of it, or the blocks that a change touched."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import select

from annotator.annotations.colors import label_numbers
from annotator.annotations.models import SpanRow
from annotator.annotations.queries import SPAN_COLUMNS
from annotator.annotations.rendering import Canvas, render_changes, render_chunk
from annotator.annotations.stored import Names, span_from_row, span_from_value
from annotator.core.changes import Change
from annotator.core.errors import NotFound
from annotator.core.lanes import neighbourhood
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.core.spans import Span
from annotator.database import db
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme, label_names


@lru_cache(maxsize=64)
def _canvas(url: str, text: str, scheme: Scheme) -> Canvas:
    """Keep the blocks of texts that people are at; a canvas holds nothing that can change."""
    return Canvas(url, text, label_numbers(scheme))


def canvas_of(document_id: int, scheme: Scheme, digest: str | None = None) -> Canvas:
    """Return the document ready to be drawn; who knows the digest of its text may say it."""
    return _canvas(f"/documents/{document_id}", text_of(document_id, digest), scheme)


def chunk(document_id: int, project_id: int, set_id: int | None, number: int) -> Markup:
    """Draw one chunk with the spans of a set."""
    canvas = canvas_of(document_id, current_scheme(project_id))
    extent = canvas.chunk_extent(number)
    if extent is None:
        message = sentence("The document has no such part.")
        raise NotFound(message)
    spans = neighbourhood(_loader(set_id, label_names(project_id)), canvas.blocks, [extent])
    return render_chunk(canvas, spans.values(), number)


def changed_blocks(
    document_id: int, project_id: int, set_id: int, changes: Sequence[Change]
) -> Markup:
    """Draw the blocks that look different since these changes, which are stored already."""
    moved = [change for change in changes if change.object == "span"]
    if not moved:
        return Markup("")
    names, canvas = label_names(project_id), canvas_of(document_id, current_scheme(project_id))
    after = neighbourhood(_loader(set_id, names), canvas.blocks, _extents(moved))
    before = after | {change.id: _span(change, names) for change in reversed(moved)}
    spans = [span for span in before.values() if span is not None]
    return render_changes(canvas, spans, after.values())


def _extents(moved: Iterable[Change]) -> list[tuple[int, int]]:
    values = (value for change in moved for value in (change.before, change.after))
    return [(value["start"], value["end"]) for value in values if value is not None]


def _span(change: Change, names: Names) -> Span | None:
    if change.before is None:
        return None
    return span_from_value(UUID(change.id), change.before, names)


def _loader(set_id: int | None, names: Names) -> Callable[[int, int], Iterable[Span]]:
    def load(start: int, end: int) -> Iterable[Span]:
        query = select(*SPAN_COLUMNS).where(
            SpanRow.set_id == set_id, SpanRow.start < end, SpanRow.end > start
        )
        return (span_from_row(row, names) for row in db.session.execute(query))

    return load
