"""The tour of the labelling page: shown to everybody until they have seen or skipped it."""

from flask import Blueprint, Response, request

from annotator.accounts.models import User
from annotator.accounts.operations import keep_preference
from annotator.accounts.session import current_user, signed_in
from annotator.annotations.keys import keys_of, shown_key

bp = Blueprint("tour", __name__)
NAME, SEEN = "tour", "seen"


def tour_for(user: User) -> dict[str, str] | None:
    """Return the key of each act, for the tour to name; None when it is not shown.

    It is shown until it was seen, and when the address asks for it.
    """
    preferences = user.preferences or {}
    if preferences.get(NAME) == SEEN and NAME not in request.args:
        return None
    return {act: shown_key(keys.split()[0]) for act, keys in keys_of(preferences).items() if keys}


@bp.post("/tour")
@signed_in
def post_tour() -> Response:
    """Keep that the tour was seen."""
    keep_preference(current_user().id, NAME, SEEN)
    return Response(status=204)
