"""The page of a project's members."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts.queries import get_user
from annotator.accounts.session import signed_in
from annotator.core.errors import Refused
from annotator.projects.members import add_member, remove_member
from annotator.projects.models import MEMBER_ROLES
from annotator.projects.pages import access_to
from annotator.projects.queries import Access, members_of
from annotator.web.htmx import go

bp = Blueprint("members", __name__)


@bp.get("/projects/<slug>/members")
@signed_in
def members(slug: str) -> ResponseReturnValue:
    """List the members."""
    return _page(access_to(slug).to_manage())


@bp.post("/projects/<slug>/members")
@signed_in
def put_member(slug: str) -> ResponseReturnValue:
    """Add a member by name, or change a member's role."""
    access = access_to(slug).to_manage()
    try:
        user = get_user(request.form.get("name", "").strip())
        name = user.name
        add_member(access.project.id, user.id, request.form.get("role", ""))
    except Refused as refusal:
        return _page(access, refusal), 422
    flash(_("%(name)s is a member.", name=name))
    return go(url_for(".members", slug=slug))


@bp.post("/projects/<slug>/members/<int:user_id>/remove")
@signed_in
def drop_member(slug: str, user_id: int) -> ResponseReturnValue:
    """Take a member off the project; their work stays."""
    access = access_to(slug).to_manage()
    try:
        remove_member(access.project.id, user_id)
    except Refused as refusal:
        return _page(access, refusal), 422
    flash(_("They are no longer a member; their work stays."))
    return go(url_for(".members", slug=slug))


def _page(access: Access, refusal: Refused | None = None) -> str:
    return render_template(
        "projects/members.html",
        project=access.project,
        access=access,
        members=members_of(access.project.id),
        roles=MEMBER_ROLES,
        values=request.form,
        refusal=refusal,
    )
