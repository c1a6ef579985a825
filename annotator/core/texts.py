"""Texts: which ones can be stored. They are kept exactly as they came, so what cannot be kept is refused."""

import codecs
import hashlib

from annotator.core.errors import Refused, TooLarge
from annotator.core.sentences import sentence

MAX_LENGTH = 5_000_000
"""Longest text of one document, in code points."""

TO_UTF8 = sentence(
    "Convert the file to UTF-8, or say its encoding: on the import page, or with flask import --encoding."
)
UTF16 = sentence("The file is UTF-16, not UTF-8. %(remedy)s", remedy=TO_UTF8)


def check_text(text: str) -> None:
    """Refuse a text that is empty, too long, or holds NUL or a lone surrogate."""
    if not text:
        raise Refused.field("text", sentence("The document is empty: there is nothing to label."))
    if len(text) > MAX_LENGTH:
        message = sentence(
            "The document has %(count)s characters; %(most)s is the most. Split it.",
            count=len(text),
            most=MAX_LENGTH,
        )
        raise TooLarge(message, {"text": [message]})
    if "\0" in text:
        place = text.index("\0")
        raise Refused.field(
            "text",
            sentence("The text holds a NUL character at offset %(place)s: remove it.", place=place),
        )
    if not text.isascii():
        _check_surrogates(text)


def _check_surrogates(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = sentence(
            "The text holds a lone surrogate at offset %(start)s: it was cut inside a character.",
            start=error.start,
        )
        raise Refused.field("text", message) from None


def refuse_nul(value: object, path: str = "") -> None:
    """Refuse NUL characters, which cannot be stored, wherever they are in a JSON value."""
    if isinstance(value, str) and "\0" in value:
        message = sentence(
            "There is a NUL character at offset %(place)s: remove it.", place=value.index("\0")
        )
        raise Refused.field(path, message)
    if isinstance(value, dict):
        for name, part in value.items():
            refuse_nul(name, f"{path}.{name}".strip("."))
            refuse_nul(part, f"{path}.{name}".strip("."))
    if isinstance(value, list):
        for at, part in enumerate(value):
            refuse_nul(part, f"{path}.{at}".strip("."))


def decode_utf8(data: bytes) -> str:
    """Decode a file strictly as UTF-8, leaving out one leading byte order mark. Never guesses, never replaces."""
    body = data.removeprefix(codecs.BOM_UTF8)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(UTF16)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        message = sentence(
            "The file is not UTF-8: byte 0x%(value)02x in line %(line)s (byte %(start)s). %(remedy)s",
            value=body[error.start],
            line=line,
            start=error.start,
            remedy=TO_UTF8,
        )
        raise Refused(message) from None


def text_digest(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
