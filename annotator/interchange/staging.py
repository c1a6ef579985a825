"""All or nothing while others go on working: what an import stores waits, out of sight, in a project of its own."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from annotator.accounts.models import User
from annotator.annotations.counters import count_label_use, count_progress
from annotator.annotations.models import AnnotationSet, Event, Progress
from annotator.annotations.rows import DELETED, LABELS, RELATIONS, SPANS
from annotator.core.scheme import Scheme, as_json
from annotator.database import db, now, table_of, uuid7, write_tx
from annotator.documents.models import Document
from annotator.documents.operations import count_documents
from annotator.jobs.models import Job
from annotator.jobs.pace import pace
from annotator.projects.models import LabelRow, Member, Project
from annotator.projects.queries import label_ids, project_to_change

SETS, EVENTS = table_of(AnnotationSet), table_of(Event)
DOCUMENTS, NAMES = table_of(Document), table_of(LabelRow)
FORGOTTEN = timedelta(days=1)
"""After this time a stage without a job was left behind by a command that was killed."""


def open_stage(project_id: int, scheme: Scheme, job_id: int | None = None) -> str:
    """Make the project in which an import waits, and return its slug, which no other project ever has.

    Its scheme may have labels that the real one has not yet.
    """
    with write_tx() as session:
        home = project_to_change(project_id)
        name = f"~{uuid7()}"
        stage = Project(
            slug=name,
            name=name,
            language=home.language,
            scheme=as_json(scheme),
            settings={"job": job_id, "scheme_revision": home.scheme_revision},
            archived_at=now(),
            stage_of=project_id,
        )
        session.add(stage)
        session.flush()
        known = label_ids(project_id)
        new = [pair for pair in scheme.label_names() if pair not in known]
        rows = [{"project_id": stage.id, "layer": layer, "name": label} for layer, label in new]
        if rows:
            session.execute(insert(NAMES), rows)
        return name


def stage_named(slug: str) -> Project | None:
    """Return a stage as it stands in this very transaction; its number may be another project's once it is gone."""
    query = select(Project).where(Project.slug == slug, Project.stage_of.is_not(None))
    return db.session.scalar(query.execution_options(populate_existing=True))


def remove_stage(slug: str) -> None:
    """Remove a stage with all that is in it, a little at a time."""
    with pace() as own:
        more = True
        while more:
            with write_tx() as session, own.batch(own.records):
                more = _remove_some(session, slug, own.records)
            own.give_way()


def sweep_stages() -> None:
    """Remove the stages of imports that have ended or were left behind."""
    query = select(Project.slug, Project.settings, Project.created_at)
    stages = db.session.execute(query.where(Project.stage_of.is_not(None))).all()
    over = [one.slug for one in stages if _is_over(one.settings["job"], one.created_at)]
    db.session.rollback()
    for slug in over:
        remove_stage(slug)


def _is_over(job_id: int | None, since: datetime) -> bool:
    job = db.session.get(Job, job_id, populate_existing=True) if job_id else None
    if job is None:
        return since < now() - FORGOTTEN
    return job.state not in ("queued", "running")


def _remove_some(session: Session, slug: str, few: int) -> bool:
    """Remove some of what is left of a stage; say whether there is more."""
    stage = stage_named(slug)
    if stage is None:
        return False
    if not (_remove_sets(session, stage.id, few) or _remove_documents(session, stage.id, few)):
        _remove_itself(session, stage)
    return True


def _remove_sets(session: Session, stage_id: int, few: int) -> bool:
    columns = (SETS.c.id, SETS.c.annotator_id, SETS.c.kind, SETS.c.status, SETS.c.span_count)
    rows = session.execute(select(*columns).where(SETS.c.project_id == stage_id).limit(few)).all()
    numbers = [row.id for row in rows]
    for label, uses in _uses(session, numbers).items():
        count_label_use(session, label, -uses)
    for table in (SPANS, RELATIONS, LABELS, DELETED, EVENTS):
        session.execute(delete(table).where(table.c.set_id.in_(numbers)))
    session.execute(delete(SETS).where(SETS.c.id.in_(numbers)))
    for row in rows:
        key = (stage_id, row.annotator_id, row.kind, row.status)
        count_progress(session, key, -1, -row.span_count)
    return bool(rows)


def _uses(session: Session, set_ids: Sequence[int]) -> Counter[int]:
    uses: Counter[int] = Counter()
    for table in (SPANS, RELATIONS, LABELS):
        query = select(table.c.label_id, func.count()).where(table.c.set_id.in_(set_ids))
        for label, count in session.execute(query.group_by(table.c.label_id)):
            uses[label] += count
    return uses


def _remove_documents(session: Session, stage_id: int, few: int) -> bool:
    query = select(DOCUMENTS.c.id).where(DOCUMENTS.c.project_id == stage_id).limit(few)
    numbers = session.scalars(query).all()
    session.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id.in_(numbers)))
    count_documents(session, stage_id, -len(numbers))
    return bool(numbers)


def _remove_itself(session: Session, stage: Project) -> None:
    """Remove the stage itself, and the accounts that it brought and nobody has come to need."""
    people = (
        select(User.id)
        .join(Member, Member.user_id == User.id)
        .where(Member.project_id == stage.id, User.password_hash.is_(None))
        .where(User.created_at >= stage.created_at)
    )
    accounts = session.scalars(people).all()
    for model in (Progress, Member, LabelRow):
        table = table_of(model)
        session.execute(delete(table).where(table.c.project_id == stage.id))
    session.delete(stage)
    session.flush()
    for number in accounts:
        _remove_unneeded(session, number)


def _remove_unneeded(session: Session, user_id: int) -> None:
    try:
        with session.begin_nested():
            session.execute(delete(User).where(User.id == user_id))
    except IntegrityError:
        return  # they are a member or have work elsewhere
