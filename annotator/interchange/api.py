"""Imports, exports and background jobs for programs."""

from typing import Any

from flask import Response, request, send_file

from annotator.accounts.receipts import once
from annotator.accounts.session import current_user
from annotator.core.errors import Conflict, Malformed, NotFound
from annotator.core.sentences import sentence
from annotator.interchange.bodies import records_of
from annotator.interchange.export_requests import ask_for_export, exported_manifest, exported_zip
from annotator.interchange.formats.records import RecordRefused
from annotator.interchange.import_jobs import IMPORT
from annotator.interchange.import_requests import cancel_import
from annotator.interchange.importing import Import, ImportOptions, import_documents
from annotator.interchange.job_lists import visible_job
from annotator.interchange.schemas import (
    ExportBody,
    ImportAnswer,
    ImportQuery,
    JobAnswer,
    JobState,
    TakenOn,
)
from annotator.jobs.operations import cancel
from annotator.projects.queries import project_access
from annotator.web.api import PREFIX, api_blueprint, endpoint, reply

bp = api_blueprint("interchange_api")


@bp.post("/projects/<slug>/documents")
@endpoint(
    "Take in documents and the work on them: our JSONL (application/x-ndjson) or a JSON array of its records.",
    query=ImportQuery,
    answers={201: ImportAnswer, 200: ImportAnswer},
    takes={
        "application/x-ndjson": {"type": "string", "description": "A record a line."},
        "application/json": {"type": "array", "items": {"type": "object"}},
    },
)
def post_documents(slug: str, query: dict[str, Any]) -> Response:
    """Import documents; a dry run stores nothing and is answered with 200."""
    access = project_access(slug, current_user())
    if not access.may_manage:
        raise NotFound(
            sentence("Documents are brought in by managers of the project: ask one of them.")
        )
    options = ImportOptions(as_suggestions=query.pop("kind") == "suggestions", **query)
    job = Import(access.project.id, access.user_id, options)
    source = records_of(request.get_data(), request.mimetype)

    def act() -> Response:
        try:
            report = import_documents(job, [source])
        except RecordRefused as refusal:
            if isinstance(refusal.cause, Conflict | Malformed):
                raise type(refusal.cause)(str(refusal), refusal.errors) from None
            raise
        return reply(report.as_json(), 200 if options.dry_run else 201)

    return act() if options.dry_run else once(act)


@bp.post("/projects/<slug>/exports")
@endpoint(
    "Ask for an export, written (or with `dry_run` only counted) by a job.",
    body=ExportBody,
    answers={202: TakenOn},
)
def post_export(slug: str, body: dict[str, Any]) -> Response:
    """Take on an export; where it stands is told at its job's address."""

    def act() -> Response:
        job = ask_for_export(project_access(slug, current_user()), body)
        answer = reply({"id": job.id}, 202)
        answer.headers["Location"] = f"{PREFIX}/jobs/{job.id}"
        return answer

    return once(act)


@bp.get("/jobs/<int:job_id>")
@endpoint("Show where a job stands.", answers={200: JobAnswer})
def get_one(job_id: int) -> Response:
    """Show a job of one's own, or of a project one manages."""
    job = visible_job(job_id, current_user())
    fields = ("id", "kind", "state", "done", "total", "result", "error")
    return reply({field: getattr(job, field) for field in fields})


@bp.delete("/jobs/<int:job_id>")
@endpoint("Cancel a job; one that has ended stays as it is.", answers={200: JobState})
def delete_one(job_id: int) -> Response:
    """Cancel a job."""
    job = visible_job(job_id, current_user())
    number, stop = job.id, cancel_import if job.kind == IMPORT else cancel
    return once(lambda: reply({"state": stop(number)}))


@bp.get("/exports/<int:job_id>/download")
@endpoint(
    "Fetch the files of a finished export as a zip file.",
    gives={"application/zip": {"type": "string", "contentMediaType": "application/zip"}},
)
def download(job_id: int) -> Response:
    """Send the zip file."""
    path = exported_zip(job_id, current_user())
    return send_file(
        path,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{path.parent.name}-export-{job_id}.zip",
        conditional=True,
    )


@bp.get("/exports/<int:job_id>/manifest")
@endpoint(
    "Fetch the manifest of a finished export.", gives={"application/json": {"type": "object"}}
)
def get_manifest(job_id: int) -> Response:
    """Send the manifest."""
    return send_file(exported_manifest(job_id, current_user()), mimetype="application/json")
