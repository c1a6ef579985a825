"""Imports of uploaded files as background jobs: batch by batch, each stored together with the place it got to."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.core.scheme import Scheme
from annotator.core.scheme_growth import grow
from annotator.core.texts import text_digest
from annotator.database import db, write_tx
from annotator.documents.models import Document
from annotator.documents.operations import check_document
from annotator.interchange.formats import reader_of
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.formats.records import Reader
from annotator.interchange.import_state import CHECK, END, STORE, ImportState
from annotator.interchange.importing import (
    Found,
    Import,
    ImportOptions,
    create_labels,
    read_piece,
    store_batch,
    unknown_in,
)
from annotator.interchange.reading import Piece, batches
from annotator.interchange.report import ImportReport
from annotator.interchange.sources import Source
from annotator.interchange.uploads import open_upload, remove_upload
from annotator.jobs import registry
from annotator.jobs.leases import Stopped, Task
from annotator.jobs.registry import Advance
from annotator.projects.queries import current_scheme

IMPORT = "import"


def register(app: Flask) -> None:
    """Let the worker carry out imports."""
    registry.register(app, IMPORT, import_upload)


def import_upload(task: Task, advance: Advance) -> dict[str, Any]:
    """Import an upload; after an interruption it goes on behind the last batch that was stored."""
    stop = task.params["on_error"] == "stop"
    state = ImportState(**task.cursor) if task.cursor else ImportState()
    if state.phase != END:
        running = _Running(task, advance, state)
        try:
            state = running.all_or_nothing() if stop else running.leaving_out_faults()
        except FileNotFoundError:
            message = "the files were taken away"
            raise Stopped(message) from None
    remove_upload(task.params["upload"])
    return state.result()


class _Running:
    """An import in progress."""

    def __init__(self, task: Task, advance: Advance, state: ImportState) -> None:
        assert task.project_id is not None  # noqa: S101 -- an import is asked for in a project
        self.project_id: int = task.project_id
        self.state = state
        self._advance = advance
        self._upload = open_upload(task.params["upload"], self.project_id)
        names = ("annotator", "as_suggestions", "create_labels")
        options = ImportOptions(**{name: task.params[name] for name in names}, on_error="skip")
        self.job = Import(self.project_id, task.created_by, options)
        encodings = task.params["encodings"]
        files = [file for file in self._upload.files if file.key in encodings]
        self.sources = [self._upload.source(file, encodings[file.key]) for file in files]
        columns = task.params["columns"]
        self._columns = {
            source: Columns(*columns.get(file.key, ()))
            for source, file in zip(self.sources, files, strict=True)
        }

    def leaving_out_faults(self) -> ImportState:
        """Store batch by batch."""
        if self.state.labels_created is None:
            with write_tx():
                self._create_labels()
                self._note()
        scheme = current_scheme(self.project_id)
        for pieces in self._batches(scheme):
            report = ImportReport()
            found = self._found(pieces, report)
            with write_tx():
                store_batch(self.job, found, report)
                self._moved(pieces, report)
                self._note()
        return self._end()

    def all_or_nothing(self) -> ImportState:
        """Find all faults first, keeping nobody waiting; then store everything at once."""
        self.state = ImportState(phase=CHECK)
        self._check()
        checked = self.state
        if checked.skipped:
            file, line, reason = checked.skipped[0]
            message = (
                f"{checked.skipped_count} records are faulty, so nothing was stored. "
                f"The first: {file}, line {line}: {reason}"
            )
            raise Refused(message)
        self.state = ImportState(phase=STORE)
        with write_tx():
            self._create_labels()
            for pieces in self._batches(current_scheme(self.project_id)):
                self._leave_if_cancelled()
                report = ImportReport()
                store_batch(self.job, self._found(pieces, report), report)
                self._moved(pieces, report)
                if self.state.skipped:
                    file, line, reason = self.state.skipped[0]
                    message = f"{file}, line {line}: {reason} Nothing was stored."
                    raise Refused(message)
            return self._end()

    def _check(self) -> None:
        scheme = current_scheme(self.project_id)
        if self.job.options.create_labels:
            scheme = grow(scheme, unknown_in(self.sources, scheme))
        seen: dict[str, str] = {}
        for pieces in self._batches(scheme):
            report = ImportReport()
            found = self._found(pieces, report)
            _check_documents(self.project_id, found, seen, report)
            self._moved(pieces, report)
            self._note()

    def _batches(self, scheme: Scheme) -> Iterator[list[Piece]]:
        annotator = self.job.options.annotator

        def reader_for(source: Source) -> Reader:
            return reader_of(source.format, scheme, annotator, self._columns[source])

        return batches(self.sources, reader_for, self.state.file, self.state.record)

    def _found(self, pieces: Sequence[Piece], report: ImportReport) -> list[Found]:
        read = (read_piece(self.job, one.reader, one.body, one.place, report) for one in pieces)
        return [found for found in read if found is not None]

    def _create_labels(self) -> None:
        wanted = self.job.options.create_labels
        self.state.labels_created = create_labels(self.job, self.sources) if wanted else []

    def _moved(self, pieces: Sequence[Piece], report: ImportReport) -> None:
        for piece in pieces:
            self.state.count(piece.place)
        self.state.add(report)
        self.state.file, self.state.record = pieces[-1].file, pieces[-1].record

    def _note(self) -> None:
        self._advance(self.state.done, self.state.as_json())

    def _end(self) -> ImportState:
        self.state.phase = END
        with write_tx():
            self._note()
        return self.state

    def _leave_if_cancelled(self) -> None:
        """Look for the mark that `cancel_import` leaves: it waits for this very transaction."""
        if self._upload.cancelled:
            message = "the import was cancelled"
            raise Stopped(message)


def _check_documents(
    project_id: int, found: Sequence[Found], seen: dict[str, str], report: ImportReport
) -> None:
    """Blame documents that cannot be stored; `seen` grows by the ids and texts of these."""
    query = select(Document.external_id, Document.text_sha256).where(
        Document.project_id == project_id,
        Document.external_id.in_([record.id for _place, record in found]),
    )
    stored = {row.external_id: row.text_sha256 for row in db.session.execute(query)}
    db.session.rollback()
    for place, record in found:
        try:
            check_document(record)
        except Refused as refusal:
            report.skipped.append((place, str(refusal)))
            continue
        digest = text_digest(record.text)
        known = stored.get(record.id, seen.setdefault(record.id, digest))
        if known != digest:
            message = f"The document {record.id!r} is there with another text."
            report.skipped.append((place, message))
