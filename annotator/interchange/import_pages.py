"""The page through which documents come in: upload, look, confirm, and watch them being stored."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts.session import SECRET, current_user, signed_in
from annotator.core.errors import NotFound, Refused
from annotator.interchange.formats import ENDINGS
from annotator.interchange.import_forms import read_import_form
from annotator.interchange.import_jobs import IMPORT
from annotator.interchange.import_requests import ask_for_import, cancel_import
from annotator.interchange.job_lists import job_of, jobs_of
from annotator.interchange.preview import preview
from annotator.interchange.receiving import keep_upload
from annotator.interchange.uploads import MAX_UPLOAD, Upload, open_upload, remove_upload
from annotator.projects.queries import Access, project_access
from annotator.web.htmx import go, is_htmx

bp = Blueprint("imports", __name__)
MAX_FILES = 20_000


@bp.url_value_preprocessor
def allow_large_uploads(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let people who have signed in send more than a form holds; this comes before anything reads the body."""
    if endpoint == "imports.upload" and SECRET in session:
        request.max_content_length = MAX_UPLOAD
        request.max_form_parts = MAX_FILES


def _access(slug: str) -> Access:
    return project_access(slug, current_user()).to_manage()


@bp.get("/projects/<slug>/import")
@signed_in
def imports(slug: str) -> ResponseReturnValue:
    """Offer to take files, and list the imports so far; a script asks for the list alone."""
    access = _access(slug)
    jobs = jobs_of(access, IMPORT)
    return render_template(
        "interchange/_imports.html" if is_htmx() else "interchange/imports.html",
        project=access.project,
        endings=[*ENDINGS, ".zip"],
        jobs=jobs,
        running=any(job.state in ("queued", "running") for job, _name in jobs),
    )


@bp.post("/projects/<slug>/import")
@signed_in
def upload(slug: str) -> ResponseReturnValue:
    """Keep the files for a look at them; nothing is stored in the project yet."""
    access = _access(slug)
    files = [
        (file.filename or "file", file.stream) for file in request.files.getlist("files") if file
    ]
    if not files:
        flash(_("Choose a file first, or drop some onto the field."), "error")
        return go(url_for(".imports", slug=slug))
    kept = keep_upload(access.project.id, files)
    return go(url_for(".look", slug=slug, upload_id=kept.id))


@bp.get("/projects/<slug>/import/<uuid:upload_id>")
@signed_in
def look(slug: str, upload_id: UUID) -> ResponseReturnValue:
    """Show what the files would bring in."""
    access = _access(slug)
    return _preview(access, open_upload(str(upload_id), access.project.id))


@bp.post("/projects/<slug>/import/<uuid:upload_id>")
@signed_in
def start(slug: str, upload_id: UUID) -> ResponseReturnValue:
    """Take on the import, or look again at the files as they are to be read now."""
    access = _access(slug)
    kept = open_upload(str(upload_id), access.project.id)
    if request.form.get("again"):
        return _preview(access, kept)
    try:
        ask_for_import(access, kept, read_import_form(request.form, kept))
    except NotFound:
        raise
    except Refused as refusal:
        return _preview(access, kept, refusal), 422
    return go(url_for(".imports", slug=slug))


@bp.post("/projects/<slug>/import/<uuid:upload_id>/discard")
@signed_in
def discard(slug: str, upload_id: UUID) -> ResponseReturnValue:
    """Forget the files without importing them."""
    access = _access(slug)
    try:
        kept = open_upload(str(upload_id), access.project.id)
    except NotFound:
        return go(url_for(".imports", slug=slug))
    if kept.job is None:
        remove_upload(kept.id)
        flash(_("The files are forgotten; nothing was stored."))
    return go(url_for(".imports", slug=slug))


@bp.get("/projects/<slug>/import/jobs/<int:import_id>")
@signed_in
def one(slug: str, import_id: int) -> ResponseReturnValue:
    """Show how each file of an import fared."""
    access = _access(slug)
    job = job_of(access, import_id, IMPORT, current_user())
    return render_template("interchange/import.html", project=access.project, job=job)


@bp.post("/projects/<slug>/import/jobs/<int:import_id>/cancel")
@signed_in
def stop(slug: str, import_id: int) -> ResponseReturnValue:
    """Cancel an import; what it stored before stays."""
    job = job_of(_access(slug), import_id, IMPORT, current_user())
    if cancel_import(job.id) == "cancelled":
        flash(_("The import is cancelled."))
    return go(url_for(".imports", slug=slug))


def _preview(access: Access, kept: Upload, refusal: Refused | None = None) -> str:
    return render_template(
        "interchange/preview.html",
        project=access.project,
        upload=kept,
        preview=preview(kept, request.form),
        values=request.form,
        refusal=refusal,
    )
