"""The table of a document's spans: reading order, a hundred on a page, each with the words around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from annotator.annotations.rendering import short_quote, shown
from annotator.core.spans import AttributeValue, Span, reading_order

ROWS = 100
CONTEXT = 24
"""Code points shown before and after a quote."""


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One span as the table shows it."""

    id: UUID
    layer: str
    label: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    attributes: Mapping[str, AttributeValue]
    note: str


@dataclass(frozen=True, slots=True)
class PanelPage:
    """One page of the table; pages count from 1."""

    rows: tuple[PanelRow, ...]
    page: int
    pages: int
    total: int


def panel_page(text: str, spans: Iterable[Span], page: int = 1) -> PanelPage:
    """Return one page of all `spans`; a page that does not exist becomes the nearest one."""
    ordered = sorted(spans, key=reading_order)
    pages = max(1, -(-len(ordered) // ROWS))
    page = min(max(page, 1), pages)
    rows = tuple(_row(text, span) for span in ordered[ROWS * (page - 1) : ROWS * page])
    return PanelPage(rows, page, pages, len(ordered))


def _row(text: str, span: Span) -> PanelRow:
    return PanelRow(
        id=span.id,
        layer=span.layer,
        label=span.label,
        start=span.start,
        end=span.end,
        before=shown(text[max(0, span.start - CONTEXT) : span.start]),
        quote=short_quote(text, span),
        after=shown(text[span.end : span.end + CONTEXT]),
        attributes=span.attributes,
        note=span.note,
    )
