"""What is fetched of an export: its files as one zip file, and its manifest."""

from flask import Blueprint, Response, send_file

from annotator.accounts.session import current_user, signed_in
from annotator.interchange.export_pages import exporting_access
from annotator.interchange.export_requests import exported_manifest, exported_zip
from annotator.interchange.job_lists import job_of
from annotator.interchange.jobs import EXPORT

bp = Blueprint("downloads", __name__)


@bp.get("/projects/<slug>/exports/<int:job_id>/download")
@signed_in
def download(slug: str, job_id: int) -> Response:
    """Send the files of a finished export."""
    job = job_of(exporting_access(slug), job_id, EXPORT, current_user())
    path = exported_zip(job.id, current_user())
    name = f"{slug}-{job.params.get('format', 'export')}-{job.id}.zip"
    return send_file(
        path, mimetype="application/zip", as_attachment=True, download_name=name, conditional=True
    )


@bp.get("/projects/<slug>/exports/<int:job_id>/manifest")
@signed_in
def manifest(slug: str, job_id: int) -> Response:
    """Show the manifest of a finished export."""
    job = job_of(exporting_access(slug), job_id, EXPORT, current_user())
    return send_file(exported_manifest(job.id, current_user()), mimetype="application/json")
