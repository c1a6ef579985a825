"""The page on which the work of several people on one text lies side by side."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from markupsafe import Markup

from annotator.accounts.session import current_user
from annotator.annotations.colors import label_numbers
from annotator.annotations.compare_drawing import (
    LOOKS,
    SIGNS,
    CompareDrawing,
    Naming,
    tags_of,
)
from annotator.annotations.compare_list import Chosen, Listing, check_chosen, list_groups
from annotator.annotations.comparing import Compared, compare_work, differing_labels
from annotator.annotations.drawing import canvas_of
from annotator.annotations.rendering import CHUNK
from annotator.annotations.workers import address, chosen_workers
from annotator.core.blocks import block_at
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.documents.models import Document
from annotator.documents.queries import get_document
from annotator.projects.queries import Access, scheme_of
from annotator.web.translation import gettext


class _Asked:
    """What the address asks for: whose work on which document, which part of the list, and where people are."""

    def __init__(self, document_id: int) -> None:
        self.document, self.access = _may_compare(document_id)
        self.scheme = scheme_of(self.access.project)
        self.workers, self.everybody = chosen_workers(document_id, request.args.getlist("compare"))
        self.compared = compare_work(self.document, self.scheme, self.workers)
        self.canvas = canvas_of(document_id, self.scheme, self.document.text_sha256)
        kind, layer = request.args.get("kind", ""), request.args.get("layer", "")
        check_chosen(kind, layer, self.scheme)
        span = request.args.get("span", type=UUID)
        at = self.compared.group_of.get(span) if span else None
        chosen = Chosen(kind, layer, request.args.get("page", 0, int), at)
        self.listing = list_groups(self.canvas.text, self.compared, chosen)

    def drawing(self) -> CompareDrawing:
        naming = Naming(
            names=[worker.name for worker in self.workers],
            kinds=_kind_names(),
            listed={entry.number for entry in self.listing.entries},
            address=address([worker.name for worker in self.workers]),
        )
        return CompareDrawing(self.canvas, self.compared.marks, naming)

    def chunk_of_current(self) -> list[int]:
        at = self.listing.chosen.current
        if at is None:
            return []
        return [block_at(self.canvas.blocks, self.compared.groups[at].first.start) // CHUNK]


def _may_compare(document_id: int) -> tuple[Document, Access]:
    document, access = get_document(document_id, current_user())
    if not access.may_see_others:
        message = sentence("There is no such annotation set, or it is not yours to see.")
        raise NotFound(message)
    return document, access


def draw_comparison(document_id: int) -> str:
    """Draw the whole page for those who may see others' work; NotFound for everybody else."""
    asked = _Asked(document_id)
    names = [worker.name for worker in asked.workers]
    return render_template(
        "annotations/compare.html",
        document=asked.document,
        project=asked.access.project,
        scheme=asked.scheme,
        numbers=label_numbers(asked.scheme),
        workers=list(zip(asked.workers, tags_of(names), strict=True)),
        everybody=asked.everybody,
        address=address(names),
        listing=asked.listing,
        steps=_steps(asked.listing),
        anchors=_anchors(asked.compared),
        kinds=_kind_names(),
        signs=SIGNS,
        looks=LOOKS,
        labels=list(differing_labels(asked.scheme, asked.compared)),
        text=asked.drawing().document(asked.chunk_of_current()),
    )


def draw_compared_chunk(document_id: int, number: int) -> Markup:
    """Draw one chunk of a long text."""
    asked = _Asked(document_id)
    if asked.canvas.chunk_extent(number) is None:
        message = sentence("The document has no such part.")
        raise NotFound(message)
    return asked.drawing().chunk(number, is_lazy=False)


def _anchors(compared: Compared) -> dict[int, UUID]:
    """Return for each group the span that leads to it."""
    found: dict[int, UUID] = {}
    for mark in compared.marks.every:
        if mark.anchor:
            found.setdefault(mark.group, mark.span.id)
    return found


def _steps(listing: Listing) -> dict[str, Any]:
    """Return the place of the current group in the list, and the groups before and after it."""
    numbers, at = listing.numbers, listing.chosen.current
    if at is None:
        return {"place": 0, "previous": None, "next": numbers[0] if numbers else None}
    place = numbers.index(at)
    return {
        "place": place + 1,
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
    }


def _kind_names() -> dict[str, str]:
    return {
        "same": gettext("same"),
        "label": gettext("other label"),
        "split": gettext("split or merged"),
        "boundary": gettext("other boundary"),
        "fragments": gettext("other fragments"),
        "missed": gettext("missed"),
        "attributes": gettext("other attributes"),
        "relations": gettext("other relations"),
    }
