"""Exports as background jobs: asked for, carried out by the worker, fetched as one zip file."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from annotator.accounts.models import User
from annotator.core.errors import NotFound
from annotator.core.report import ExportOptions
from annotator.database import db
from annotator.interchange.exporting import check_options, export_project
from annotator.interchange.zipping import zip_folder
from annotator.jobs import registry
from annotator.jobs.leases import Task
from annotator.jobs.models import Job
from annotator.jobs.operations import enqueue
from annotator.jobs.queries import get_job
from annotator.jobs.registry import Advance
from annotator.projects.models import Project
from annotator.projects.queries import Access, project_access

EXPORT = "export"
EVERY = 0.5
"""Seconds between two notes of the progress."""


def register(app: Flask) -> None:
    """Let the worker carry out exports."""
    registry.register(app, EXPORT, export)


def ask_for_export(access: Access, wanted: dict[str, Any]) -> Job:
    """Take on an export. Refuses options that make no sense, and those who may not see others' work."""
    if not access.may_see_others:
        message = "Exports hold everybody's work: ask a manager or curator of the project."
        raise NotFound(message)
    check_options(access.project.id, _options(wanted))
    project = access.project
    return enqueue(EXPORT, project.id, access.user_id, wanted, project.document_count)


def export(task: Task, advance: Advance) -> dict[str, Any]:
    """Write the export and its zip file; begins anew after an interruption, for an export is one piece."""
    folder = folder_of(task.id, task.project_id)
    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    assert task.project_id is not None  # noqa: S101 -- `ask_for_export` names it
    report = export_project(task.project_id, _options(task.params), folder, _now_and_then(advance))
    advance(report.documents)
    zip_folder(folder, folder.with_suffix(".zip"))
    return report.as_json()


def visible_job(job_id: int, user: User) -> Job:
    """Return a job of one's own, or of a project one manages; `NotFound` otherwise."""
    job = get_job(job_id)
    if job.project_id is not None:
        access = project_access(job.project_id, user)
        mine = access.may_manage or job.created_by == user.id
    else:
        mine = job.created_by == user.id
    if not mine:
        raise NotFound("There is no such job, or it is not yours.")
    return job


def exported_zip(job_id: int, user: User) -> Path:
    """Return the zip file of a finished export; `NotFound` before, and for those who may not see others' work."""
    job = visible_job(job_id, user)
    path = folder_of(job.id, job.project_id).with_suffix(".zip")
    finished = job.kind == EXPORT and job.state == "done"
    if not finished or not project_access(job.project_id or 0, user).may_see_others:
        raise NotFound("There is no finished export of this number.")
    if not path.is_file():
        raise NotFound("The files of this export are no longer there: export again.")
    return path


def folder_of(job_id: int, project_id: int | None) -> Path:
    """Return where the export of this job goes; always below the folder for exports."""
    exports: Path = current_app.config["EXPORTS"].resolve()
    slug = db.session.get_one(Project, project_id).slug
    folder = (exports / slug / f"job-{job_id}").resolve()
    if not folder.is_relative_to(exports):
        raise NotFound("There is no such export.")
    return folder


def _options(wanted: dict[str, Any]) -> ExportOptions:
    return ExportOptions(**wanted | {"layers": tuple(wanted.get("layers", ()))})


def _now_and_then(advance: Advance) -> Callable[[int], None]:
    last = 0.0

    def progress(number: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            advance(number)

    return progress
