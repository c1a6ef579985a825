"""How far an import is and what it did so far: the cursor of its job."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from annotator.interchange.formats.records import Place
from annotator.interchange.report import ImportReport, noted

KEPT = 300
"""Faults and warnings that are kept in words; more are counted."""
STORE, END = "store", "end"


@dataclass(slots=True)
class ImportState:
    """`record` records of file number `file` are dealt with, and all files before it.

    `files` counts, by name, records read and records left out. `stage` is the slug of the stage in which an import
    waits that stores all or nothing. `notes` are what readers said: file, sentence, first line and how many times.
    """

    phase: str = STORE
    stage: str | None = None
    file: int = 0
    record: int = 0
    done: int = 0
    documents: int = 0
    spans: int = 0
    relations: int = 0
    skipped: list[tuple[str, int, str]] = field(default_factory=list)
    skipped_count: int = 0
    warnings: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, int, int]] = field(default_factory=list)
    labels_created: list[str] | None = None
    files: dict[str, list[int]] = field(default_factory=dict)

    def count(self, place: Place) -> None:
        """Count a record that was dealt with."""
        self.done += 1
        if place.file in self.files or len(self.files) < KEPT:
            self.files.setdefault(place.file, [0, 0])[0] += 1

    def add(self, report: ImportReport) -> None:
        """Add what a batch did."""
        self.documents += report.documents
        self.spans += report.spans
        self.relations += report.relations
        self.warnings += report.warnings[: KEPT - len(self.warnings)]
        self.note(report.notes)
        self.blame(report.skipped)

    def note(self, notes: Mapping[tuple[str, str], tuple[int, int]]) -> None:
        """Add what was said of the records of a batch."""
        said = {(file, note): (line, number) for file, note, line, number in self.notes}
        for key, (line, number) in notes.items():
            if key in said or len(said) < KEPT:
                first, before = said.get(key, (line, 0))
                said[key] = first, before + number
        self.notes = [(*key, *numbers) for key, numbers in said.items()]

    def blame(self, skipped: Sequence[tuple[Place, str]]) -> None:
        """Add records that were left out."""
        self.skipped_count += len(skipped)
        for place, reason in skipped:
            if len(self.skipped) < KEPT:
                self.skipped.append((place.file, place.line, reason))
            if place.file in self.files:
                self.files[place.file][1] += 1

    def as_json(self) -> dict[str, Any]:
        """Return the job's cursor."""
        return asdict(self)

    def result(self) -> dict[str, Any]:
        """Return the job's result: the answer of the command, and how each file fared."""
        names = ("documents", "spans", "relations", "skipped_count")
        said = [noted(Place(file, line), n, note) for file, note, line, n in self.notes]
        return {
            **{name: getattr(self, name) for name in names},
            "warnings": [*said, *self.warnings],
            "skipped": [
                {"file": file, "line": line, "reason": reason}
                for file, line, reason in self.skipped
            ],
            "labels_created": self.labels_created or [],
            "files": [
                {"name": name, "records": records, "skipped": skipped}
                for name, (records, skipped) in self.files.items()
            ],
        }
