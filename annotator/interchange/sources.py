"""Where imported records come from: files and folders on disk, or the body of a request."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from annotator.core.errors import Malformed, Refused, TooLarge
from annotator.interchange.formats import ENDINGS, format_of

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


def files_at(paths: Sequence[Path], format_name: str) -> list[Source]:
    """Return the files that are meant: those named, and in folders those whose ending names a format.

    Hidden files and links out of the folder are passed by. Refuses paths that are not there and folders without a file.
    """
    return [source for path in paths for source in _files(path, format_name)]


def _files(path: Path, format_name: str) -> Iterable[Source]:
    if path.is_dir():
        found = list(_inside(path, format_name))
        if not found:
            message = (
                f"{path} holds no file to import; these endings are known: {', '.join(ENDINGS)}."
            )
            raise Refused(message)
        return found
    if not path.is_file():
        message = f"{path} is not there, or is no file."
        raise Refused(message)
    return [_source(path, path.name, format_name)]


def _inside(folder: Path, format_name: str) -> Iterator[Source]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if (
            path.is_file()
            and not path.is_symlink()
            and not hidden
            and path.suffix.lower() in ENDINGS
        ):
            yield _source(path, str(name), format_name)


def _source(path: Path, name: str, format_name: str) -> Source:
    if path.stat().st_size > MAX_FILE:
        message = f"{name} has more than {MAX_FILE} bytes: split it."
        raise TooLarge(message)
    chosen = format_of(name) if format_name == "auto" else format_name
    return Source(name, chosen, path)


def body_of(data: bytes) -> Source:
    """Return the body of a request: our JSONL."""
    if not data.strip():
        message = (
            "The body is empty: send documents in our JSONL, one a line, or a JSON array of them."
        )
        raise Malformed(message)
    return Source("", "jsonl", body=data)
