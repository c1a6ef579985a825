"""The table of a document's spans: reading order, a few dozen on a page, each with the words around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from annotator.annotations.rendering import short_quote, shown
from annotator.core.spans import AttributeValue, Span

ROWS = 25
CONTEXT = 24
"""Code points shown before and after a quote."""


Links = tuple[tuple[str, str], ...]


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
    links: Links
    """What leads from the span: (name of the role or relation, quote or value)."""


@dataclass(frozen=True, slots=True)
class PanelPage:
    """One page of the table; pages count from 1."""

    rows: tuple[PanelRow, ...]
    page: int
    pages: int
    total: int


def panel_page(
    text: str,
    spans: Iterable[Span],
    total: int,
    page: int = 1,
    links: Mapping[UUID, Links] = MappingProxyType({}),
) -> PanelPage:
    """Return a page of the table; `spans` are those of this page, in reading order, of `total` in all."""
    rows = tuple(row_of(text, span, links.get(span.id, ())) for span in spans)
    return PanelPage(rows, page, pages_of(total), total)


def row_order(span: Span) -> tuple[int, int, UUID]:
    """Sort key of the rows: by start, outer spans first."""
    return (span.start, -span.end, span.id)


def pages_of(total: int) -> int:
    """Return how many pages so many spans take: one at least."""
    return max(1, -(-total // ROWS))


def row_of(text: str, span: Span, links: Links = ()) -> PanelRow:
    """Return the row of a span."""
    return PanelRow(
        id=span.id,
        layer=span.layer,
        label=span.label,
        start=span.start,
        end=span.end,
        before=_before(text, span.start),
        quote=short_quote(text, span),
        after=_after(text, span.end),
        attributes=span.attributes,
        note=span.note,
        links=links,
    )


def _before(text: str, place: int) -> str:
    """Return the words before an offset, the first one whole."""
    words = shown(text[max(0, place - CONTEXT) : place])
    return words if place <= CONTEXT else "…" + words[words.find(" ") + 1 :]


def _after(text: str, place: int) -> str:
    """Return the words after an offset, the last one whole."""
    words = shown(text[place : place + CONTEXT])
    return words if place + CONTEXT >= len(text) else words[: words.rfind(" ") + 1].rstrip() + "…"
