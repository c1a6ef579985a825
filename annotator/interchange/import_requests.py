"""Asking for the import of an upload, and calling it off."""

from typing import Any

from annotator.database import db, write_tx
from annotator.interchange.formats import reader_of
from annotator.interchange.import_jobs import IMPORT
from annotator.interchange.uploads import Upload, open_upload, remove_upload
from annotator.jobs.models import Job
from annotator.jobs.operations import cancel, enqueue
from annotator.jobs.queries import get_job
from annotator.projects.queries import Access, current_scheme


def ask_for_import(access: Access, upload: Upload, wanted: dict[str, Any]) -> Job:
    """Take on the import of an upload; one that is imported already, or just now, is not imported twice."""
    total = _records(upload, wanted["encodings"], wanted["texts"])
    with write_tx():
        upload = open_upload(upload.id, access.project.id)
        known = db.session.get(Job, upload.job) if upload.job else None
        if known is not None and known.state in ("queued", "running", "done"):
            return known
        params = {"upload": upload.id} | wanted
        job = enqueue(IMPORT, upload.project_id, access.user_id, params, total)
        upload.job = job.id
        upload.save()
    return job


def cancel_import(job_id: int) -> str:
    """Cancel an import and remove its files; return the state it is in then."""
    job = get_job(job_id)
    upload = job.params["upload"]
    state = cancel(job_id)
    if state == "cancelled":
        remove_upload(upload)
    return state


def _records(upload: Upload, encodings: dict[str, str], texts: str) -> int:
    scheme = current_scheme(upload.project_id)
    number = 0
    for file in upload.files:
        if file.key in encodings:
            source = upload.source(file, encodings[file.key], texts)
            with source.open() as opened:
                number += sum(1 for _ in reader_of(source.format, scheme).pieces(opened))
    return number
