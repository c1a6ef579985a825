"""The list of all spans to which one may be linked."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from annotator.annotations.panel import PanelRow, row_of
from annotator.annotations.queries import Work, span_in, spans_of
from annotator.core.slots import Slot, slots
from annotator.core.spans import Span, quote
from annotator.documents.models import Document
from annotator.documents.texts import text_of
from annotator.projects.queries import current_scheme, label_names

LISTED = 100


@dataclass(frozen=True, slots=True)
class Targets:
    """The first spans that a slot of `span` may lead to and whose words hold the query; `more` when there are others."""

    span: Span
    slots: tuple[Slot, ...]
    slot: str
    query: str
    rows: tuple[PanelRow, ...]
    more: bool


def targets(document: Document, work: Work, span_id: UUID, slot: str, query: str) -> Targets:
    """Return the targets for a role or relation label, the first one when none of that name leads from the span.

    They come in the order of the text, those that begin after the span first.
    """
    names, text = label_names(document.project_id), text_of(document.id)
    span = span_in(work.set_id, span_id, names)
    known = tuple(s for s in slots(current_scheme(document.project_id)) if s.begins_at(span.layer))
    chosen = next((one for one in known if one.name == slot), known[0] if known else None)
    spans = spans_of(work.set_id, names) if chosen and work.set_id else ()
    ordered = sorted(spans, key=lambda one: one.start < span.start)
    fitting = (
        one for one in ordered if chosen and chosen.leads_to(one.layer) and one.id != span_id
    )
    found = tuple(islice(_holding(fitting, text, query), LISTED + 1))
    rows = tuple(row_of(text, one) for one in found[:LISTED])
    return Targets(span, known, chosen.name if chosen else "", query, rows, len(found) > LISTED)


def _holding(spans: Iterator[Span], text: str, query: str) -> Iterator[Span]:
    wanted = query.strip().casefold()
    for span in spans:
        if wanted in f"{span.label} {quote(text, span.start, span.end, span.fragments)}".casefold():
            yield span
