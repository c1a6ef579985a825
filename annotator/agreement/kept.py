"""Reports kept at hand: the same question about work that has not changed is answered at once."""

from collections import OrderedDict
from threading import Lock
from typing import Any

import orjson
from sqlalchemy import func, select

from annotator.annotations.models import AnnotationSet
from annotator.core.agreement.question import Question
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import Project

KEPT = 8
LONGEST = 8_000_000
"""Bytes of the longest report that is kept."""

_reports: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
_lock = Lock()


def kept_agreement(project: Project, question: Question, rule: str) -> bytes:
    """Return the report in JSON; see `project_agreement`. Kept by all that it depends on, so it is never an old one."""
    threshold = project.settings.get("agreement_threshold")
    key = (str(db.engine.url), question, rule, threshold, *state_of(project))
    with _lock:
        if key in _reports:
            _reports.move_to_end(key)
            return _reports[key]
    # numpy and scipy would hold 55 MiB of every server that nobody asks for agreement.
    from annotator.agreement.queries import project_agreement  # noqa: PLC0415

    report = orjson.dumps(project_agreement(project, question, rule))
    # Metadata of documents change without a trace in the state.
    if len(report) <= LONGEST and not question.meta:
        with _lock:
            _reports[key] = report
            if len(_reports) > KEPT:
                _reports.popitem(last=False)
    return report


def agreement_of(project: Project, question: Question, rule: str = "regex") -> dict[str, Any]:
    """Return the report as plain values; see `kept_agreement`."""
    return dict(orjson.loads(kept_agreement(project, question, rule)))


def state_of(project: Project) -> tuple[object, ...]:
    """Return what changes with every write that agreement depends on: revisions only ever grow."""
    work = select(
        func.count(), func.sum(AnnotationSet.revision), func.max(AnnotationSet.updated_at)
    )
    current = select(func.count(), func.sum(Document.id)).where(
        Document.project_id == project.id, Document.archived_at.is_(None)
    )
    sets = db.session.execute(work.where(AnnotationSet.project_id == project.id)).one()
    documents = db.session.execute(current).one()
    return (project.id, project.scheme_revision, *sets, *documents)
