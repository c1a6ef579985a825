"""Exports as background jobs: looked at or carried out by the worker, each in a folder of its own."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from annotator.core.errors import NotFound
from annotator.core.report import LISTS, ExportOptions, ExportReport
from annotator.core.sentences import sentence
from annotator.database import db
from annotator.interchange.exporting import export_project
from annotator.interchange.past_exports import export_again
from annotator.interchange.zipping import zip_folder
from annotator.jobs import registry
from annotator.jobs.leases import Task
from annotator.jobs.registry import Advance
from annotator.projects.models import Project

EXPORT, PREFLIGHT = "export", "preflight"
EVERY = 0.5
"""Seconds between two notes of the progress."""
LISTED = 500
"""Spans that a job's result lists of each kind of loss; the files of an export for spaCy list all."""
MANIFESTS = "manifests"
"""The folder of the instance in which manifests that people sent are kept."""


def register(app: Flask) -> None:
    """Let the worker carry out exports, and look at what they would write."""
    registry.register(app, EXPORT, export)
    registry.register(app, PREFLIGHT, preflight)


def export(task: Task, advance: Advance) -> dict[str, Any]:
    """Write the export and its zip file; begins anew after an interruption, for an export is one piece."""
    folder = folder_of(task.id, task.project_id)
    for left in folder.parent.glob(f".{folder.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    report = _carried_out(task, folder, advance)
    zip_folder(folder, folder.with_suffix(".zip"))
    return report.in_full(most=LISTED)


def preflight(task: Task, advance: Advance) -> dict[str, Any]:
    """Return the report that the export would give, writing nothing."""
    return _carried_out(task, folder_of(task.id, task.project_id), advance).in_full(most=LISTED)


def _carried_out(task: Task, folder: Path, advance: Advance) -> ExportReport:
    assert task.project_id is not None  # noqa: S101 -- `ask_for_export` names it
    options, past = options_of(task.kind, task.params, task.project_id)
    progress = _now_and_then(advance)
    if past:
        report = export_again(task.project_id, past, options, folder, progress)
    else:
        report = export_project(task.project_id, options, folder, progress)
    advance(report.documents)
    return report


def options_of(
    kind: str, wanted: dict[str, Any], project_id: int
) -> tuple[ExportOptions, Path | None]:
    """Return the options of a job, and the manifest of the export it is to make again, if it is to."""
    lists = {name: tuple(wanted.get(name, ())) for name in LISTS}
    chosen = dict(wanted) | lists
    past = manifest_at(project_id, chosen.pop("past", ""))
    keep = manifest_at(project_id, chosen.pop("keep_split", ""))
    options = ExportOptions(
        format=chosen.pop("format", ""),
        keep_split=str(keep or ""),
        dry_run=kind == PREFLIGHT,
        **chosen,
    )
    return options, past


def manifest_at(project_id: int, reference: str) -> Path | None:
    """Return the folder of the manifest that a job's params refer to, None where they name none.

    A reference is `export:NUMBER` for an export of this project, or `sent:DIGEST` for a manifest that was sent.
    """
    kind, _, name = reference.partition(":")
    if kind == "export" and name.isdecimal():
        return folder_of(int(name), project_id)
    if kind == "sent" and name.isalnum():
        return sent_manifests(project_id) / name
    return None


def sent_manifests(project_id: int) -> Path:
    """Return where manifests that were sent to this project are kept."""
    instance: Path = current_app.config["INSTANCE"]
    return instance / MANIFESTS / str(project_id)


def folder_of(job_id: int, project_id: int | None) -> Path:
    """Return where the export of this job goes; always below the folder for exports."""
    exports: Path = current_app.config["EXPORTS"].resolve()
    slug = db.session.get_one(Project, project_id).slug
    folder = (exports / slug / f"job-{job_id}").resolve()
    if not folder.is_relative_to(exports):
        raise NotFound(sentence("There is no such export."))
    return folder


def _now_and_then(advance: Advance) -> Callable[[int], None]:
    last = 0.0

    def progress(number: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            advance(number)

    return progress
