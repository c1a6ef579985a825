"""The doorway of every act on the labelling page: done once, answered with what to swap or with the page to go to."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from flask import Response, request, url_for

from annotator.accounts.receipts import once
from annotator.accounts.session import current_user
from annotator.annotations.editing import Outcome, Place
from annotator.annotations.meanwhile import Known
from annotator.annotations.news import refusal_with_news
from annotator.annotations.places import own_place
from annotator.annotations.swaps import swaps
from annotator.core.errors import Malformed, Refused
from annotator.core.sentences import sentence
from annotator.web.api import reply
from annotator.web.htmx import go, is_htmx

Act = Callable[[Place], Outcome]
KNOWN = "Known-Revisions"
"""The header in which a page says what it knows: ranges such as `0-5 7-9`, see `Known`."""
RANGES = re.compile(r"\d{1,18}-\d{1,18}( \d{1,18}-\d{1,18})*")


def change(document_id: int, act: Act, inspected: UUID | None = None) -> Response:
    """Do an act on one's own set and answer with what to swap.

    Where no script asked, go back to the document, with this span in the inspector.
    """
    place = written_place(document_id)
    answer = attempt(place, lambda: stored(act(place)))
    if answer.status_code >= 400:
        return answer
    if not is_htmx():
        return go(address(document_id, inspected))
    return swaps(place, answer.get_json(), answer.status_code)


def written_place(document_id: int) -> Place:
    """Return one's own work on a document, with what the page says it knows of it."""
    return replace(own_place(document_id, current_user()), known=known_revisions())


def attempt(place: Place, act: Callable[[], Response]) -> Response:
    """Do an act once; a script is told of a refusal together with what its page does not know, which may be why."""
    try:
        return once(act)
    except Refused as refused:
        told = refusal_with_news(place, refused)
        if told is None:
            raise
        return told


def known_revisions() -> Known | None:
    """Return which revisions the page knows, when it says so."""
    given = request.headers.get(KNOWN, "").strip()
    if not given:
        return None
    if not RANGES.fullmatch(given):
        message = sentence(
            "%(name)s holds ranges of revisions such as 0-5 7-9, not %(given)s.",
            name=KNOWN,
            given=repr(given[:60]),
        )
        raise Malformed(message, {KNOWN: [message]})
    ends = [int(number) for number in re.findall(r"\d+", given)]
    return Known(tuple(zip(ends[::2], ends[1::2], strict=True)))


def stored(outcome: Outcome) -> Response:
    """Return what a receipt keeps of an act."""
    changes = [change.as_json() for change in outcome.changes]
    body = {
        "set": outcome.set_id,
        "revision": outcome.revision,
        "id": outcome.id and str(outcome.id),
        "changes": changes,
    }
    return reply(body, 201 if _creates(outcome) else 200, outcome.revision)


def _creates(outcome: Outcome) -> bool:
    return any(change.object == "span" and change.before is None for change in outcome.changes)


def address(document_id: int, inspected: UUID | None = None) -> str:
    """Return the address of a document's page; a span may be in its inspector."""
    anchor = "inspector" if inspected else None
    return url_for("annotations.document", document_id=document_id, span=inspected, _anchor=anchor)
