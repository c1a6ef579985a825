"""A folder as one zip file, the same bytes for the same files."""

import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotator.core.errors import Refused
from annotator.core.sentences import sentence

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold, given to every file in it."""


def zip_folder(folder: Path, target: Path) -> None:
    """Write the files of a folder to `target`, in the order of their names; it appears when complete."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        _write(folder, unfinished)
        unfinished.replace(target)
    except OSError as error:
        message = sentence(
            "The zip file could not be written: %(why)s. Make room for it.",
            why=error.strerror,
        )
        raise Refused(message) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _write(folder: Path, target: Path) -> None:
    with ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                entry = ZipInfo(path.relative_to(folder).as_posix(), LONG_AGO)
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o100644 << 16
                with path.open("rb") as source, archive.open(entry, "w") as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
