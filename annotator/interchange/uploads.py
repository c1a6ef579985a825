"""Uploaded files, kept readable by their owner only until they are imported; their names are labels and no paths."""

import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from uuid import UUID

import orjson
from flask import current_app

from annotator.core.errors import NotFound, Refused
from annotator.database import db
from annotator.interchange.archives import Archive, opened
from annotator.interchange.decoding import as_utf8, private
from annotator.interchange.formats import format_of
from annotator.interchange.sources import Source
from annotator.jobs.models import Job

FOLDER = "imports"
LIST = "upload.json"
MAX_UPLOAD = 1_000_000_000
"""Bytes of one upload."""
KEPT = 24 * 3600
"""Seconds for which an upload that nobody imports is kept."""
MAX_NAME = 300


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of an upload: its bytes lie under `key`; `fault` says why it cannot be imported."""

    name: str
    key: str = ""
    size: int = 0
    format: str = ""
    fault: str = ""


@dataclass(slots=True)
class Upload:
    """Files that somebody wants in a project; `job` is the import that was made of them."""

    id: str
    project_id: int
    files: list[UploadedFile] = field(default_factory=list)
    job: int | None = None

    @property
    def folder(self) -> Path:
        """Where the bytes are."""
        return _root() / self.id

    def source(self, file: UploadedFile, encoding: str) -> Source:
        """Return a file as an import reads it: in UTF-8."""
        return Source(file.name, file.format, as_utf8(self.folder / file.key, encoding))

    def save(self) -> None:
        """Keep the list of the files."""
        unfinished = self.folder / f"{LIST}.part"
        with open(unfinished, "wb", opener=private) as file:
            file.write(orjson.dumps(asdict(self)))
        unfinished.replace(self.folder / LIST)


def keep_upload(project_id: int, files: Iterable[tuple[str, IO[bytes]]]) -> Upload:
    """Keep the files of an upload, those of zip files one by one. What cannot be imported is kept by name, with why."""
    sweep()
    upload = Upload(str(UUID(bytes=secrets.token_bytes(16))), project_id)
    upload.folder.mkdir(mode=0o700, parents=True)
    for name, file in files:
        upload.files += _kept(upload, label_of(name), file)
    upload.files.sort(key=lambda one: one.name)
    upload.save()
    return upload


def open_upload(upload_id: str, project_id: int) -> Upload:
    """Return an upload into this project; `NotFound` when it is gone."""
    try:
        body = orjson.loads((_root() / str(UUID(upload_id)) / LIST).read_bytes())
    except FileNotFoundError:
        message = "These files are no longer here: choose them again."
        raise NotFound(message) from None
    upload = Upload(**body | {"files": [UploadedFile(**file) for file in body["files"]]})
    if upload.project_id != project_id:
        message = "These files are no longer here: choose them again."
        raise NotFound(message)
    return upload


def remove_upload(upload_id: str) -> None:
    """Remove the bytes of an upload."""
    shutil.rmtree(_root() / str(UUID(upload_id)), ignore_errors=True)


def sweep() -> None:
    """Remove uploads that nobody has touched for a day and no import waits for."""
    for folder in _root().glob("*-*"):
        if folder.stat().st_mtime < time.time() - KEPT and not _awaited(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _awaited(folder: Path) -> bool:
    try:
        number = orjson.loads((folder / LIST).read_bytes())["job"]
    except FileNotFoundError:
        return False
    job = db.session.get(Job, number) if number else None
    return job is not None and job.state in ("queued", "running")


def label_of(name: str) -> str:
    """Return a file's name for people, with its folders."""
    parts = [
        part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..")
    ]
    kept = "".join(c for c in "/".join(parts) if c.isprintable())
    return kept[-MAX_NAME:] or "file"


def _root() -> Path:
    root: Path = current_app.config["INSTANCE"] / FOLDER
    return root


def _kept(upload: Upload, name: str, file: IO[bytes]) -> Iterator[UploadedFile]:
    if name.lower().endswith(".zip"):
        yield from _unpacked(upload, name, file)
        return
    try:
        kind = format_of(name)
    except Refused:
        yield UploadedFile(name, fault=_why_not(name))
        return
    key, target = _place(upload)
    with target:
        shutil.copyfileobj(file, target, 1 << 20)
        size = target.tell()
    yield UploadedFile(name, key, size, kind)


def _unpacked(upload: Upload, name: str, file: IO[bytes]) -> list[UploadedFile]:
    """Keep the files of an archive, or none of them when it cannot be trusted."""
    kept: list[UploadedFile] = []
    try:
        with opened(file) as archive:
            kept.extend(_members(upload, name, archive))
    except Refused as refusal:
        return [UploadedFile(name, fault=str(refusal))]
    return kept or [UploadedFile(name, fault="The archive holds no file.")]


def _members(upload: Upload, name: str, archive: Archive) -> Iterator[UploadedFile]:
    for info in archive.members:
        label = f"{name}/{label_of(info.filename)}"
        try:
            kind = format_of(label)
        except Refused:
            yield UploadedFile(label, fault=_why_not(label))
            continue
        key, target = _place(upload)
        with target:
            size = archive.copy(info, target)
        yield UploadedFile(label, key, size, kind)


def _place(upload: Upload) -> tuple[str, IO[bytes]]:
    """Open a new file under a name of our own."""
    key = secrets.token_hex(8)
    descriptor = os.open(upload.folder / key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return key, os.fdopen(descriptor, "wb")


def _why_not(name: str) -> str:
    if "." not in PurePosixPath(name).name:
        return "The name has no ending that tells the format."
    return f"Files ending in {PurePosixPath(name).suffix} cannot be imported here."
