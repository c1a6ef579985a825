"""Zip files as they come from strangers: names are only labels, and what unpacks to too much is refused."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.core.errors import Refused, TooLarge
from annotator.core.sentences import sentence

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
            message = sentence(
                "The archive holds %(number)s files; %(most)s is the most. Split it.",
                number=len(infos),
                most=MAX_MEMBERS,
            )
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
            message = sentence(
                "The archive unpacks to more than %(most)s bytes. Split it.",
                most=MAX_TOTAL,
            )
            raise TooLarge(message)
        if size > SMALL and size > MAX_RATIO * max(info.compress_size, 1):
            message = sentence(
                "%(filename)s unpacks to more than %(times)s times its packed size: this is"
                " refused as a decompression bomb. Send the file unpacked.",
                filename=repr(info.filename),
                times=MAX_RATIO,
            )
            raise TooLarge(message)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """Open a zip file; whatever is wrong with it is refused in plain words."""
    try:
        with ZipFile(file) as archive:
            yield Archive(archive)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        message = sentence(
            "The archive is damaged or no zip file (%(error)s). Pack it again.", error=str(error)
        )
        raise Refused(message) from None


def _check(info: ZipInfo) -> None:
    name = info.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/") or ":" in (parts or ("",))[0]:
        message = sentence(
            "The archive holds a file whose name leads out of its folder (%(filename)s): "
            "pack it again from inside that folder.",
            filename=repr(info.filename),
        )
        raise Refused(message)
    if stat.S_ISLNK(info.external_attr >> 16):
        message = sentence(
            "The archive holds a link (%(filename)s): pack the file itself.",
            filename=repr(info.filename),
        )
        raise Refused(message)
    if info.flag_bits & ENCRYPTED:
        message = sentence(
            "%(filename)s is encrypted: pack it without a password.", filename=repr(info.filename)
        )
        raise Refused(message)


def _is_hidden(name: str) -> bool:
    """Say whether it is what systems leave behind beside people's files."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
