"""What a look at an upload found, file by file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.interchange.decoding import Detected
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.uploads import TEXT, UploadedFile

SHOWN_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a document would look in a list."""

    external_id: str
    text: str
    length: int


@dataclass(slots=True)
class FilePreview:
    """A file of an upload: how many records it holds, how it is read, and what is wrong with it.

    `names` are the columns of a table.
    """

    file: UploadedFile
    detected: Detected = field(default_factory=lambda: Detected(""))
    encoding: str = ""
    columns: Columns = field(default_factory=Columns)
    names: list[str] = field(default_factory=list)
    records: int = 0
    texts: list[Beginning] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    more_faults: int = 0
    notes: list[tuple[int, str]] = field(default_factory=list)

    @property
    def faultless(self) -> bool:
        """Say whether nothing was found to be wrong with the file."""
        return not (self.file.fault or self.faults)

    def note(self, line: int, warnings: Iterable[str]) -> None:
        """Keep what will not be as it is in the file, each sentence once; only the first of it."""
        said = {warning for _line, warning in self.notes}
        self.notes += [(line, one) for one in dict.fromkeys(warnings) if one not in said]
        del self.notes[SHOWN_FAULTS:]

    def blame(self, line: int, reason: str) -> None:
        """Note a fault; only the first ones are kept in words."""
        if len(self.faults) < SHOWN_FAULTS:
            self.faults.append((line, reason))
        else:
            self.more_faults += 1


@dataclass(slots=True)
class Preview:
    """What is in an upload. `looked_at` of `records` records were read; `known` documents are there already."""

    files: list[FilePreview]
    unknown: list[str] = field(default_factory=list)
    people: dict[str, bool] = field(default_factory=dict)
    nobody: bool = False
    documents: int = 0
    known: int = 0
    spans: int = 0
    records: int = 0
    looked_at: int = 0

    @property
    def faulty(self) -> int:
        """How many records are faulty."""
        return sum(len(file.faults) + file.more_faults for file in self.files)

    @property
    def unusable(self) -> int:
        """How many files cannot be imported at all."""
        return sum(not file.file.key for file in self.files)

    @property
    def doubtful(self) -> list[FilePreview]:
        """The files whose encoding a person has to confirm."""
        return [file for file in self.files if file.detected.offers]

    @property
    def plain(self) -> bool:
        """Say whether there are plain texts, which may be a document a line."""
        return any(one.file.format == TEXT for one in self.files)

    @property
    def tables(self) -> list[FilePreview]:
        """The files whose columns a person may choose."""
        return [file for file in self.files if file.names]
