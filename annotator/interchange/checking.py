"""Checking the database: texts are what they were, every set is what its events made it, counters count."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from annotator.annotations.models import (
    AnnotationSet,
    DocumentLabel,
    Event,
    Progress,
    RelationRow,
    SpanRow,
)
from annotator.annotations.queries import SPAN_COLUMNS
from annotator.annotations.rows import EMPTY
from annotator.annotations.stored import (
    relation_from_row,
    relation_value,
    span_from_row,
    span_value,
)
from annotator.core.changes import State, from_json, rebuild
from annotator.core.texts import text_digest
from annotator.database import db
from annotator.documents.models import Document
from annotator.projects.models import LabelRow, Project
from annotator.projects.queries import label_names

PAGE = 500


@dataclass(slots=True)
class CheckReport:
    """How much was looked at, and all that is wrong, in words."""

    documents: int = 0
    sets: int = 0
    events: int = 0
    spans: int = 0
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the answer of the command."""
        return {
            "documents": self.documents,
            "sets": self.sets,
            "events": self.events,
            "spans": self.spans,
            "faults": self.faults,
        }


def check_database() -> CheckReport:
    """Look at everything that is stored."""
    report = CheckReport()
    report.faults += _file_faults()
    lengths = dict(_texts(report))
    progress: Counter[tuple[int, int, str, str]] = Counter()
    spans: Counter[tuple[int, int, str, str]] = Counter()
    uses: Counter[int] = Counter()
    for row in _sets():
        report.sets += 1
        key = (row.project_id, row.annotator_id, row.kind, row.status)
        progress[key] += 1
        spans[key] += row.span_count
        report.faults += _set_faults(row, lengths.get(row.document_id, 0), uses, report)
    report.faults += [*_progress_faults(progress, spans), *_use_faults(uses), *_project_faults()]
    return report


def _file_faults() -> Iterator[str]:
    if db.engine.dialect.name == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            for row in db.session.connection().exec_driver_sql(f"PRAGMA {pragma}"):
                if tuple(row) != ("ok",):
                    yield f"{pragma}: {tuple(row)}"


def _texts(report: CheckReport) -> Iterator[tuple[int, int]]:
    query = select(Document.id, Document.text, Document.text_sha256, Document.length)
    for row in db.session.execute(query.order_by(Document.id).execution_options(yield_per=PAGE)):
        report.documents += 1
        if text_digest(row.text) != row.text_sha256 or len(row.text) != row.length:
            report.faults.append(f"document {row.id}: its text is not what was stored")
        yield row.id, len(row.text)


def _sets() -> Iterator[AnnotationSet]:
    after = 0
    while rows := db.session.scalars(
        select(AnnotationSet).where(AnnotationSet.id > after).order_by(AnnotationSet.id).limit(PAGE)
    ).all():
        yield from rows
        after = rows[-1].id
        db.session.expunge_all()


def _set_faults(
    row: AnnotationSet, length: int, uses: Counter[int], report: CheckReport
) -> Iterator[str]:
    events = db.session.scalars(
        select(Event).where(Event.set_id == row.id).order_by(Event.revision)
    ).all()
    report.events += len(events)
    if [event.revision for event in events] != list(range(1, row.revision + 1)):
        yield f"set {row.id}: its events are not one for each of its {row.revision} revisions"
    stored = _state_of(row)
    report.spans += row.span_count
    uses.update(_uses(stored))
    yield from _span_faults(row, stored, length)
    try:
        rebuilt = rebuild(from_json(event.changes) for event in events)
    except ValueError as fault:
        yield f"set {row.id}: its events do not follow from each other: {fault}"
        return
    if rebuilt != stored:
        yield f"set {row.id}: it is not what its events made it"


def _uses(state: State) -> Iterator[int]:
    for (kind, _), value in state.items():
        if kind in ("span", "relation"):
            yield value["label"]
        elif kind == "labels":
            yield from value


def _span_faults(row: AnnotationSet, state: State, length: int) -> Iterator[str]:
    extents = [(v["start"], v["end"]) for (kind, _), v in state.items() if kind == "span"]
    for start, end in extents:
        if not 0 <= start < end <= length:
            yield f"set {row.id}: a span {start}-{end} is outside the text"
    if row.span_count != len(extents):
        yield f"set {row.id}: it counts {row.span_count} spans and has {len(extents)}"


def _state_of(row: AnnotationSet) -> State:
    """Return what is stored of a set in the form in which events keep it."""
    state: State = {}
    names = label_names(row.project_id)
    for span in db.session.execute(select(*SPAN_COLUMNS).where(SpanRow.set_id == row.id)):
        state["span", str(span.id)] = span_value(span_from_row(span, names), span.label_id)
    for one in db.session.execute(
        select(RelationRow.__table__).where(RelationRow.set_id == row.id)
    ):
        state["relation", str(one.id)] = relation_value(relation_from_row(one, names), one.label_id)
    labels = select(DocumentLabel).where(DocumentLabel.set_id == row.id)
    for label in db.session.scalars(labels.order_by(DocumentLabel.position)):
        state.setdefault(("labels", names[label.label_id][0]), []).append(label.label_id)
    fields = {name: getattr(row, name) for name in EMPTY}
    state.update({(name, ""): value for name, value in fields.items() if value != EMPTY[name]})
    return state


def _progress_faults(
    progress: Counter[tuple[int, int, str, str]], spans: Counter[tuple[int, int, str, str]]
) -> Iterator[str]:
    for row in db.session.scalars(select(Progress)):
        key = (row.project_id, row.annotator_id, row.kind, row.status)
        if (row.sets, row.spans) != (progress.pop(key, 0), spans.pop(key, 0)):
            yield f"progress {key}: counts {row.sets} sets and {row.spans} spans, which is not so"
    yield from (f"progress {key}: {count} sets are not counted" for key, count in progress.items())


def _use_faults(uses: Counter[int]) -> Iterator[str]:
    for row in db.session.scalars(select(LabelRow)):
        if row.uses != uses[row.id]:
            yield f"label {row.layer}/{row.name}: counts {row.uses} uses, there are {uses[row.id]}"


def _project_faults() -> Iterator[str]:
    for project in db.session.scalars(select(Project)):
        current = select(Document.id).where(
            Document.project_id == project.id, Document.archived_at.is_(None)
        )
        count = len(db.session.scalars(current).all())
        if count != project.document_count:
            yield f"project {project.slug}: counts {project.document_count} documents, has {count}"
