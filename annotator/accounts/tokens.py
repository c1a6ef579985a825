"""Bearer tokens: the only way in for programs."""

from flask import Flask, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from annotator.accounts.queries import user_of_token
from annotator.accounts.session import know
from annotator.web.api import is_api_call


def init_tokens(app: Flask) -> None:
    """Ask for a token at every call of the API."""
    app.before_request(require_token)


def require_token() -> None:
    """Recognise the program by its token; cookies count for nothing here."""
    if not is_api_call():
        return
    given = request.authorization
    user = None
    if given is not None and given.type == "bearer" and given.token:
        user = user_of_token(given.token)
    if user is None:
        message = "Send a valid token: `Authorization: Bearer TOKEN`. Tokens are made on your account page."
        raise Unauthorized(
            message, www_authenticate=WWWAuthenticate("bearer", {"realm": "annotator"})
        )
    know(user)
