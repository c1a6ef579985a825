"""Export folders: written beside their place and put there when complete, so that none is ever half made."""

import errno
import hashlib
import shutil
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO
from uuid import uuid4

import orjson

from annotator.core.errors import Refused
from annotator.core.report import ExportReport
from annotator.core.sentences import sentence

MANIFEST = "manifest.json"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class HashedFile:
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        """Write to this file."""
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write and hash."""
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def entry(self) -> dict[str, Any]:
        """Close the file and return its line of the manifest."""
        self._file.close()
        return {"bytes": self.size, "sha256": self._digest.hexdigest()}

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ExportFolder:
    """A context in which files are written to a temporary sibling of `target`; `finish` puts it in place.

    An earlier export of the same name is replaced; files in it that no export wrote are kept. A folder
    that is no export and not empty is refused.
    """

    writes = True
    """Whether what is given to it is kept."""

    def __init__(self, target: Path) -> None:
        """Take the place of the export."""
        self.target = target.resolve()
        self._files: dict[str, HashedFile] = {}

    def __enter__(self) -> "ExportFolder":
        """Make the temporary folder."""
        try:
            owned_files(self.target)
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self.path = _sibling(self.target)
            self.path.mkdir()
        except OSError as error:
            message = sentence(
                "Nothing can be written to %(target)s: %(why)s.",
                target=self.target,
                why=error.strerror,
            )
            raise Refused.field("output", message) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not put in place; a full disk is told as what it is."""
        fault: BaseException | None = error
        for file in self._files.values():
            try:
                file.close()
            except OSError as other:
                fault = fault or other
        shutil.rmtree(self.path, ignore_errors=True)
        if isinstance(fault, OSError) and fault.errno in FULL:
            message = sentence(
                "The export could not be written: %(why)s. Make room for it, or choose "
                "another folder; nothing of it was kept.",
                why=fault.strerror,
            )
            raise Refused.field("output", message) from None

    def stream(self, name: str) -> HashedFile:
        """Open a file of the export; the name is a path below it, with slashes."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        file = HashedFile(path.open("wb"))
        self._files[name] = file
        return file

    def write(self, name: str, data: bytes) -> None:
        """Write a file of the export at once."""
        file = self.stream(name)
        file.write(data)
        file.close()

    def rename(self, name: str, new: str) -> None:
        """Give a closed file its final name."""
        (self.path / name).rename(self.path / new)
        self._files[new] = self._files.pop(name)

    def check(self) -> None:
        """Read every file again; raises RuntimeError when one does not hold what was written to it."""
        for name, file in self._files.items():
            written_digest = file.entry()["sha256"]
            with (self.path / name).open("rb") as written:
                found = hashlib.file_digest(written, "sha256").hexdigest()
            if found != written_digest:
                message = f"{name} does not hold what was written"
                raise RuntimeError(message)

    def finish(self, report: ExportReport, manifest: dict[str, Any]) -> None:
        """Write the manifest and put the export in its place; the report learns the files' names."""
        entries = {name: self._files[name].entry() for name in sorted(self._files)}
        body = orjson.dumps(
            manifest | {"files": entries},
            option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE,
        )
        (self.path / MANIFEST).write_bytes(body)
        report.files = list(entries)
        report.manifest = MANIFEST
        try:
            self._put_in_place()
        except OSError as error:
            message = sentence(
                "The export could not be put at %(target)s: %(why)s.",
                target=self.target,
                why=error.strerror,
            )
            raise Refused.field("output", message) from None

    def _put_in_place(self) -> None:
        owned = owned_files(self.target)
        if owned is None:
            self.path.rename(self.target)
            return
        previous = _sibling(self.target)
        self.target.rename(previous)
        self.path.rename(self.target)
        _keep_foreign_files(previous, self.target, owned)
        shutil.rmtree(previous)


def _sibling(target: Path) -> Path:
    return target.with_name(f".{target.name}-{uuid4().hex}")


def owned_files(target: Path) -> set[str] | None:
    """Return the files that an earlier export wrote, or None where there is nothing yet."""
    if not target.exists():
        return None
    if not target.is_dir():
        raise Refused.field(
            "output",
            sentence("%(target)s is a file: choose a folder for the export.", target=target),
        )
    try:
        manifest = orjson.loads((target / MANIFEST).read_bytes())
        return {*manifest["files"], MANIFEST} if manifest["dataset_sha256"] else set()
    except FileNotFoundError:
        owned = False
    except (orjson.JSONDecodeError, KeyError, TypeError):
        owned = False
    if not owned and any(target.iterdir()):
        message = sentence(
            "The folder %(target)s holds other files and no export: choose an empty or a new one.",
            target=target,
        )
        raise Refused.field("output", message)
    return set()


def _keep_foreign_files(previous: Path, target: Path, owned: set[str]) -> None:
    """Move what people put into the earlier export, a trained model for instance, into the new one."""
    for path in sorted(previous.rglob("*")):
        name = path.relative_to(previous).as_posix()
        if name in owned or (path.is_dir() and not path.is_symlink()):
            continue
        place = target / name
        if place.exists():
            place = place.with_name(f"{place.name}.old")
        place.parent.mkdir(parents=True, exist_ok=True)
        path.rename(place)
