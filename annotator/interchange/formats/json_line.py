"""Parsing one line of JSON; what cannot be parsed or stored is refused in plain words."""

import json
from typing import Any

import orjson

from annotator.core.errors import Malformed
from annotator.core.sentences import sentence
from annotator.core.texts import TO_UTF8, UTF16, refuse_nul


def parse(piece: bytes | str) -> Any:
    """Return the JSON value of one line. Raises Malformed, or Refused where a text holds NUL."""
    try:
        raw = piece.encode() if isinstance(piece, str) else piece
        value = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeEncodeError as error:
        message = sentence(
            "The line holds a lone surrogate at character %(pos)s: it was cut inside a character.",
            pos=error.start,
        )
        raise Malformed(message) from None
    except orjson.JSONDecodeError as error:
        raise Malformed(_why_not_json(raw, error)) from None
    refuse_twice(raw, value)
    if b"\\u0000" in raw:
        refuse_nul(value)
    return value


def _why_not_json(raw: bytes, error: orjson.JSONDecodeError) -> str:
    if "surrogate in string" in error.msg:
        return sentence(
            "The line holds a lone surrogate at character %(pos)s: it was cut inside a character.",
            pos=error.pos,
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return UTF16
    try:
        raw.decode()
    except UnicodeDecodeError as place:
        return not_utf8(place)
    if b"\r" in raw.rstrip():
        return sentence("The lines end in CR alone: save the file with LF or CR LF at their ends.")
    return sentence(
        "The line is not JSON: %(why)s at character %(pos)s. Every line must hold one "
        "whole document.",
        why=error.msg,
        pos=error.pos,
    )


def not_utf8(error: UnicodeDecodeError) -> str:
    """Say where a line is not UTF-8."""
    return sentence(
        "The line is not UTF-8: byte 0x%(byte)s at byte %(start)s. %(remedy)s",
        byte=f"{error.object[error.start]:02x}",
        start=error.start,
        remedy=TO_UTF8,
    )


def refuse_twice(raw: bytes, value: object) -> None:
    """Refuse a JSON text with an object that has a name twice, of which `value` kept one only.

    Most are seen to have none by what is quick to count; only the others are looked through.
    """
    try:
        held = orjson.dumps(value)
    except orjson.JSONEncodeError:
        message = sentence(
            "There are more than 250 lists and objects inside each other: that is too deep."
        )
        raise Malformed(message) from None
    if _names(raw) > _names(held):
        json.loads(raw, object_pairs_hook=_once)


def _names(raw: bytes) -> int:
    return raw.count(b'":') + raw.count(b'" :')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            message = sentence(
                "The field %(name)s is there twice, and only one can be meant: take one out.",
                name=repr(name),
            )
            raise Malformed(message)
        found[name] = value
    return found
