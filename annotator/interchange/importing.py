"""Importing documents and the work on them: everything, or all that is not faulty, as the person chose."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from annotator.core.errors import NotFound, Refused
from annotator.core.records import DocumentRecord
from annotator.core.scheme import Scheme, as_json
from annotator.core.scheme_growth import Unknown, grow
from annotator.core.sentences import sentence
from annotator.database import write_tx
from annotator.interchange.clashes import with_remedy
from annotator.interchange.formats import reader_of
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.formats.json_line import parse
from annotator.interchange.formats.jsonl_unknown import unknown_labels
from annotator.interchange.formats.records import Place, Reader, RecordRefused
from annotator.interchange.formats.vocabulary import Vocabulary
from annotator.interchange.import_state import ImportState
from annotator.interchange.report import ImportReport
from annotator.interchange.revealing import CannotJoin, reveal
from annotator.interchange.sources import Source
from annotator.interchange.staging import open_stage, remove_stage, stage_named
from annotator.interchange.storing import store_records
from annotator.jobs.pace import pace
from annotator.projects.queries import current_scheme
from annotator.projects.schemes import put_scheme

Found = tuple[Place, DocumentRecord]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to import: under `stop` a fault means that nothing is stored, under `skip` that its record is left out.

    `columns` says what the columns of tables hold.
    """

    annotator: str | None = None
    as_suggestions: bool = False
    create_labels: bool = False
    on_error: str = "stop"
    dry_run: bool = False
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """An import into a project, by a person; `progress` is told how many records were dealt with.

    What is to be stored as a whole waits in a `stage`, the number of a project that nobody sees.
    """

    project_id: int
    actor_id: int
    options: ImportOptions
    progress: Callable[[int], None] = lambda _count: None
    stage: int | None = None

    @property
    def target(self) -> int:
        """The number of the project that is written to."""
        return self.project_id if self.stage is None else self.stage


def import_documents(job: Import, sources: Sequence[Source]) -> ImportReport:
    """Import the sources; raises Refused when something is faulty and the import is to stop, nothing being stored."""
    report = ImportReport()
    if job.options.on_error == "stop" or job.options.dry_run:
        _import_as_a_whole(job, sources, report)
    else:
        if job.options.create_labels:
            report.labels_created = create_labels(job, sources)
        _import(job, sources, report)
    return report


def _import_as_a_whole(job: Import, sources: Sequence[Source], report: ImportReport) -> None:
    slug, report.labels_created = stage_for(job, sources)
    try:
        staged = in_stage(job, slug)
        _import(staged, sources, report)
        if job.options.dry_run:
            _rehearse(slug, job, report)
        else:
            join(slug, job.actor_id, report)
    except CannotJoin as refusal:
        raise placed(refusal, _records(staged, sources, ImportReport())) from None
    finally:
        remove_stage(slug)


def _rehearse(slug: str, job: Import, report: ImportReport) -> None:
    """Take back all that joining stored, so that only its report is left."""
    with write_tx() as session, session.begin_nested() as attempt:
        join(slug, job.actor_id, report)
        attempt.rollback()


def stage_for(
    job: Import, sources: Iterable[Source], job_id: int | None = None
) -> tuple[str, list[str]]:
    """Open a stage for an import; return its slug, and the labels that its scheme has beyond the project's."""
    scheme = current_scheme(job.project_id)
    unknown = unknown_in(sources, scheme) if job.options.create_labels else set()
    return open_stage(job.project_id, grow(scheme, unknown), job_id), names_of(unknown)


def in_stage(job: Import, slug: str) -> Import:
    """Return the import as it goes into a stage."""
    stage = stage_named(slug)
    if stage is None:
        message = sentence("What was read is no longer there. Import the files again.")
        raise NotFound(message)
    return replace(job, stage=stage.id)


def join(slug: str, actor_id: int, report: ImportReport | ImportState) -> None:
    """Let the project have what waits in a stage, and tell the report what of it was not new."""
    joined = reveal(slug, actor_id)
    report.documents -= joined.documents
    report.spans -= joined.spans
    report.relations -= joined.relations
    report.warnings += joined.warnings


