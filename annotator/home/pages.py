"""The first pages one sees: one's projects, and the dashboard of each."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts.session import current_user, signed_in
from annotator.annotations.colors import label_numbers
from annotator.core.errors import Refused
from annotator.home.queries import done_by, progress_in
from annotator.projects.operations import DEFAULT_LANGUAGE, create_project
from annotator.projects.queries import (
    Access,
    members_of,
    project_access,
    projects_of,
    scheme_of,
)
from annotator.web.htmx import go

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """List one's projects."""
    return _home_page()


@bp.post("/projects")
@signed_in
def make_project() -> ResponseReturnValue:
    """Make a project with the default scheme."""
    try:
        project = create_project(
            request.form.get("name", ""),
            request.form.get("language"),
            actor_id=current_user().id,
        )
        slug = project.slug
    except Refused as refusal:
        return _home_page(refusal), 422
    return go(url_for(".project", slug=slug))


@bp.get("/projects/<slug>")
@signed_in
def project(slug: str) -> ResponseReturnValue:
    """Show a project's dashboard."""
    access = project_access(slug, current_user())
    own = progress_in(access.project.id, access.user_id)
    shown = progress_in(access.project.id) if access.may_see_others else own
    scheme = scheme_of(access.project)
    return render_template(
        "projects/project.html",
        project=access.project,
        access=access,
        scheme=scheme,
        numbers=label_numbers(scheme),
        mine=next((row for row in own if row.kind == "work"), None)
        if access.may_annotate
        else None,
        progress=[row for row in shown if row.kind == "work"],
        members=_members(access),
        links=_links(access),
    )


def _home_page(refusal: Refused | None = None) -> str:
    user = current_user()
    done = done_by(user.id)
    projects = [
        {
            "slug": access.project.slug,
            "name": access.project.name,
            "role": access.role,
            "may_annotate": access.may_annotate,
            "documents": access.project.document_count,
            "done": done.get(access.project.id, 0),
        }
        for access in projects_of(user)
    ]
    values = {"language": DEFAULT_LANGUAGE, **request.form}
    return render_template("home/home.html", projects=projects, values=values, refusal=refusal)


def _members(access: Access) -> list[dict[str, str]]:
    if not access.may_manage:
        return []
    return [{"name": user.name, "role": role} for user, role in members_of(access.project.id)]


def _links(access: Access) -> list[dict[str, str]]:
    """Return the project's other pages that this person may open."""
    pages = [
        ("documents", _("Documents"), _("all texts and where your work on them stands"), True),
        ("import", _("Import"), _("documents, and work done elsewhere"), access.may_manage),
        ("agreement", _("Agreement"), _("how far annotators agree, and where not"), access.may_see_others),
        ("exports", _("Exports"), _("training data, with a count of every span"), access.may_see_others),
        ("guidelines", _("Guidelines"), _("how to label"), True),
        ("scheme", _("Scheme"), _("layers, labels and keys"), True),
        ("members", _("Members"), _("who works here"), access.may_manage),
        ("settings", _("Settings"), _("name, language, annotators for each document"), access.may_manage),
    ]  # fmt: skip
    here = f"/projects/{access.project.slug}"
    return [
        {"title": title, "hint": hint, "url": f"{here}/{page}"}
        for page, title, hint, shown in pages
        if shown
    ]
