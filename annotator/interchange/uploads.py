"""Uploaded files, kept readable by their owner only until they are imported; their names are labels and no paths."""

import shutil
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID

import orjson
from flask import current_app

from annotator.core.errors import NotFound
from annotator.core.sentences import in_parts, out_of_parts, sentence
from annotator.database import db
from annotator.interchange.decoding import as_utf8, private
from annotator.interchange.sources import Source
from annotator.jobs.models import Job

FOLDER = "imports"
TEXT, PATHS, LINES = "text", "paths", "lines"
LIST = "upload.json"
MAX_UPLOAD = 1_000_000_000
"""Bytes of one upload."""
KEPT = 24 * 3600
"""Seconds for which an upload that nobody imports is kept."""


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

    def source(self, file: UploadedFile, encoding: str, texts: str = TEXT) -> Source:
        """Return a file as an import reads it: in UTF-8, a plain text in the format `texts`."""
        kind = texts if file.format == TEXT else file.format
        path = self.folder / file.key
        return Source(file.name, kind, as_utf8(path, encoding, path.with_suffix(f".{encoding}")))

    def save(self) -> None:
        """Keep the list of the files."""
        unfinished = self.folder / f"{LIST}.part"
        with open(unfinished, "wb", opener=private) as file:
            file.write(orjson.dumps(asdict(self), in_parts, orjson.OPT_PASSTHROUGH_SUBCLASS))
        unfinished.replace(self.folder / LIST)


def open_upload(upload_id: str, project_id: int) -> Upload:
    """Return an upload into this project; `NotFound` when it is gone."""
    try:
        body = out_of_parts(orjson.loads((_root() / str(UUID(upload_id)) / LIST).read_bytes()))
    except FileNotFoundError:
        message = sentence("These files are no longer here: choose them again.")
        raise NotFound(message) from None
    upload = Upload(**body | {"files": [UploadedFile(**file) for file in body["files"]]})
    if upload.project_id != project_id:
        message = sentence("These files are no longer here: choose them again.")
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


def _root() -> Path:
    root: Path = current_app.config["INSTANCE"] / FOLDER
    return root
