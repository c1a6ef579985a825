"""Imports of uploaded files as background jobs: batch by batch, each stored together with the place it got to."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask import Flask

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.database import write_tx
from annotator.interchange.formats import reader_of
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.formats.records import Reader
from annotator.interchange.import_state import END, ImportState
from annotator.interchange.importing import (
    Found,
    Import,
    ImportOptions,
    create_labels,
    in_stage,
    join,
    placed,
    read_piece,
    stage_for,
    store_batch,
)
from annotator.interchange.reading import Piece, Start, batches
from annotator.interchange.report import ImportReport
from annotator.interchange.revealing import CannotJoin
from annotator.interchange.sources import Source
from annotator.interchange.staging import sweep_stages
from annotator.interchange.uploads import open_upload, remove_upload
from annotator.jobs import registry
from annotator.jobs.leases import Stopped, Task
from annotator.jobs.pace import MOST, pace
from annotator.jobs.registry import Advance
from annotator.projects.queries import current_scheme

IMPORT = "import"


def register(app: Flask) -> None:
    """Let the worker carry out imports, and clear away what those left that stored nothing."""
    registry.register(app, IMPORT, import_upload)
    registry.register_chore(app, sweep_stages)


def import_upload(task: Task, advance: Advance) -> dict[str, Any]:
    """Import an upload; after an interruption it goes on behind the last batch that was stored."""
    state = ImportState(**task.cursor) if task.cursor else ImportState()
    if state.phase != END:
        try:
            _Running(task, advance, state).run()
        except FileNotFoundError:
            message = "the files were taken away"
            raise Stopped(message) from None
    remove_upload(task.params["upload"])
    return state.result()


class _Running:
    """An import in progress."""

    def __init__(self, task: Task, advance: Advance, state: ImportState) -> None:
        assert task.project_id is not None  # noqa: S101 -- an import is asked for in a project
        self.task = task
        self.state = state
        self._advance = advance
        self._upload = open_upload(task.params["upload"], task.project_id)
        names = ("annotator", "as_suggestions", "create_labels")
        options = ImportOptions(**{name: task.params[name] for name in names}, on_error="skip")
        self.job = Import(task.project_id, task.created_by, options)
        encodings = task.params["encodings"]
        files = [file for file in self._upload.files if file.key in encodings]
        texts = task.params["texts"]
        self.sources = [self._upload.source(file, encodings[file.key], texts) for file in files]
        columns = task.params["columns"]
        self._columns = {
            source: Columns(*columns.get(file.key, ()))
            for source, file in zip(self.sources, files, strict=True)
        }

    def run(self) -> None:
        """Store batch by batch, into the project or, when it is to be all or nothing, into a stage."""
        if self.state.labels_created is None:
            self._begin()
        if self.state.stage is not None:
            self.job = in_stage(self.job, self.state.stage)
        start = Start(self.state.file, self.state.record)
        with pace() as own:
            for pieces in self._batches(start, lambda: own.records):
                report = ImportReport()
                found = self._found(pieces, report)
                with write_tx(), own.batch(len(pieces)):
                    store_batch(self.job, found, report)
                    self._moved(pieces, report)
                    self._note()
                own.give_way()
        self._end()

    def _begin(self) -> None:
        with write_tx():
            if self.task.params["on_error"] == "stop":
                stage, labels = stage_for(self.job, self.sources, self.task.id)
                self.state.stage, self.state.labels_created = stage, labels
            else:
                wanted = self.job.options.create_labels
                self.state.labels_created = create_labels(self.job, self.sources) if wanted else []
            self._note()

    def _end(self) -> None:
        """Note that all is stored; what waited in a stage is seen from this moment on, unless something was faulty."""
        if self.state.stage is not None and self.state.skipped:
            file, line, reason = self.state.skipped[0]
            message = sentence(
                "%(number)s records are faulty, so nothing was stored. The first: "
                "%(file)s, line %(line)s: %(reason)s",
                number=self.state.skipped_count,
                file=file,
                line=line,
                reason=reason,
            )
            raise Refused(message)
        self.state.phase = END
        try:
            with write_tx():
                if self.state.stage is not None:
                    join(self.state.stage, self.task.created_by, self.state)
                self._note()
        except CannotJoin as refusal:
            named = placed(refusal, self._all_records())
            message = sentence("%(fault)s Nothing was stored.", fault=named.message)
            raise Refused(message) from None

    def _all_records(self) -> Iterator[Found]:
        for pieces in self._batches(Start(), lambda: MOST):
            yield from self._found(pieces, ImportReport())

    def _batches(self, start: Start, most: Callable[[], int]) -> Iterator[list[Piece]]:
        annotator, scheme = self.job.options.annotator, current_scheme(self.job.target)

        def reader_for(source: Source) -> Reader:
            return reader_of(source.format, scheme, annotator, self._columns[source])

        return batches(self.sources, reader_for, start, most)

    def _found(self, pieces: Sequence[Piece], report: ImportReport) -> list[Found]:
        read = (read_piece(self.job, one.reader, one.body, one.place, report) for one in pieces)
        return [found for found in read if found is not None]

    def _moved(self, pieces: Sequence[Piece], report: ImportReport) -> None:
        for piece in pieces:
            self.state.count(piece.place)
        self.state.add(report)
        self.state.file, self.state.record = pieces[-1].file, pieces[-1].record

    def _note(self) -> None:
        self._advance(self.state.done, self.state.as_json())
