"""Checking the database: texts are what they were, every set is what its events made it, counters count."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from annotator.annotations.models import AnnotationSet, Progress
from annotator.core.texts import text_digest
from annotator.database import db
from annotator.documents.models import Document
from annotator.interchange.check_report import CheckReport
from annotator.interchange.set_check import set_faults
from annotator.projects.models import LabelRow, Project

PAGE = 500


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
        report.faults += set_faults(row, lengths.get(row.document_id, 0), uses, report)
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
