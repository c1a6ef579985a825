"""Earlier exports that a new one leans on: chosen by number, or sent as the files that were written beside it."""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

import orjson
from sqlalchemy import select

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.database import db
from annotator.interchange.archives import opened
from annotator.interchange.formats.folder import MANIFEST
from annotator.interchange.formats.snapshot import SNAPSHOT, read_export
from annotator.interchange.jobs import EXPORT, folder_of, manifest_at, sent_manifests
from annotator.jobs.models import Job

NEEDED = (MANIFEST, SNAPSHOT)
SHOWN = 100
"""Earlier exports that are offered, the newest."""


def reference(project_id: int, given: Any, field: str) -> str:
    """Return how a job's params refer to an earlier export, given by its number or as {manifest, snapshot}.

    Raises Refused for what is no export of this project, and for what is none at all.
    """
    if isinstance(given, Mapping):
        parts = (given.get("manifest"), given.get("snapshot"))
        bodies = dict(zip(NEEDED, map(orjson.dumps, parts), strict=True))
        return _kept(project_id, bodies, field)
    name = str(given).removeprefix("export:")
    kept = manifest_at(project_id, name) if name.startswith("sent:") else None
    if kept is not None and kept.is_dir():
        return name
    job = db.session.get(Job, int(name)) if name.isdecimal() and len(name) < 19 else None
    if job is None or (job.project_id, job.kind, job.state) != (project_id, EXPORT, "done"):
        message = sentence("There is no finished export %(name)s in this project.", name=name)
        raise Refused.field(field, message)
    if not (folder_of(job.id, project_id) / SNAPSHOT).is_file():
        message = sentence(
            "The files of export %(name)s are no longer there: send its manifest.json and snapshot.json.",
            name=name,
        )
        raise Refused.field(field, message)
    return f"export:{job.id}"


def keep_sent(project_id: int, files: Sequence[tuple[str, IO[bytes]]], field: str) -> str:
    """Keep a manifest and its snapshot that came as two files, or in the zip file of their export; return the reference."""
    bodies: dict[str, bytes] = {}
    for name, file in files:
        if name.lower().endswith(".zip"):
            bodies |= _zipped(file)
        elif PurePosixPath(name).name in NEEDED:
            bodies[PurePosixPath(name).name] = file.read()
    missing = [name for name in NEEDED if name not in bodies]
    if missing:
        message = sentence(
            "%(names)s missing: send manifest.json and snapshot.json of one export, or its zip file.",
            names=", ".join(missing),
        )
        raise Refused.field(field, message)
    return _kept(project_id, bodies, field)


def offered(project_id: int) -> list[Job]:
    """Return the finished exports of a project whose files are still there, the newest first."""
    query = (
        select(Job)
        .where(Job.project_id == project_id, Job.kind == EXPORT, Job.state == "done")
        .order_by(Job.id.desc())
        .limit(SHOWN)
    )
    jobs = db.session.scalars(query)
    return [job for job in jobs if (folder_of(job.id, project_id) / SNAPSHOT).is_file()]


def _zipped(file: IO[bytes]) -> dict[str, bytes]:
    bodies = {}
    with opened(file) as archive, TemporaryDirectory() as folder:
        for info in archive.members:
            if info.filename in NEEDED:
                path = Path(folder) / info.filename
                with path.open("wb") as target:
                    archive.copy(info, target)
                bodies[info.filename] = path.read_bytes()
    return bodies


def _kept(project_id: int, bodies: Mapping[str, bytes], field: str) -> str:
    """Keep the files under the digest of what they hold, once they are seen to be what they should be."""
    digest = hashlib.sha256(b"".join(hashlib.sha256(bodies[name]).digest() for name in NEEDED))
    root = sent_manifests(project_id)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=root) as folder:
        for name in NEEDED:
            (Path(folder) / name).write_bytes(bodies[name])
        try:
            read_export(Path(folder))
        except Refused:
            message = sentence(
                "The manifest.json or the snapshot.json that was sent is damaged, or no part of an export."
            )
            raise Refused.field(field, message) from None
        target = root / digest.hexdigest()
        if not target.exists():
            shutil.copytree(folder, target)
    return f"sent:{digest.hexdigest()}"
