"""Which encoding a file is in: UTF-8 and marked UTF-16 are seen for sure, all else is offered with a sample."""

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

UTF8 = "utf-8"
OFFERED = ("cp1252", "iso-8859-1", "iso-8859-15", "mac-roman", "cp1250", "cp1251")
"""Encodings that say nothing of themselves, the likeliest first."""
CHUNK = 1 << 20
BEFORE, AFTER = 24, 60
"""Bytes of a sample, around the first that is not ASCII."""
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An encoding that a file can be read in, and what a piece of it then looks like."""

    encoding: str
    sample: str


@dataclass(frozen=True, slots=True)
class Detected:
    """The encoding a file is read in unless a person says otherwise; `offers` is empty where there is no doubt."""

    encoding: str
    offers: list[Offer] = field(default_factory=list)


def detect(path: Path) -> Detected:
    """Find a file's encoding. UTF-16 and UTF-32 are believed by their mark; nothing is guessed from letters."""
    if readable(path, UTF8):
        return Detected(UTF8)
    encoding = marked(path)
    if encoding:
        return Detected(encoding, [Offer(encoding, _beginning(path, encoding))])
    return _offered(path)


def marked(path: Path) -> str:
    """Return the encoding that a file's mark tells, empty where it has none or is not in it."""
    with path.open("rb") as file:
        beginning = file.read(4)
    told = (encoding for mark, encoding in MARKS.items() if beginning.startswith(mark))
    return next((encoding for encoding in told if readable(path, encoding)), "")


def _offered(path: Path) -> Detected:
    window = _window(path)
    offers: list[Offer] = []
    for encoding in OFFERED:
        sample = window.decode(encoding, errors="ignore")
        new = len(offers) < 2 or sample not in {offer.sample for offer in offers}
        if new and readable(path, encoding):
            offers.append(Offer(encoding, sample))
    return Detected(offers[0].encoding, offers)


def readable(path: Path, encoding: str) -> bool:
    """Say whether all bytes of a file mean something in this encoding."""
    try:
        for _text in _decoded(path, encoding):
            pass
    except UnicodeError:
        return False
    return True


def as_utf8(path: Path, encoding: str, copy: Path) -> Path:
    """Return `copy`, the file in UTF-8, made when it is not there yet; a file that is UTF-8 is its own copy.

    Raises UnicodeError for bytes that mean nothing in this encoding.
    """
    if encoding == UTF8:
        return path
    if not copy.exists():
        unfinished = copy.with_suffix(".part")
        with open(unfinished, "w", encoding=UTF8, newline="", opener=private) as file:
            file.writelines(_decoded(path, encoding))
        unfinished.replace(copy)
    return copy


def private(path: str, flags: int) -> int:
    """Open a file that only its owner may read."""
    return os.open(path, flags, 0o600)


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _beginning(path: Path, encoding: str) -> str:
    return next(_decoded(path, encoding))[: BEFORE + AFTER]


def _window(path: Path) -> bytes:
    """Return the bytes around the first one that is not ASCII."""
    at, before = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            place = next((i for i, byte in enumerate(chunk) if byte > 127), None)
            if place is not None:
                file.seek(max(0, at + place - BEFORE))
                return file.read(BEFORE + AFTER)
            at, before = at + len(chunk), chunk
    return before[:AFTER]
