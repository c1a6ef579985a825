"""Plain sentences for what the web framework refuses by itself."""

from flask import request
from werkzeug.exceptions import HTTPException

from annotator.web.translation import gettext


def sentence_about(status: int, error: HTTPException) -> str:
    """Say what is wrong and how to mend it; what our own code says goes first."""
    said = error.description or ""
    if said and said != type(error).description:
        return said
    return _sentences().get(status) or said or gettext("The request could not be carried out.")


def _sentences() -> dict[int, str]:
    return {
        401: gettext("You are signed out: sign in and send it again."),
        404: gettext("There is nothing at this address, or it is not yours to see."),
        405: gettext("%(method)s is not possible here.", method=request.method),
        413: gettext("That is more than can be sent in one piece: split it."),
    }
