"""Taking in the files that people send: each under a name of our own, those of zip files one by one."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO
from uuid import UUID

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.interchange.archives import Archive, opened
from annotator.interchange.formats import format_of
from annotator.interchange.uploads import Upload, UploadedFile, sweep

MAX_NAME = 300


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


def label_of(name: str) -> str:
    """Return a file's name for people, with its folders."""
    parts = [
        part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..")
    ]
    kept = "".join(c for c in "/".join(parts) if c.isprintable())
    return kept[-MAX_NAME:] or "file"


def _kept(upload: Upload, name: str, file: IO[bytes]) -> Iterator[UploadedFile]:
    if name.lower().endswith(".zip"):
        yield from _unpacked(upload, name, file)
        return
    yield _stored(upload, name, lambda target: _copied(file, target))


def _stored(upload: Upload, name: str, copy: Callable[[IO[bytes]], int]) -> UploadedFile:
    """Keep a file of a format that can be read; `copy` fills it and returns its size."""
    try:
        kind = format_of(name)
    except Refused:
        return UploadedFile(name, fault=_why_not(name))
    key, target = _place(upload)
    with target:
        size = copy(target)
    return UploadedFile(name, key, size, kind)


def _copied(file: IO[bytes], target: IO[bytes]) -> int:
    shutil.copyfileobj(file, target, 1 << 20)
    return target.tell()


def _unpacked(upload: Upload, name: str, file: IO[bytes]) -> list[UploadedFile]:
    """Keep the files of an archive, or none of them when it cannot be trusted."""
    kept: list[UploadedFile] = []
    try:
        with opened(file) as archive:
            kept.extend(_members(upload, name, archive))
    except Refused as refusal:
        return [UploadedFile(name, fault=refusal.message)]
    return kept or [UploadedFile(name, fault=sentence("The archive holds no file."))]


def _members(upload: Upload, name: str, archive: Archive) -> Iterator[UploadedFile]:
    for info in archive.members:
        label = f"{name}/{label_of(info.filename)}"
        yield _stored(upload, label, partial(archive.copy, info))


def _place(upload: Upload) -> tuple[str, IO[bytes]]:
    """Open a new file under a name of our own."""
    key = secrets.token_hex(8)
    descriptor = os.open(upload.folder / key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return key, os.fdopen(descriptor, "wb")


def _why_not(name: str) -> str:
    if "." not in PurePosixPath(name).name:
        return sentence("The name has no ending that tells the format.")
    return sentence(
        "Files ending in %(suffix)s cannot be imported here.", suffix=PurePosixPath(name).suffix
    )
