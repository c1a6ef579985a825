"""The jobs of a project as its pages list them: newest first, with who asked for each."""

from collections.abc import Sequence

from sqlalchemy import Row, select

from annotator.accounts.models import User
from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.database import db
from annotator.jobs.models import Job
from annotator.jobs.queries import get_job
from annotator.projects.queries import Access, project_access

SHOWN = 20
"""Jobs on a page; older ones stay at their addresses."""


def jobs_of(access: Access, kind: str) -> Sequence[Row[Job, str]]:
    """Return the newest jobs of a kind with the names of those who asked: one's own, and all for managers."""
    query = (
        select(Job, User.name)
        .join(User, User.id == Job.created_by)
        .where(Job.project_id == access.project.id, Job.kind == kind)
        .order_by(Job.id.desc())
        .limit(SHOWN)
    )
    if not access.may_manage:
        query = query.where(Job.created_by == access.user_id)
    return db.session.execute(query).all()


def visible_job(job_id: int, user: User) -> Job:
    """Return a job of one's own, or of a project one manages; `NotFound` otherwise."""
    job = get_job(job_id)
    if job.project_id is not None:
        access = project_access(job.project_id, user)
        mine = access.may_manage or job.created_by == user.id
    else:
        mine = job.created_by == user.id
    if not mine:
        raise NotFound(sentence("There is no such job, or it is not yours."))
    return job


def job_of(access: Access, job_id: int, kind: str, user: User) -> Job:
    """Return a job of this project and kind; `NotFound` when it is not theirs to see."""
    job = visible_job(job_id, user)
    if job.project_id != access.project.id or job.kind != kind:
        raise NotFound(sentence("There is no such job, or it is not yours."))
    return job
