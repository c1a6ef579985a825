"""Pages of a project: its scheme, its guidelines and its settings."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from annotator.accounts.session import current_user, signed_in
from annotator.core.errors import Refused
from annotator.core.texts import text_digest
from annotator.projects.forms import read_scheme_form, read_settings_form, write_scheme
from annotator.projects.guidelines import as_html
from annotator.projects.operations import change_project, put_guidelines, put_scheme
from annotator.projects.queries import Access, project_access, scheme_of
from annotator.web.htmx import go

bp = Blueprint("projects", __name__)


def access_to(slug: str) -> Access:
    """Return what the person who asks may do in this project."""
    return project_access(slug, current_user())


@bp.get("/projects/<slug>/scheme")
@signed_in
def scheme(slug: str) -> ResponseReturnValue:
    """Show the layers and labels."""
    return _scheme_page(access_to(slug))


@bp.post("/projects/<slug>/scheme")
@signed_in
def change_scheme(slug: str) -> ResponseReturnValue:
    """Take another scheme."""
    access = access_to(slug).to_manage()
    try:
        body, revision = read_scheme_form(request.form)
        put_scheme(access.project.id, body, revision, access.user_id)
    except Refused as refusal:
        return _scheme_page(access, request.form.get("scheme", ""), refusal), 422
    flash(_("The scheme is saved."))
    return go(url_for(".scheme", slug=slug))


def _scheme_page(access: Access, text: str | None = None, refusal: Refused | None = None) -> str:
    current = scheme_of(access.project)
    return render_template(
        "projects/scheme.html",
        project=access.project,
        access=access,
        scheme=current,
        text=write_scheme(current) if text is None else text,
        revision=access.project.scheme_revision
        if refusal is None
        else request.form.get("revision", ""),
        refusal=refusal,
    )


@bp.get("/projects/<slug>/guidelines")
@signed_in
def guidelines(slug: str) -> ResponseReturnValue:
    """Show the guidelines."""
    return _guidelines_page(access_to(slug))


@bp.post("/projects/<slug>/guidelines")
@signed_in
def change_guidelines(slug: str) -> ResponseReturnValue:
    """Take other guidelines."""
    access = access_to(slug).to_manage()
    text = request.form.get("guidelines", "").replace("\r\n", "\n")
    try:
        put_guidelines(access.project.id, text, request.form.get("seen"))
    except Refused as refusal:
        return _guidelines_page(access, text, refusal), 422
    flash(_("The guidelines are saved."))
    return go(url_for(".guidelines", slug=slug))


def _guidelines_page(
    access: Access, text: str | None = None, refusal: Refused | None = None
) -> str:
    current = access.project.settings.get("guidelines", "")
    return render_template(
        "projects/guidelines.html",
        project=access.project,
        access=access,
        html=Markup(as_html(current)),  # noqa: S704 -- as_html cleans it
        text=current if text is None else text,
        seen=text_digest(current),
        refusal=refusal,
    )


@bp.get("/projects/<slug>/settings")
@signed_in
def settings(slug: str) -> ResponseReturnValue:
    """Show the settings."""
    access = access_to(slug).to_manage()
    project = access.project
    given, threshold = (
        project.settings.get(name) for name in ("annotators_per_document", "agreement_threshold")
    )
    values = {
        "name": project.name,
        "language": project.language,
        "annotators": given or "",
        "threshold": "" if threshold is None else threshold,
    }
    return _settings_page(access, values)


@bp.post("/projects/<slug>/settings")
@signed_in
def change_settings(slug: str) -> ResponseReturnValue:
    """Take other settings."""
    access = access_to(slug).to_manage()
    try:
        change_project(access.project.id, read_settings_form(request.form))
    except Refused as refusal:
        return _settings_page(access, request.form, refusal), 422
    flash(_("The settings are saved."))
    return go(url_for(".settings", slug=slug))


def _settings_page(access: Access, values: object, refusal: Refused | None = None) -> str:
    return render_template(
        "projects/settings.html",
        project=access.project,
        access=access,
        values=values,
        refusal=refusal,
    )
