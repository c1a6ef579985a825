"""What readers of all formats give back, and how they say which record of which file they refuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, Protocol

from annotator.core.errors import Refused
from annotator.core.records import DocumentRecord
from annotator.core.sentences import sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record comes from: a file's name (empty when it came over the wire) and a line, from 1."""

    file: str = ""
    line: int = 1

    @property
    def stem(self) -> str:
        """The name of the file without folders and without its ending."""
        return PurePath(self.file).stem

    @property
    def path(self) -> str:
        """The folders and the name of the file, without its ending."""
        return PurePath(self.file).with_suffix("").as_posix()

    @property
    def identity(self) -> str:
        """The id of a record that has none of its own."""
        return f"{self.stem}-{self.line}"

    def __str__(self) -> str:
        """Return the place in words."""
        return (
            sentence("%(file)s, line %(line)s", file=self.file, line=self.line)
            if self.file
            else sentence("line %(line)s", line=self.line)
        )


class RecordRefused(Refused):
    """A record cannot be read. `reason` says why, `cause` what kind it is; `str` says where as well."""

    def __init__(self, place: Place, refusal: Refused) -> None:
        """Keep the place, and the fields and the sentence of the refusal."""
        field = next(iter(refusal.errors), "")
        self.place = place
        self.cause: Refused = getattr(refusal, "cause", refusal)
        self.reason = (
            sentence("%(field)s: %(refusal)s", field=field, refusal=refusal.message)
            if field
            else refusal.message
        )
        super().__init__(
            sentence("%(place)s: %(reason)s", place=str(place), reason=self.reason), refusal.errors
        )


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record that was read, and what could not be kept as it was."""

    record: DocumentRecord
    warnings: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads the files of one format, one record after the other."""

    def pieces(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Yield (line, bytes) of every record of a file."""

    def read(self, piece: bytes, place: Place) -> ReadRecord:
        """Return the record; raises RecordRefused."""
