"""The answer to an act on the labelling page: the parts of the page that are different now."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Response, make_response
from markupsafe import Markup, escape

from annotator.accounts.session import current_user
from annotator.annotations.desk import desk, panel_of
from annotator.annotations.drawing import changed_blocks
from annotator.annotations.editing import Place
from annotator.annotations.meanwhile import changes_since
from annotator.annotations.panel_swaps import panel_swaps, part
from annotator.annotations.queries import Work, set_head
from annotator.annotations.sayings import said
from annotator.annotations.standing import standing_of
from annotator.core.changes import Change, from_json
from annotator.documents.queries import get_document
from annotator.web.htmx import partial


def swaps(place: Place, stored: Mapping[str, Any], status: int) -> Response:
    """Answer with the blocks, the table and the status line as they are after the changes that were stored.

    Where the page does not know of other changes before them, it is brought up to date with all.
    """
    changes, known = from_json(stored["changes"]), place.known
    work = set_head(place.document_id, place.annotator_id)
    if known is not None and work.revision > known.shown + bool(changes):
        parts = brought_up(place, work, known.shown)
    else:
        parts = [*_blocks(place, work, changes), *_around(place, work, changes)]
    same = None if changes else stored.get("id")
    answer = at_revision(work, [*parts, status_line(place, work, changes, same)], status)
    if same:
        answer.headers["Same-Object"] = same
    return made(answer, stored)


def made(answer: Response, stored: Mapping[str, Any]) -> Response:
    """Tell the page which revision its act made, if any, and which revision there is."""
    if stored["changes"]:
        answer.headers["Made-Revision"] = str(stored["revision"])
    answer.headers.setdefault("ETag", f'"{stored["revision"]}"')
    return answer


def brought_up(place: Place, work: Work, since: int) -> list[Markup]:
    """Draw all that is different since a revision; the table as a whole, whose rows may depend on each other."""
    changes = changes_since(work.set_id, since) if work.set_id is not None else []
    return [*_blocks(place, work, changes), *_around(place, work, changes, whole=True)]


def status_line(
    place: Place, work: Work, changes: Sequence[Change], same: str | None = None
) -> Markup:
    """Draw what the status line says after changes, or of the span that is as it was wished already."""
    return partial("#status", escape(said(place, work, changes, same)), "innerHTML")


def at_revision(work: Work, parts: Sequence[Markup], status: int = 200) -> Response:
    """Answer with parts of the page as it is at the work's revision."""
    answer = make_response(Markup("").join(parts), status)
    answer.headers["ETag"] = f'"{work.revision}"'
    return answer


def _blocks(place: Place, work: Work, changes: Sequence[Change]) -> Iterator[Markup]:
    if work.set_id is not None:
        yield changed_blocks(place.document_id, place.project_id, work.set_id, changes)


def _around(
    place: Place, work: Work, changes: Sequence[Change], *, whole: bool = False
) -> Iterator[Markup]:
    """Yield what stands around the text and is different now: the table of spans, the status, labels and note."""
    changed = {change.object for change in changes}
    document, access = get_document(place.document_id, current_user())
    about = desk(document, access, editable=True) | {"work": work}
    if changed & {"span", "relation"} and whole:
        panel = panel_of(document, work, 1)
        yield partial("#panel", part("_panel", {**about, "panel": panel}))
    elif changed & {"span", "relation"}:
        yield from panel_swaps(document, work, changes, about)
    if changed & {"status", "flag"}:
        queue = standing_of(document, place.annotator_id)
        yield partial("#standing", part("_standing", about | {"queue": queue}))
    if changed & {"labels", "note"} and whole:
        yield partial("#about", part("_about", about))
