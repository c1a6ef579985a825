"""Offsets that another program counted otherwise: the quotes tell how, and only what explains all of them is believed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from unicodedata import combining, normalize

from annotator.core.sentences import sentence
from annotator.core.spans import quote

Places = dict[int, int]
"""For each offset of another count that is one of ours too, ours."""


def converted(text: str, items: list[Any]) -> tuple[list[Any], str] | None:
    """Return the annotations of a record with offsets in code points, and how they were counted.

    None unless there is one count in which every span has a quote and every quote fits.
    """
    spans = list(_spans(items))
    if not spans or not all(isinstance(span.get("quote"), str) for span in spans):
        return None
    for name, (places_in, form) in COUNTS.items():
        places = places_in(text)
        if places and all(_fits(text, span, places, form) for span in spans):
            return _moved(items, text, places), name
    return None


def _spans(items: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    for item in items:
        if isinstance(item, dict):
            nested = item.get("spans")
            yield from _spans(nested) if isinstance(nested, list) else [item] * ("start" in item)


def _fits(text: str, span: Mapping[str, Any], places: Places, form: Callable[[str], str]) -> bool:
    try:
        moved = _span(span, text, places)
        start, end, fragments = moved["start"], moved["end"], moved.get("fragments") or ()
        options = {text[start:end], quote(text, start, end, fragments)}
    except (KeyError, TypeError, ValueError):
        return False
    return start < end and form(span["quote"]) in {form(option) for option in options}


def _span(span: Mapping[str, Any], text: str, places: Places) -> dict[str, Any]:
    start, end = places[span["start"]], places[span["end"]]
    moved = {**span, "start": start, "end": end, "quote": text[start:end]}
    if span.get("fragments"):
        moved["fragments"] = [[places[a], places[b]] for a, b in span["fragments"]]
    return moved


def _moved(items: Iterable[Any], text: str, places: Places) -> list[Any]:
    return [
        {**item, "spans": _moved(item["spans"], text, places)}
        if isinstance(item.get("spans"), list)
        else _span(item, text, places)
        if "start" in item
        else item
        for item in items
    ]


def _counted(parts: Iterable[str], length: Callable[[str], int]) -> Places:
    places, ours, theirs = {0: 0}, 0, 0
    for part in parts:
        ours, theirs = ours + len(part), theirs + length(part)
        places[theirs] = ours
    return places


def _utf16(text: str) -> Places:
    return _counted(text, lambda part: 1 + (part > "\uffff"))


def _one_line_end(text: str) -> Places:
    parts: list[str] = []
    for character in text:
        if character == "\n" and parts and parts[-1] == "\r":
            parts[-1] = "\r\n"
        else:
            parts.append(character)
    return _counted(parts, lambda _part: 1)


def _composed(text: str) -> Places:
    """Count in NFC, letters with their marks as one piece; nothing where pieces compose with each other."""
    parts: list[str] = []
    for character in text:
        if combining(character) and parts:
            parts[-1] += character
        else:
            parts.append(character)
    if "".join(normalize("NFC", part) for part in parts) != normalize("NFC", text):
        return {}
    return _counted(parts, lambda part: len(normalize("NFC", part)))


def _same(text: str) -> str:
    return text


COUNTS: dict[str, tuple[Callable[[str], Places], Callable[[str], str]]] = {
    sentence("UTF-16 units"): (_utf16, _same),
    sentence("CRLF as one character"): (_one_line_end, lambda text: text.replace("\r\n", "\n")),
    sentence("the text in NFC"): (_composed, lambda text: normalize("NFC", text)),
}
