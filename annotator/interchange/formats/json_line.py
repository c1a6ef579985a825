"""Parsing one line of JSON; what cannot be parsed or stored is refused in plain words."""

from typing import Any

import orjson

from annotator.core.errors import Malformed, Refused


def parse(piece: bytes | str) -> Any:
    """Return the JSON value of one line. Raises Malformed, or Refused where a text holds NUL."""
    try:
        raw = piece.encode() if isinstance(piece, str) else piece
        value = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeEncodeError as error:
        message = f"The line holds a lone surrogate at character {error.start}: it was cut inside a character."
        raise Malformed(message) from None
    except orjson.JSONDecodeError as error:
        raise Malformed(_why_not_json(raw, error)) from None
    if b"\\u0000" in raw:
        _refuse_nul(value, "")
    return value


def _why_not_json(raw: bytes, error: orjson.JSONDecodeError) -> str:
    if "surrogate in string" in error.msg:
        return f"The line holds a lone surrogate at character {error.pos}: it was cut inside a character."
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "The file is UTF-16, not UTF-8: save it as UTF-8."
    try:
        raw.decode()
    except UnicodeDecodeError as place:
        return (
            f"The line is not UTF-8: byte 0x{raw[place.start]:02x} at byte {place.start}. "
            "Convert the file to UTF-8, for example with iconv."
        )
    return f"The line is not JSON: {error.msg} at character {error.pos}."


def _refuse_nul(value: object, path: str) -> None:
    """Refuse NUL characters, which cannot be stored, wherever they are."""
    if isinstance(value, str) and "\0" in value:
        message = f"There is a NUL character at offset {value.index(chr(0))}: remove it."
        raise Refused.field(path, message)
    if isinstance(value, dict):
        for name, part in value.items():
            _refuse_nul(name, f"{path}.{name}".strip("."))
            _refuse_nul(part, f"{path}.{name}".strip("."))
    if isinstance(value, list):
        for at, part in enumerate(value):
            _refuse_nul(part, f"{path}.{at}".strip("."))
