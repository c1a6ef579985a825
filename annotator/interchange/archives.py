"""Zip files as they come from strangers: names are only labels, and what unpacks to too much is refused."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.core.errors import Refused, TooLarge

MAX_MEMBERS = 20_000
MAX_TOTAL = 2_000_000_000
"""Bytes that all members may unpack to."""
MAX_RATIO = 200
"""How many times its packed size a member may unpack to, once it is larger than `SMALL` bytes."""
SMALL = 1_000_000
CHUNK = 1 << 20
ENCRYPTED = 0x1


class Archive:
    """An opened zip file whose members can be read safely, one after the other."""

    def __init__(self, archive: ZipFile) -> None:
        """Refuse members that are links, lead out of the folder, are encrypted, or are too many."""
        self._archive = archive
        self._unpacked = 0
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MAX_MEMBERS:
            message = f"The archive holds {len(infos)} files; {MAX_MEMBERS} is the most. Split it."
            raise TooLarge(message)
        for info in infos:
            _check(info)
        self.members = [info for info in infos if not _is_hidden(info.filename)]

    def copy(self, info: ZipInfo, target: IO[bytes]) -> int:
        """Write a member's bytes to a file and return their number; counts what comes, not what was promised."""
        size = 0
        with self._archive.open(info) as member:
            while chunk := member.read(CHUNK):
                size += len(chunk)
                self._unpacked += len(chunk)
                self._check_size(info, size)
                target.write(chunk)
        return size

    def _check_size(self, info: ZipInfo, size: int) -> None:
        if self._unpacked > MAX_TOTAL:
            message = f"The archive unpacks to more than {MAX_TOTAL} bytes. Split it."
            raise TooLarge(message)
        if size > SMALL and size > MAX_RATIO * max(info.compress_size, 1):
            message = (
                f"{info.filename!r} unpacks to more than {MAX_RATIO} times its packed size: "
                "this is refused as a decompression bomb. Send the file unpacked."
            )
            raise TooLarge(message)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """Open a zip file; whatever is wrong with it is refused in plain words."""
    try:
        with ZipFile(file) as archive:
            yield Archive(archive)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        message = f"The archive is damaged or no zip file ({error}). Pack it again."
        raise Refused(message) from None


def _check(info: ZipInfo) -> None:
    name = info.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/") or ":" in (parts or ("",))[0]:
        message = (
            f"The archive holds a file whose name leads out of its folder ({info.filename!r}): "
            "pack it again from inside that folder."
        )
        raise Refused(message)
    if stat.S_ISLNK(info.external_attr >> 16):
        message = f"The archive holds a link ({info.filename!r}): pack the file itself."
        raise Refused(message)
    if info.flag_bits & ENCRYPTED:
        message = f"{info.filename!r} is encrypted: pack it without a password."
        raise Refused(message)


def _is_hidden(name: str) -> bool:
    """Say whether it is what systems leave behind beside people's files."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
