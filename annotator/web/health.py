"""Whether this installation works, for those who watch over it."""

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from annotator.database import database_answers
from annotator.web.api import reply

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 when the database answers, else 503."""
    try:
        working = database_answers()
    except SQLAlchemyError:
        working = False
    return reply({"status": "ok"}) if working else reply({"status": "no database"}, 503)
