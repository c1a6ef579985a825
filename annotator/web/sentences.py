"""Plain sentences for what the web framework refuses by itself."""

from http import HTTPStatus

from flask import request
from werkzeug.exceptions import HTTPException

from annotator.core.sentences import sentence


def sentence_about(status: int, error: HTTPException) -> str:
    """Say what is wrong and how to mend it; what our own code says goes first."""
    said = error.description or ""
    if said and said != type(error).description:
        return said
    return _sentences().get(status) or said or sentence("The request could not be carried out.")


def title_of(status: int) -> str:
    """Name the status as HTTP does."""
    known = {
        401: sentence("Unauthorized"),
        404: sentence("Not Found"),
        405: sentence("Method Not Allowed"),
    }
    return known.get(status) or HTTPStatus(status).phrase


def _sentences() -> dict[int, str]:
    return {
        401: sentence("You are signed out: sign in and send it again."),
        404: sentence("There is nothing at this address, or it is not yours to see."),
        405: sentence("%(method)s is not possible here.", method=request.method),
        413: sentence("That is more than can be sent in one piece: split it."),
    }
