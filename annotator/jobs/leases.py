"""Leases: a worker claims a job, brings it forward batch by batch, and ends it or gives it back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from annotator.core.sentences import sentence
from annotator.database import db, now, write_tx
from annotator.jobs.models import Job
from annotator.jobs.operations import end_job, job_to_change

LEASE = timedelta(seconds=30)
"""How long a worker that says nothing keeps a job; afterwards another one may take it over."""
MAX_ATTEMPTS = 3
GIVEN_UP = sentence(
    "The work was broken off %(times)s times at the same place, so it was "
    "given up. Perhaps the server ran out of memory: ask for less at a time, or "
    "start it again.",
    times=MAX_ATTEMPTS,
)


class Stopped(Exception):
    """The worker must leave the job at once: it was cancelled or taken over, or the worker is ending."""


@dataclass(frozen=True, slots=True)
class Task:
    """A claimed job as its handler sees it; `cursor` and `done` are where an earlier attempt got to."""

    id: int
    kind: str
    project_id: int | None
    created_by: int
    params: dict[str, Any]
    cursor: Any
    done: int
    total: int | None


def claim(worker: str) -> Task | None:
    """Lease the oldest job that waits or whose worker died; None when there is none.

    A job that was broken off too often without getting any further is given up.
    """
    if db.session.scalar(_claimable()) is None:
        return None
    with write_tx() as session:
        while job := session.scalar(_claimable().with_for_update(skip_locked=True)):
            if job.attempts < MAX_ATTEMPTS:
                job.state, job.lease_by, job.lease_until = "running", worker, now() + LEASE
                job.attempts += 1
                return _task(job)
            end_job(job, "failed", error=GIVEN_UP)
    return None


def is_waiting() -> bool:
    """Say whether there is a job to claim."""
    found = db.session.scalar(_claimable()) is not None
    db.session.rollback()
    return found


def _claimable() -> Select[Job]:
    died = and_(Job.state == "running", Job.lease_until < now())
    return select(Job).where(or_(Job.state == "queued", died)).order_by(Job.id).limit(1)


def _task(job: Job) -> Task:
    return Task(
        id=job.id,
        kind=job.kind,
        project_id=job.project_id,
        created_by=job.created_by,
        params=job.params,
        cursor=job.cursor,
        done=job.done,
        total=job.total,
    )


def advance(job_id: int, worker: str, done: int, cursor: Any = None) -> None:
    """Note how far a job is, in the `write_tx` of the batch that got it there, and extend the lease.

    Raises Stopped, and so takes the batch back, when the job is no longer this worker's. `done` never goes
    back. With a new `cursor` the job has got further, so that earlier interruptions no longer count.
    """
    with write_tx() as session:
        job = _held(session, job_id, worker)
        job.done, job.lease_until = max(done, job.done), now() + LEASE
        if cursor is not None and cursor != job.cursor:
            job.cursor, job.attempts = cursor, 1


def extend(job_id: int, worker: str) -> None:
    """Extend the lease of a worker that is still at it; raises Stopped when the job is no longer its own."""
    with write_tx() as session:
        _held(session, job_id, worker).lease_until = now() + LEASE


def finish(job_id: int, worker: str, result: Any) -> None:
    """End a job that was carried out; raises Stopped when it is no longer this worker's."""
    with write_tx() as session:
        job = _held(session, job_id, worker)
        job.result = result
        job.done = job.total if job.total is not None else job.done
        end_job(job, "done")


def fail(job_id: int, worker: str, error: str) -> None:
    """End a job that cannot be carried out, for a reason that its owner reads; raises Stopped as `finish` does."""
    with write_tx() as session:
        end_job(_held(session, job_id, worker), "failed", error=error)


def release(job_id: int, worker: str) -> None:
    """Give back a job that this worker cannot end; the next one goes on where it stood."""
    with write_tx() as session:
        job = job_to_change(session, job_id)
        if job.state == "running" and job.lease_by == worker:
            job.state, job.lease_by, job.lease_until = "queued", None, None
            job.attempts -= 1


def _held(session: Session, job_id: int, worker: str) -> Job:
    job = job_to_change(session, job_id)
    if job.state != "running" or job.lease_by != worker:
        message = f"job {job_id} is {job.state}, held by {job.lease_by}"
        raise Stopped(message)
    return job
