"""Reads of jobs."""

from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.database import db
from annotator.jobs.models import Job


def get_job(job_id: int) -> Job:
    """Return a job as it stands; `NotFound` when there is none. Whose it is to see, its slice decides."""
    job = db.session.get(Job, job_id, populate_existing=True)
    if job is None:
        raise NotFound(sentence("There is no such job, or it is not yours."))
    return job
