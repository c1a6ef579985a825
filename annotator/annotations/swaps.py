"""The answer to an act on the labelling page: the parts of the page that are different now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Response, make_response
from markupsafe import Markup, escape

from annotator.accounts.session import current_user
from annotator.annotations.desk import desk
from annotator.annotations.drawing import changed_blocks
from annotator.annotations.editing import Place
from annotator.annotations.panel_swaps import panel_swaps, part
from annotator.annotations.queries import Work, set_head
from annotator.annotations.sayings import said
from annotator.annotations.standing import standing_of
from annotator.core.changes import Change, from_json
from annotator.documents.queries import get_document
from annotator.web.htmx import partial


def swaps(place: Place, stored: Mapping[str, Any], status: int) -> Response:
    """Answer with the blocks, the table and the status line as they are after the changes that were stored."""
    changes = from_json(stored["changes"])
    work = set_head(place.document_id, place.annotator_id)
    parts = [
        changed_blocks(place.document_id, place.project_id, stored["set"], changes),
        *_around(place, work, changes),
        partial("#status", escape(said(place, work, changes)), "innerHTML"),
    ]
    answer = make_response(Markup("").join(parts), status)
    answer.headers["ETag"] = f'"{work.revision}"'
    return answer


def _around(place: Place, work: Work, changes: Sequence[Change]) -> Iterator[Markup]:
    """Yield what stands around the text and is different now: the table of spans, the status."""
    changed = {change.object for change in changes}
    document, access = get_document(place.document_id, current_user())
    about = desk(document, access, editable=True) | {"work": work}
    if changed & {"span", "relation"}:
        yield from panel_swaps(document, work, changes, about)
    if changed & {"status", "flag"}:
        queue = standing_of(document, place.annotator_id)
        yield partial("#standing", part("_standing", about | {"queue": queue}))
