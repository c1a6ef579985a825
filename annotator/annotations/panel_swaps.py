"""Keeping the table of spans up to date: a row at a time, for drawing the whole table costs the browser most."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import render_template
from markupsafe import Markup

from annotator.annotations.desk import panel_of
from annotator.annotations.links import links_at, links_shown, spans_by_id
from annotator.annotations.panel import ROWS, row_of
from annotator.annotations.queries import Work, span_beside, spans_before
from annotator.annotations.stored import span_from_value
from annotator.core.changes import Change
from annotator.core.spans import Span
from annotator.documents.models import Document
from annotator.documents.texts import text_of
from annotator.projects.queries import label_names
from annotator.web.htmx import partial

FEW = 5
"""Changed spans up to which rows are swapped; for more the table is."""


def part(name: str, about: Mapping[str, Any]) -> Markup:
    """Draw a part of the labelling page."""
    html = render_template(f"annotations/{name}.html", **about)
    return Markup(html)  # noqa: S704 -- rendered by an escaping template


def panel_swaps(
    document: Document, work: Work, changes: Sequence[Change], about: Mapping[str, Any]
) -> Iterator[Markup]:
    """Yield what brings the table up to date after changes of spans and of what links them."""
    moved = [change for change in changes if change.object == "span"]
    here = sum(change.after is not None for change in moved)
    # A row is put beside one that stays.
    if len(moved) > FEW or work.span_count <= here:
        panel = panel_of(document, work, _page_of(moved, work))
        yield partial("#panel", part("_panel", {**about, "panel": panel}))
        return
    rows = _Rows(document, work, changes, about)
    for change in moved:
        yield from rows.swaps(change)
    for span in rows.beside.values():
        yield partial(f"#row-{span.id}", rows.drawn(span))
    if moved:
        yield partial("#panel .count", str(work.span_count), "innerHTML")


class _Rows:
    """The rows that are different after some changes: of the changed spans, and those `beside` that lead to them."""

    def __init__(
        self, document: Document, work: Work, changes: Sequence[Change], about: Mapping[str, Any]
    ) -> None:
        self.work, self.about = work, about
        self.names, self.text = label_names(document.project_id), text_of(document.id)
        moved = {UUID(change.id): change for change in changes if change.object == "span"}
        heads = {UUID(head) for head in _heads(changes)}
        known = {span_id for span_id, change in moved.items() if change.before}
        if known:
            heads |= {link.head for link in links_at(work.set_id, known, self.names)}
        others = heads - moved.keys()
        self.beside = spans_by_id(work.set_id, others, self.names) if others else {}
        self.links = links_shown(work.set_id, heads, self.names, self.text) if heads else {}

    def drawn(self, span: Span) -> Markup:
        row = row_of(self.text, span, self.links.get(span.id, ()))
        return part("_row", {**self.about, "rows": [row]})

    def swaps(self, change: Change) -> Iterator[Markup]:
        if change.after is None or (change.before and not _in_place(change)):
            yield partial(f"#row-{change.id}", "", "delete")
        if change.after is None:
            return
        span = span_from_value(UUID(change.id), change.after, self.names)
        if change.before and _in_place(change):
            yield partial(f"#row-{change.id}", self.drawn(span))
        else:
            yield partial(*_inserted(self.work, span, self.drawn(span)))


def _heads(changes: Sequence[Change]) -> Iterator[str]:
    """Yield the spans whose roles or relations changed."""
    for change in changes:
        if change.object == "relation":
            yield (change.after or change.before)["head"]


def _in_place(change: Change) -> bool:
    return all(change.before[edge] == change.after[edge] for edge in ("start", "end"))


def _inserted(work: Work, span: Span, row: Markup) -> tuple[str, str, str]:
    """Say beside which row a new one goes; where that one is on another page, nothing is swapped."""
    before = span_beside(work.set_id, span, after=False)
    if before is not None:
        return f"#row-{before}", row, "afterend"
    return f"#row-{span_beside(work.set_id, span, after=True)}", row, "beforebegin"


def _page_of(moved: Sequence[Change], work: Work) -> int:
    """Return the page of the table on which the last change is."""
    if work.span_count <= ROWS:
        return 1
    values = (change.after or change.before for change in moved)
    return 1 + spans_before(work.set_id, max(value["start"] for value in values)) // ROWS