def placed(refusal: CannotJoin, records: Iterable[Found]) -> Refused:
    """Say in which file and line the record is that does not go with what is stored."""
    places = (place for place, record in records if record.id == refusal.external_id)
    place = next(places, None)
    return refusal if place is None else RecordRefused(place, refusal)


def _import(job: Import, sources: Sequence[Source], report: ImportReport) -> None:
    records, seen = _records(job, sources, report), 0
    with pace() as own:
        while batch := list(islice(records, own.records)):
            with write_tx(), own.batch(len(batch)):
                store_batch(job, batch, report)
            own.give_way()
            seen += len(batch)
            job.progress(seen)


def _records(job: Import, sources: Iterable[Source], report: ImportReport) -> Iterator[Found]:
    scheme = current_scheme(job.target)
    for source in sources:
        reader = reader_of(source.format, scheme, job.options.annotator, job.options.columns)
        line = 0
        with source.open() as file:
            for line, piece in reader.pieces(file):
                found = read_piece(job, reader, piece, Place(source.name, line), report)
                if found is not None:
                    yield found
        if not line:
            report.warnings.append(
                sentence("%(name)s: The file holds no document.", name=source.name)
                if source.name
                else sentence("There is no document in what was sent.")
            )


def read_piece(
    job: Import, reader: Reader, piece: bytes, place: Place, report: ImportReport
) -> Found | None:
    """Return the record of a piece, or None for a faulty one that is left out and told in the report."""
    try:
        read = reader.read(piece, place)
    except RecordRefused as refusal:
        _skip(job, refusal, report)
        return None
    report.note(place, read.warnings)
    return place, _as_asked(job, read.record)


def _as_asked(job: Import, record: DocumentRecord) -> DocumentRecord:
    if not job.options.as_suggestions:
        return record
    sets = tuple(replace(one, kind="suggestion") for one in record.annotations)
    return replace(record, annotations=sets)


def store_batch(job: Import, batch: Sequence[Found], report: ImportReport) -> None:
    """Store a batch; where a record is faulty, one by one, to know which."""
    try:
        home = None if job.stage is None else job.project_id
        stored = store_records(job.target, job.actor_id, [record for _, record in batch], home)
    except Refused as refusal:
        if len(batch) == 1:
            place, record = batch[0]
            _skip(job, RecordRefused(place, with_remedy(refusal, record.id, place)), report)
            return
        for found in batch:
            store_batch(job, [found], report)
        return
    report.documents += stored.documents
    report.spans += stored.spans
    report.relations += stored.relations
    report.warnings += stored.warnings


def _skip(job: Import, refusal: RecordRefused, report: ImportReport) -> None:
    if job.options.on_error == "stop":
        raise refusal
    report.skipped.append((refusal.place, refusal.reason))


def create_labels(job: Import, sources: Iterable[Source]) -> list[str]:
    """Add the labels and attributes that the files use and the scheme has not; return their names."""
    scheme = current_scheme(job.project_id)
    unknown = unknown_in(sources, scheme)
    if unknown:
        put_scheme(job.project_id, as_json(grow(scheme, unknown)), None, job.actor_id)
    return names_of(unknown)


def names_of(unknown: Iterable[Unknown]) -> list[str]:
    """Return names that are not in the scheme as people read them."""
    return [f"{item.layer}/{item.name}" if item.layer else item.name for item in sorted(unknown)]


def unknown_in(sources: Iterable[Source], scheme: Scheme) -> set[Unknown]:
    """Return the labels and attributes that the files use and the scheme has not."""
    vocabulary = Vocabulary(scheme)
    found: set[Unknown] = set()
    for source in sources:
        if source.format == "jsonl":
            found |= _unknown_lines(source, scheme, vocabulary)
    return found


def _unknown_lines(source: Source, scheme: Scheme, vocabulary: Vocabulary) -> set[Unknown]:
    found: set[Unknown] = set()
    with source.open() as file:
        for _, piece in reader_of(source.format, scheme).pieces(file):
            try:
                found |= unknown_labels(parse(piece), vocabulary)
            except Refused:
                continue  # the reading that follows says what is wrong with this line, and where
    return found
