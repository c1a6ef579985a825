"""Where imported records come from: a file on disk, or the body of a request."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from annotator.core.errors import Malformed, Refused, TooLarge
from annotator.core.sentences import sentence
from annotator.interchange.formats import format_of

MAX_FILE = 2_000_000_000
"""Largest file that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import: its name for people, its format, and where its bytes are."""

    name: str
    format: str
    path: Path | None = None
    body: bytes = b""

    def open(self) -> BinaryIO:
        """Open the bytes for reading."""
        return self.path.open("rb") if self.path else BytesIO(self.body)


def source_at(path: Path, name: str, format_name: str) -> Source:
    """Return a file on disk, called `name` for people, in this format or, with `auto`, in that of its ending."""
    if not path.is_file():
        message = sentence("%(path)s is not there, or is no file.", path=path)
        raise Refused(message)
    if path.stat().st_size > MAX_FILE:
        message = sentence(
            "%(name)s has more than %(most)s bytes: split it.", name=name, most=MAX_FILE
        )
        raise TooLarge(message)
    chosen = format_of(name) if format_name == "auto" else format_name
    return Source(name, chosen, path)


def body_of(data: bytes) -> Source:
    """Return the body of a request: our JSONL."""
    if not data.strip():
        message = sentence(
            "The body is empty: send documents in our JSONL, one a line, or a JSON array of them."
        )
        raise Malformed(message)
    return Source("", "jsonl", body=data)
