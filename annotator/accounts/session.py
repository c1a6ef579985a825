"""Who is asking: the user of a browser's session or of a program's token."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, Response, g, make_response, request, session, url_for
from markupsafe import Markup
from werkzeug.exceptions import Unauthorized

from annotator.accounts.models import User
from annotator.accounts.queries import LIFETIME, sign_in_of
from annotator.accounts.secret_texts import digest_of
from annotator.accounts.signing_in import begin_sign_in, end_sign_in, keep_alive
from annotator.database import db
from annotator.web.api import is_api_call
from annotator.web.htmx import go, is_htmx, partial
from annotator.web.translation import gettext

Arguments = ParamSpec("Arguments")
SECRET = "sign_in"  # noqa: S105 -- the name under which the cookie holds it
WITHOUT_USER = ("static", "health.healthz")
FOR_USER = "For-User"
"""The header in which a page names, by number, for whom it was drawn."""


def init_session(app: Flask) -> None:
    """Find the user of every page's request, by a cookie that only this host sees."""
    app.config["PERMANENT_SESSION_LIFETIME"] = LIFETIME
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    secure = app.config["SESSION_COOKIE_SECURE"]
    app.config["SESSION_COOKIE_NAME"] = "__Host-annotator" if secure else "annotator"
    app.before_request(recognise)
    app.context_processor(lambda: {"user": user_or_none()})


def recognise() -> None:
    """Find out who asks, for pages; programs are recognised by their token."""
    if request.endpoint in WITHOUT_USER or is_api_call() or SECRET not in session:
        return
    found = sign_in_of(str(session[SECRET]))
    if found is None:
        session.pop(SECRET)
        return
    sign_in, user = found
    # A page outlives its session, and what it sends is nobody else's work.
    if request.headers.get(FOR_USER, str(user.id)) == str(user.id):
        know(user)
    keep_alive(sign_in)


def know(user: User) -> None:
    """Take this user for who is asking; what was read of them stays as it was for the whole request."""
    db.session.expunge(user)
    g.user, g.user_id = user, user.id
    g.language = (user.preferences or {}).get("language")


def user_or_none() -> User | None:
    """Return who is asking, if they have signed in."""
    user: User | None = g.get("user")
    return user


def current_user() -> User:
    """Return who is asking; answers 401 when nobody has signed in."""
    user = user_or_none()
    if user is None:
        raise Unauthorized
    return user


def signed_in(view: Callable[Arguments, Any]) -> Callable[Arguments, Any]:
    """Let only people who have signed in see a page."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Any:
        return view(*args, **kwargs) if user_or_none() else ask_to_sign_in()

    return guarded


def ask_to_sign_in() -> Response:
    """Send a browser to the sign-in page and back afterwards; tell a script in its own page."""
    if not is_htmx():
        wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
        return go(url_for("accounts.login", next=wanted))
    link = Markup(' <a href="{}" target="_blank">{}</a>').format(
        url_for("accounts.login"), gettext("Sign in")
    )
    sentence = Markup("{}").format(gettext("You are signed out. Sign in again to go on."))
    return make_response(partial("#alert", sentence + link, "innerHTML"), 401)


def sign_in(user: User) -> None:
    """Begin a session under a new id; whatever the browser held before is dropped."""
    user_id = user.id
    sign_out()
    session[SECRET] = begin_sign_in(user_id, request.headers.get("User-Agent", ""))
    session.permanent = True


def sign_out() -> None:
    """End the browser's session, here and in the database."""
    secret = session.get(SECRET)
    session.clear()
    g.pop("csrf_token", None)
    if secret:
        end_sign_in(str(secret))


def current_digest() -> str:
    """Return the digest of the sign-in that the browser uses."""
    return digest_of(str(session.get(SECRET, "")))
