"""Pages that show what an export would write before it is written, and which spans do not fit."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts.session import current_user, signed_in
from annotator.core.errors import NotFound, Refused
from annotator.core.sentences import sentence
from annotator.interchange.export_pages import exporting_access
from annotator.interchange.export_requests import ask_for_export
from annotator.interchange.job_lists import job_of, visible_job
from annotator.interchange.jobs import EXPORT, PREFLIGHT
from annotator.interchange.losses import losses_in, places_in
from annotator.jobs.models import Job
from annotator.jobs.operations import cancel
from annotator.projects.queries import Access
from annotator.web.htmx import go, is_htmx

bp = Blueprint("preflights", __name__)


@bp.get("/projects/<slug>/exports/preflights/<int:look_id>")
@signed_in
def one(slug: str, look_id: int) -> ResponseReturnValue:
    """Show what an export would write; a script asks for the part that changes alone."""
    access = exporting_access(slug)
    return _page(access, job_of(access, look_id, PREFLIGHT, current_user()))


@bp.post("/projects/<slug>/exports/preflights/<int:look_id>/export")
@signed_in
def confirm(slug: str, look_id: int) -> ResponseReturnValue:
    """Take on the export that was looked at; what it leaves out must have been confirmed."""
    access = exporting_access(slug)
    job = job_of(access, look_id, PREFLIGHT, current_user())
    if job.state != "done":
        return go(url_for(".one", slug=slug, look_id=job.id))
    left_out = job.result["spans"]["left_out"]
    if left_out and request.form.get("confirmed") != str(left_out):
        message = _("Confirm first that these spans are left out, or choose otherwise.")
        return _page(access, job, Refused.field("confirmed", message)), 422
    ask_for_export(access, job.params | {"max_loss": left_out})
    return go(url_for("exports.exports", slug=slug))


@bp.post("/projects/<slug>/exports/preflights/<int:look_id>/cancel")
@signed_in
def stop(slug: str, look_id: int) -> ResponseReturnValue:
    """Cancel a look that has not ended."""
    job = job_of(exporting_access(slug), look_id, PREFLIGHT, current_user())
    if cancel(job.id) == "cancelled":
        flash(_("Cancelled; nothing was written."))
    return go(url_for("exports.exports", slug=slug, like=job.id))


@bp.get("/projects/<slug>/exports/<int:job_id>/spans")
@signed_in
def spans(slug: str, job_id: int) -> ResponseReturnValue:
    """List the spans of one label that one reason kept from fitting, a page at a time."""
    access = exporting_access(slug)
    job = visible_job(job_id, current_user())
    if job.project_id != access.project.id or job.kind not in (EXPORT, PREFLIGHT):
        raise NotFound(sentence("There is no such job, or it is not yours."))
    after = request.args.get("after", "0")
    loss = places_in(
        job.result or {},
        access.project.id,
        {name: request.args.get(name, "") for name in ("layer", "label", "reason")},
        after=int(after) if after.isdecimal() else 0,
        changed=request.args.get("changed") == "1",
    )
    return render_template(
        "interchange/spans.html", project=access.project, job=job, loss=loss, kind=job.kind
    )


def _page(access: Access, job: Job, refusal: Refused | None = None) -> str:
    page = "_preflight" if is_htmx() else "preflight"
    return render_template(
        f"interchange/{page}.html",
        project=access.project,
        job=job,
        refusal=refusal,
        losses=losses_in(job.result or {}, access.project.id),
    )
