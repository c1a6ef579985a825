"""Telling a page what it does not know: what was changed elsewhere, by itself or as the reason of a refusal."""

from collections.abc import Sequence
from typing import Any, cast

from flask import Response, render_template
from markupsafe import Markup

from annotator.annotations.editing import Place
from annotator.annotations.meanwhile import changes_since, unknown_changes
from annotator.annotations.queries import set_head
from annotator.annotations.sayings import about
from annotator.annotations.swaps import at_revision, brought_up, status_line
from annotator.core.changes import from_json
from annotator.core.errors import Refused, Stale
from annotator.web import errors
from annotator.web.htmx import is_htmx, partial


def news(place: Place, since: int) -> Response:
    """Answer with what is different since a revision, or with nothing."""
    work = set_head(place.document_id, place.annotator_id)
    if work.set_id is None or work.revision <= since:
        return at_revision(work, [], 204)
    last_first = changes_since(work.set_id, since)[::-1]
    return at_revision(
        work, [*brought_up(place, work, since), status_line(place, work, last_first)]
    )


def refusal_with_news(place: Place, refused: Refused) -> Response | None:
    """Answer a refusal together with what the page did not know; None where no page says what it knows."""
    if place.known is None or not is_htmx():
        return None
    if isinstance(refused, Stale):
        work = set_head(place.document_id, place.annotator_id)
        told = about(place, work, from_json(cast("list[Any]", refused.changed)))
        html = render_template("annotations/_stale.html", told=told)
        said = partial("#alert", Markup(html), "innerHTML")  # noqa: S704 -- rendered by an escaping template
    else:
        said = Markup(errors.refused(refused).get_data(as_text=True))  # noqa: S704 -- made of partials
    return with_news(place, [said], errors.status_of(refused))


def with_news(place: Place, said: Sequence[Markup], status: int) -> Response:
    """Answer with what there is to say, and with all that the page does not know."""
    work, known = set_head(place.document_id, place.annotator_id), place.known
    is_behind = known and work.set_id is not None and unknown_changes(work.set_id, known)
    parts = brought_up(place, work, known.shown) if known and is_behind else []
    return at_revision(work, [*said, *parts], status)
