"""The doorway of every act on the labelling page: done once, answered with what to swap or with the page to go to."""

from collections.abc import Callable
from uuid import UUID

from flask import Response, url_for

from annotator.accounts.receipts import once
from annotator.accounts.session import current_user
from annotator.annotations.editing import Outcome, Place
from annotator.annotations.places import own_place
from annotator.annotations.swaps import swaps
from annotator.web.api import reply
from annotator.web.htmx import go, is_htmx

Act = Callable[[Place], Outcome]


def change(document_id: int, act: Act, inspected: UUID | None = None) -> Response:
    """Do an act on one's own set and answer with what to swap.

    Where no script asked, go back to the document, with this span in the inspector.
    """
    place = own_place(document_id, current_user())
    answer = once(lambda: stored(act(place)))
    if not is_htmx():
        return go(address(document_id, inspected))
    return swaps(place, answer.get_json(), answer.status_code)


def stored(outcome: Outcome) -> Response:
    """Return what a receipt keeps of an act."""
    changes = [change.as_json() for change in outcome.changes]
    body = {"set": outcome.set_id, "revision": outcome.revision, "changes": changes}
    return reply(body, 201 if _creates(outcome) else 200, outcome.revision)


def _creates(outcome: Outcome) -> bool:
    return any(change.object == "span" and change.before is None for change in outcome.changes)


def address(document_id: int, inspected: UUID | None = None) -> str:
    """Return the address of a document's page; a span may be in its inspector."""
    anchor = "inspector" if inspected else None
    return url_for("annotations.document", document_id=document_id, span=inspected, _anchor=anchor)
