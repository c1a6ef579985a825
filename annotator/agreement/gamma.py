"""Gamma in the background: a job that hands documents to a program of its own and keeps what it answers."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

from flask import Flask
from sqlalchemy import select

from annotator.core.agreement.question import Question
from annotator.core.errors import Refused
from annotator.core.scheme import Layer
from annotator.core.sentences import sentence
from annotator.database import db, write_tx
from annotator.jobs import registry
from annotator.jobs.leases import Task
from annotator.jobs.models import Job
from annotator.jobs.operations import enqueue
from annotator.jobs.registry import Advance
from annotator.projects.models import Project
from annotator.projects.queries import scheme_of

GAMMA = "gamma"
LIMIT = 3600.0
"""Seconds after which the program is ended."""
LIBRARY = "pygamma_agreement"
PROGRAM = Path(__file__).with_name("gamma_program.py")
MISSING = sentence(
    "Gamma needs a library that is not installed here: pip install -r requirements-gamma.txt"
)

Documents = Sequence[Mapping[str, Any]]
Results = list[dict[str, Any]]


def register(app: Flask) -> None:
    """Let the worker measure gamma."""
    registry.register(app, GAMMA, measure_gamma)


def gamma_is_there() -> bool:
    """Say whether gamma can be measured in this installation."""
    return find_spec(LIBRARY) is not None


def ask_for_gamma(project: Project, layer: str, created_by: int) -> Job:
    """Take on a job that measures gamma on a layer of spans. Refuses other layers, and where the library is missing."""
    asked = {"layer": span_layer(project, layer).name}
    if not gamma_is_there():
        raise Refused(MISSING)
    return enqueue(GAMMA, project.id, created_by, asked)


def span_layer(project: Project, name: str) -> Layer:
    """Return the layer of spans of that name; refuses others."""
    layers = {layer.name: layer for layer in scheme_of(project).of_kind("span")}
    if name not in layers:
        there = ", ".join(layers) or sentence("none")
        raise Refused.field(
            "layer",
            sentence(
                "There is no layer of spans %(name)s; there are: %(there)s.", name=name, there=there
            ),
        )
    return layers[name]


def last_gamma(project_id: int, layer: str) -> Job | None:
    """Return the newest job that measured gamma on the layer, or is to; one that was cancelled is no job."""
    query = select(Job).where(
        Job.kind == GAMMA, Job.project_id == project_id, Job.state != "cancelled"
    )
    jobs = db.session.scalars(query.order_by(Job.id.desc()))
    return next((job for job in jobs if job.params["layer"] == layer), None)


def measure_gamma(task: Task, advance: Advance) -> dict[str, Any]:
    """Measure gamma on the layer; begins anew after an interruption."""
    # numpy and scipy are not loaded before somebody asks.
    from annotator.agreement.compared import compared_layer  # noqa: PLC0415
    from annotator.core.agreement.gamma import (  # noqa: PLC0415
        SAMPLES,
        SEED,
        gamma_answer,
        gamma_documents,
    )

    project = db.session.get_one(Project, task.project_id)
    layer = span_layer(project, task.params["layer"])
    shared, work = compared_layer(project, Question(), layer)
    documents = gamma_documents(shared, work)
    with write_tx() as session:
        session.get_one(Job, task.id).total = len(documents)
    results = run_gamma(documents, SAMPLES, advance)
    return {
        "layer": layer.name,
        "annotators": list(shared.annotators),
        "documents": len(shared.names),
        "samples": SAMPLES,
        "seed": SEED,
        "measure": gamma_answer(results),
        "by_document": results,
    }


def run_gamma(
    documents: Documents, samples: int, told: Callable[[int], None], limit: float = LIMIT
) -> Results:
    """Return what the program answers for each document; `told` is called with their number so far, and may raise."""
    results: Results = []
    if not documents:
        return results
    with _program(limit) as process:
        assert process.stdin is not None  # noqa: S101 -- they are pipes
        assert process.stdout is not None  # noqa: S101
        json.dump({"samples": samples, "documents": documents}, process.stdin)
        process.stdin.close()
        for line in process.stdout:
            results.append(json.loads(line))
            told(len(results))
        process.wait()
    if len(results) < len(documents):
        message = sentence(
            "Gamma was broken off after %(there)s of %(all)s documents, or took longer than %(limit)s seconds: "
            "ask about a smaller layer.",
            there=len(results),
            all=len(documents),
            limit=f"{limit:.0f}",
        )
        raise Refused(message)
    return results


@contextmanager
def _program(limit: float) -> Iterator[subprocess.Popen[str]]:
    """Start the program, and end it in the end whatever happens."""
    command = [sys.executable, str(PROGRAM)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(  # noqa: S603 -- our own program, by its path
        command, **pipes, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as process:
        timer = Timer(limit, process.kill)
        timer.start()
        try:
            yield process
        finally:
            timer.cancel()
            process.kill()
