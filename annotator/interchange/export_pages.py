"""The page of a project's exports: asked for by a form, and watched while they are written."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from annotator.accounts.session import current_user, signed_in
from annotator.core.errors import NotFound, Refused
from annotator.interchange.export_forms import (
    as_form,
    choices,
    read_export_form,
    read_rebuild_form,
)
from annotator.interchange.export_requests import ask_for_export, to_export
from annotator.interchange.job_lists import job_of, jobs_of
from annotator.interchange.jobs import EXPORT, PREFLIGHT, folder_of
from annotator.interchange.losses import losses_in
from annotator.jobs.models import Job
from annotator.jobs.operations import cancel
from annotator.projects.queries import Access, project_access
from annotator.web.htmx import go, is_htmx

bp = Blueprint("exports", __name__)


def exporting_access(slug: str) -> Access:
    """Return the project as the person who asks may export from it."""
    return to_export(project_access(slug, current_user()))


@bp.get("/projects/<slug>/exports")
@signed_in
def exports(slug: str) -> ResponseReturnValue:
    """Offer an export and list those that were asked for; a script asks for the list alone."""
    access = exporting_access(slug)
    if is_htmx():
        return render_template("interchange/_exports.html", **_listed(access))
    values: MultiDict[str, str] = MultiDict()
    if request.args.get("like", "").isdecimal():
        values = as_form(job_of(access, int(request.args["like"]), PREFLIGHT, current_user()))
    return _page(access, values)


@bp.post("/projects/<slug>/exports")
@signed_in
def ask(slug: str) -> ResponseReturnValue:
    """Take on an export, or first a look at what it would write."""
    access = exporting_access(slug)
    try:
        wanted = read_export_form(request.form, request.files, access.project.id)
        if request.form.get("look"):
            job = ask_for_export(access, wanted | {"dry_run": True, "max_loss": None})
            return go(url_for("preflights.one", slug=slug, look_id=job.id))
        ask_for_export(access, wanted)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(access, request.form, refusal), 422
    return go(url_for(".exports", slug=slug))


@bp.post("/projects/<slug>/exports/rebuild")
@signed_in
def rebuild(slug: str) -> ResponseReturnValue:
    """Take on an export that makes an earlier one again."""
    access = exporting_access(slug)
    try:
        ask_for_export(access, read_rebuild_form(request.form, request.files, access.project.id))
    except NotFound:
        raise
    except Refused as refusal:
        return _page(access, request.form, refusal), 422
    return go(url_for(".exports", slug=slug))


@bp.get("/projects/<slug>/exports/<int:job_id>")
@signed_in
def one(slug: str, job_id: int) -> ResponseReturnValue:
    """Show what became of every span in an export."""
    access = exporting_access(slug)
    job = job_of(access, job_id, EXPORT, current_user())
    return render_template(
        "interchange/export.html",
        project=access.project,
        job=job,
        size=_size(job),
        losses=losses_in(job.result or {}, access.project.id),
    )


@bp.post("/projects/<slug>/exports/<int:job_id>/again")
@signed_in
def again(slug: str, job_id: int) -> ResponseReturnValue:
    """Take on an export with the options of an earlier one."""
    access = exporting_access(slug)
    ask_for_export(access, job_of(access, job_id, EXPORT, current_user()).params)
    return go(url_for(".exports", slug=slug))


@bp.post("/projects/<slug>/exports/<int:job_id>/cancel")
@signed_in
def stop(slug: str, job_id: int) -> ResponseReturnValue:
    """Cancel an export that has not ended."""
    job = job_of(exporting_access(slug), job_id, EXPORT, current_user())
    if cancel(job.id) == "cancelled":
        flash(_("The export is cancelled; nothing of it was kept."))
    return go(url_for(".exports", slug=slug))


def _page(access: Access, values: MultiDict[str, str], refusal: Refused | None = None) -> str:
    return render_template(
        "interchange/exports.html",
        access=access,
        choices=choices(access),
        values=values,
        refusal=refusal,
        **_listed(access),
    )


def _listed(access: Access) -> dict[str, object]:
    jobs = [(job, name, _size(job)) for job, name in jobs_of(access, EXPORT)]
    return {
        "project": access.project,
        "jobs": jobs,
        "running": any(job.state in ("queued", "running") for job, _name, _size in jobs),
    }


def _size(job: Job) -> int | None:
    """Return the bytes of the zip file, or None when there is none."""
    path = folder_of(job.id, job.project_id).with_suffix(".zip")
    return path.stat().st_size if job.state == "done" and path.is_file() else None
