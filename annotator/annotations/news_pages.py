"""What a page asks for that was away: the changes since it was drawn."""

from flask import Blueprint, Response, request

from annotator.accounts.session import current_user, signed_in
from annotator.annotations.news import news
from annotator.annotations.places import own_place

bp = Blueprint("news", __name__)


@bp.get("/documents/<int:document_id>/news")
@signed_in
def show(document_id: int) -> Response:
    """Answer with the parts of the page that are different since a revision."""
    return news(own_place(document_id, current_user()), request.args.get("since", 0, int))
