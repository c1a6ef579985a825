"""Pages of accounts: signing in and out, and one's own account."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, make_response, render_template, request

from annotator.accounts import operations
from annotator.accounts.queries import sign_ins_of, tokens_of
from annotator.accounts.session import (
    current_digest,
    current_user,
    sign_in,
    sign_out,
    signed_in,
    user_or_none,
)
from annotator.accounts.signing_in import check_sign_in
from annotator.core.errors import Refused
from annotator.web.errors import status_of
from annotator.web.htmx import go
from annotator.web.translation import gettext, language_name, languages, translated

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/login")
def login() -> Response:
    """Show the sign-in form, or go on when somebody is signed in."""
    following = own_path(request.args.get("next"))
    return go(following or "/") if user_or_none() else _form("", following, "")


@blueprint.post("/login")
def post_login() -> Response:
    """Sign in."""
    form = request.form
    name, following = form.get("name", "").strip(), own_path(form.get("next"))
    try:
        user = check_sign_in(name, form.get("password", ""), request.remote_addr or "")
    except Refused as refusal:
        return _form(name, following, translated(refusal), status_of(refusal))
    sign_in(user)
    return go(following or "/")


def _form(name: str, following: str, error: str, status: int = 200) -> Response:
    page = render_template("accounts/sign_in.html", name=name, next=following, error=error)
    return make_response(page, status)


@blueprint.post("/logout")
def logout() -> Response:
    """Sign out."""
    sign_out()
    return go("/login")


def own_path(url: str | None) -> str:
    """Return the address if it is a path of this site, else nothing: links must not lead elsewhere."""
    url = url or ""
    plain = url.isprintable() and "\\" not in url
    if not plain or not url.startswith("/") or url.startswith("//"):
        return ""
    parts = urlsplit(url)
    return "" if parts.scheme or parts.netloc else url


@blueprint.get("/account")
@signed_in
def account() -> Response:
    """Show one's account."""
    return _account()


def _account(
    errors: dict[str, list[str]] | None = None, new_token: str = "", status: int = 200
) -> Response:
    user, digest = current_user(), current_digest()
    sign_ins = [
        {
            "agent": found.agent,
            "created_at": found.created_at,
            "seen_at": found.seen_at,
            "current": found.digest == digest,
        }
        for found in sign_ins_of(user.id)
    ]
    page = render_template(
        "accounts/account.html",
        errors=errors or {},
        sign_ins=sign_ins,
        tokens=tokens_of(user.id),
        new_token=new_token,
        languages=[(code, language_name(code)) for code in languages()],
    )
    return make_response(page, status)


@blueprint.post("/account/password")
@signed_in
def post_password() -> Response:
    """Change one's password; other browsers are signed out."""
    form = request.form
    new = form.get("new", "")
    if new != form.get("again", ""):
        return _account({"again": [gettext("The two new passwords differ.")]}, status=422)
    try:
        operations.change_password(
            current_user().id, form.get("current", ""), new, current_digest()
        )
    except Refused as refusal:
        errors = {
            {"password": "new"}.get(name, name): texts for name, texts in refusal.errors.items()
        }
        return _account(errors, status=status_of(refusal))
    flash(gettext("The password is changed."))
    return go("/account")


@blueprint.post("/account/theme")
@signed_in
def post_theme() -> Response:
    """Choose light or dark."""
    chosen = request.form.get("theme", "")
    operations.set_preference(current_user().id, "theme", chosen, operations.THEMES)
    return go("/account")


@blueprint.post("/account/language")
@signed_in
def post_language() -> Response:
    """Choose the language of the interface."""
    chosen = request.form.get("language", "")
    operations.set_preference(current_user().id, "language", chosen, tuple(languages()))
    return go("/account")


@blueprint.post("/account/sign-ins/end")
@signed_in
def post_end_sign_ins() -> Response:
    """Sign out everywhere else."""
    operations.end_other_sign_ins(current_user().id, current_digest())
    return go("/account")


@blueprint.post("/account/tokens")
@signed_in
def post_token() -> Response:
    """Make a token and show it, this once."""
    return _account(new_token=operations.create_token(current_user().id))


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@signed_in
def post_revoke(token_id: int) -> Response:
    """Revoke a token."""
    operations.revoke_token(current_user().id, token_id)
    return go("/account")
