"""What must be stored in a set after a call, told from the call alone."""

from typing import Any

from tests.durability.calls import Call
from tests.durability.installation import TEXT

Content = dict[tuple[str, str], Any]
"""Spans, relations, labels and the note by (object, id)."""

LABELS = ("PER", "ORG", "LOC", "CLAIM", "FAVOR")
LAYERS = dict(zip(LABELS, ("entity", "entity", "entity", "claim", "stance"), strict=True))
SINGLE = {"labels": lambda body: body, "note": lambda body: body["text"]}


def after(content: Content, call: Call) -> Content:
    """Return what a call makes of the content."""
    kind, *given = call.path.split("/")[3:]
    if kind in SINGLE:
        return content | {(kind, ""): SINGLE[kind](call.body)}
    place = (kind.removesuffix("s"), given[0] if given else call.body["id"])
    if call.method == "DELETE":
        return without(content, place)
    if kind == "relations":
        return content | {place: {"to": None} | call.body}
    empty = {"attributes": {}, "fragments": [], "note": ""}
    return content | {place: _span(content.get(place, empty) | call.body)}


def _span(span: dict[str, Any]) -> dict[str, Any]:
    quote = TEXT[span["start"] : span["end"]]
    return span | {"layer": LAYERS[span["label"]], "quote": quote}


def without(content: Content, gone: tuple[str, str]) -> Content:
    """Return the content without an object; a span takes its relations with it."""
    return {
        place: value
        for place, value in content.items()
        if place != gone
        and not (place[0] == "relation" and gone[1] in (value["from"], value["to"]))
    }


def ids_of(content: Content, *labels: str) -> list[str]:
    """Return the ids of the spans, or of those with these labels."""
    return [
        place[1]
        for place, value in content.items()
        if place[0] == "span" and (not labels or value["label"] in labels)
    ]


def related(content: Content) -> set[str]:
    """Return the ids of the spans at which relations begin or end."""
    relations = [value for place, value in content.items() if place[0] == "relation"]
    return {one[end] for one in relations for end in ("from", "to")}
