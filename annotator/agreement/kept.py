"""Reports kept at hand: the same question about work that has not changed is answered at once."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, NamedTuple

import orjson
from sqlalchemy import func, select

from annotator.annotations.models import AnnotationSet
from annotator.core.agreement.question import Question
from annotator.core.sentences import Sentence
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import Project

KEPT = 8
LONGEST = 8_000_000
"""Bytes of the longest report that is kept."""


class Kept(NamedTuple):
    """A report in JSON, and the sentences in it by how they read there."""

    report: bytes
    sentences: Mapping[str, Sentence]

    def whole(self) -> dict[str, Any]:
        """Return the report as plain values, in which sentences can be said in another language."""
        return dict(_with_sentences(orjson.loads(self.report), self.sentences))


_reports: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
_lock = Lock()


def kept_agreement(project: Project, question: Question, rule: str) -> Kept:
    """Return the report; see `project_agreement`. Kept by all that it depends on, so it is never an old one."""
    threshold = project.settings.get("agreement_threshold")
    key = (str(db.engine.url), question, rule, threshold, *state_of(project))
    with _lock:
        if key in _reports:
            _reports.move_to_end(key)
            return _reports[key]
    # numpy and scipy would hold 55 MiB of every server that nobody asks for agreement.
    from annotator.agreement.queries import project_agreement  # noqa: PLC0415

    kept = _keep(project_agreement(project, question, rule))
    # Metadata of documents change without a trace in the state.
    if len(kept.report) <= LONGEST and not question.meta:
        with _lock:
            _reports[key] = kept
            if len(_reports) > KEPT:
                _reports.popitem(last=False)
    return kept


def _keep(report: dict[str, Any]) -> Kept:
    sentences: dict[str, Sentence] = {}

    def read(said: Sentence) -> str:
        sentences[said] = said
        return str(said)

    return Kept(orjson.dumps(report, read, orjson.OPT_PASSTHROUGH_SUBCLASS), sentences)


def _with_sentences(value: Any, sentences: Mapping[str, Sentence]) -> Any:
    if isinstance(value, str):
        return sentences.get(value, value)
    if isinstance(value, dict):
        return {name: _with_sentences(one, sentences) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_sentences(one, sentences) for one in value]
    return value


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
