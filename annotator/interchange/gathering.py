"""Gathering the files that a command names: single ones, those in folders, and those in zip files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from os.path import abspath, commonpath
from pathlib import Path
from secrets import token_hex

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.interchange.archives import opened
from annotator.interchange.decoding import OFFERED, UTF8, as_utf8, marked, readable
from annotator.interchange.formats import ENDINGS
from annotator.interchange.formats.records import Place, RecordRefused
from annotator.interchange.receiving import label_of
from annotator.interchange.sources import Source, source_at

ZIP = ".zip"


@dataclass(slots=True)
class Gathered:
    """The files to import, and those in folders and zip files that are none."""

    sources: list[Source] = field(default_factory=list)
    passed_by: list[str] = field(default_factory=list)


def gather(paths: Sequence[Path], format_name: str, room: Path) -> Gathered:
    """Return the files that are meant; zip files are unpacked in `room`, an empty folder.

    Files are called by their way from the folder that is named, or from the one that all named paths are in. Hidden
    ones and links are passed by. Refuses paths that are not there, files named whose ending says nothing, and folders
    and zip files without a file to import.
    """
    found, home = Gathered(), _home(paths)
    for path in paths:
        before = len(found.sources)
        for file, name in _files(path, home, room):
            named = file == path
            if named or file.suffix.lower() in ENDINGS:
                found.sources.append(source_at(file, name, format_name))
            else:
                found.passed_by.append(name)
        if len(found.sources) == before:
            known = ", ".join(ENDINGS)
            message = sentence(
                "%(path)s holds no file to import; these endings are known: %(known)s.",
                path=path,
                known=known,
            )
            raise Refused(message)
    return found


def in_utf8(
    sources: Iterable[Source], encoding: str, room: Path
) -> tuple[list[Source], list[RecordRefused]]:
    """Return the files, those that are not UTF-8 read in this encoding from copies in `room`, and why others cannot be.

    A mark of UTF-16 or UTF-32 goes before what is named. Refuses a name that no encoding has.
    """
    _check_encoding(encoding)
    read: list[Source] = []
    refusals: list[RecordRefused] = []
    for source in sources:
        try:
            read.append(_read_in(source, encoding, room))
        except RecordRefused as refusal:
            refusals.append(refusal)
    return read, refusals


def _check_encoding(name: str) -> None:
    try:
        "".encode(name)
    except (LookupError, UnicodeError):
        message = sentence(
            "There is no encoding called %(name)s: name one such as %(known)s.",
            name=name,
            known=", ".join(OFFERED),
        )
        raise Refused.field("encoding", message) from None


def _read_in(source: Source, encoding: str, room: Path) -> Source:
    path = source.path
    if path is None or encoding == UTF8 or readable(path, UTF8):
        return source
    try:
        return replace(source, path=as_utf8(path, marked(path) or encoding, room / token_hex(8)))
    except UnicodeError:
        message = sentence(
            "The file cannot be read as %(encoding)s: choose another encoding.", encoding=encoding
        )
        raise RecordRefused(Place(source.name), Refused(message)) from None


def _home(paths: Sequence[Path]) -> Path:
    """Return the one folder that is named, else the one that all of them are in."""
    if len(paths) == 1 and paths[0].is_dir():
        return _whole(paths[0])
    return Path(commonpath([_whole(path).parent for path in paths]))


def _whole(path: Path) -> Path:
    return Path(abspath(path))  # noqa: PTH100 -- links stay what they are called


def _files(path: Path, home: Path, room: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file with its name for people."""
    for file in _inside(path) if path.is_dir() else [path]:
        name = str(_whole(file).relative_to(home))
        if file.suffix.lower() == ZIP and file.is_file():
            yield from _unpacked(file, name, room)
        else:
            yield file, name


def _inside(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _unpacked(path: Path, name: str, room: Path) -> Iterator[tuple[Path, str]]:
    try:
        with path.open("rb") as file, opened(file) as archive:
            for info in archive.members:
                label = label_of(info.filename)
                unpacked = room / f"{token_hex(8)}{Path(label).suffix}"
                with unpacked.open("xb") as target:
                    archive.copy(info, target)
                yield unpacked, f"{name}/{label}"
    except Refused as refusal:
        message = sentence("%(name)s: %(refusal)s", name=name, refusal=refusal.message)
        raise Refused(message) from None
