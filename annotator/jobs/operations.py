"""Changes of jobs by those who ask for them: taken on, cancelled."""

import threading
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.database import now, write_tx
from annotator.jobs.models import Job

arrived = threading.Event()
"""Set when a job was enqueued in this process, so that its worker need not wait for the next poll."""


def enqueue(
    kind: str,
    project_id: int | None,
    created_by: int,
    params: dict[str, Any],
    total: int | None = None,
) -> Job:
    """Take on a job; inside a `write_tx` it exists only if that commits."""
    with write_tx() as session:
        job = Job(
            kind=kind, project_id=project_id, created_by=created_by, params=params, total=total
        )
        session.add(job)
        session.flush()
        event.listen(session, "after_commit", _ring, once=True)
    return job


def _ring(_session: Session) -> None:
    arrived.set()


def cancel(job_id: int) -> str:
    """Cancel a job that has not ended, and return its state.

    What its worker has stored stays; its next batch is refused.
    """
    with write_tx() as session:
        job = job_to_change(session, job_id)
        if job.state in ("queued", "running"):
            end_job(job, "cancelled")
        return job.state


def job_to_change(session: Session, job_id: int) -> Job:
    """Return the job as it stands in this very transaction, which nobody else changes meanwhile."""
    job = session.get(Job, job_id, populate_existing=True, with_for_update=True)
    if job is None:
        raise NotFound(sentence("There is no such job."))
    return job


def end_job(job: Job, state: str, error: str | None = None) -> None:
    """Let a job come to its end; nobody holds it any longer."""
    job.state, job.error, job.finished_at = state, error, now()
    job.lease_by = job.lease_until = None
