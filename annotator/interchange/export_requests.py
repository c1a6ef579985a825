"""Asking for an export or for a look at it, and fetching what was written."""

from pathlib import Path
from typing import Any

from annotator.accounts.models import User
from annotator.core.errors import Forbidden, NotFound
from annotator.core.sentences import sentence
from annotator.interchange.exporting import check_options
from annotator.interchange.formats.folder import MANIFEST
from annotator.interchange.formats.snapshot import read_export
from annotator.interchange.job_lists import visible_job
from annotator.interchange.jobs import EXPORT, PREFLIGHT, folder_of, options_of
from annotator.interchange.past_exports import past_options
from annotator.interchange.past_manifests import reference
from annotator.jobs.models import Job
from annotator.jobs.operations import enqueue
from annotator.projects.queries import Access, project_access

EARLIER = {"keep_split": "keep_split", "past": "from"}
"""The options that name an earlier export, and what they are called outside."""


def to_export(access: Access) -> Access:
    """Return this access; `Forbidden` for those who see their own work only."""
    if not access.may_see_others:
        message = sentence(
            "Exports hold everybody's work: ask a manager or curator of the project."
        )
        raise Forbidden(message)
    return access


def ask_for_export(access: Access, wanted: dict[str, Any]) -> Job:
    """Take on an export, or with `dry_run` a look at it.

    Refuses options that make no sense, and those who may not see others' work.
    """
    project, params = to_export(access).project, dict(wanted)
    kind = PREFLIGHT if params.pop("dry_run", False) else EXPORT
    for name, field in EARLIER.items():
        if params.get(name):
            params[name] = reference(project.id, params[name], field)
    options, manifest = options_of(kind, params, project.id)
    if manifest is None:
        check_options(project.id, options)
        return enqueue(kind, project.id, access.user_id, params, project.document_count)
    past = read_export(manifest)
    params["format"] = past_options(past, options).format
    return enqueue(kind, project.id, access.user_id, params, len(past.documents))


def exported_zip(job_id: int, user: User) -> Path:
    """Return the zip file of a finished export; `NotFound` before, and for those who may not see others' work."""
    return _written(job_id, user).with_suffix(".zip")


def exported_manifest(job_id: int, user: User) -> Path:
    """Return the manifest of a finished export; `NotFound` as for the zip file."""
    return _written(job_id, user) / MANIFEST


def _written(job_id: int, user: User) -> Path:
    job = visible_job(job_id, user)
    folder = folder_of(job.id, job.project_id)
    finished = job.kind == EXPORT and job.state == "done"
    if not finished or not project_access(job.project_id or 0, user).may_see_others:
        raise NotFound(sentence("There is no finished export of this number."))
    if not folder.with_suffix(".zip").is_file() or not (folder / MANIFEST).is_file():
        raise NotFound(sentence("The files of this export are no longer there: export again."))
    return folder
