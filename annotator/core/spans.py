"""Spans: what one is, whether it fits its text, and whether it may join the others of its layer.

Offsets are code points of the exact stored text; `end` is exclusive.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from annotator.core.errors import Refused
from annotator.core.sentences import sentence

AttributeValue = str | bool | int | float
Fragments = tuple[tuple[int, int], ...]

PROPAGATED = "propagated"
"""The origin of a span that was labelled together with the same words elsewhere in its text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch `[start, end)` of a document; `fragments` lists its parts when it is discontinuous.

    `origin` says how it came when nobody marked it by hand (`PROPAGATED`); two spans are equal whatever theirs are.
    """

    id: UUID
    start: int
    end: int
    layer: str
    label: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    fragments: Fragments = ()
    note: str = ""
    origin: str = field(default="", compare=False)

    @property
    def parts(self) -> Fragments:
        """The stretches of text that are marked: the fragments, or the whole extent."""
        return self.fragments or ((self.start, self.end),)


def reading_order(span: Span) -> tuple[int, int, str, str, UUID]:
    """Sort key: by start, outer spans before inner ones, then by names, so that the order is total."""
    return (span.start, -span.end, span.layer, span.label, span.id)


def quote(text: str, start: int, end: int, fragments: Sequence[tuple[int, int]] = ()) -> str:
    """Return the marked text; the fragments of a discontinuous span are joined by one space."""
    if fragments:
        return " ".join(text[a:b] for a, b in fragments)
    return text[start:end]


def check_extent(text: str, start: int, end: int) -> None:
    """Refuse an extent that is empty, reversed or outside the text."""
    if start < 0:
        raise Refused.field(
            "start",
            sentence("The start %(start)s is before the text: offsets begin at 0.", start=start),
        )
    if start >= end:
        raise Refused.field(
            "end",
            sentence(
                "The end %(end)s must be greater than the start %(start)s.", end=end, start=start
            ),
        )
    if end > len(text):
        message = sentence(
            "The end %(end)s is past the text, which has %(count)s characters (code points).",
            end=end,
            count=len(text),
        )
        raise Refused.field("end", message)


def check_quote(text: str, span: Span, claimed: str | None) -> None:
    """Refuse a span whose quote is not the text at its offsets.

    A discontinuous span may quote its whole extent or its fragments joined by a space.
    """
    if claimed is None or claimed == text[span.start : span.end]:
        return
    if span.fragments and claimed == quote(text, span.start, span.end, span.fragments):
        return
    found = text[span.start : span.end][:80]
    message = sentence(
        "The quote %(quote)r is not the text at %(start)s-%(end)s, which is %(found)r. Offsets count code points of the stored text; the end is exclusive.",
        quote=claimed[:80],
        start=span.start,
        end=span.end,
        found=found,
    )
    raise Refused.field("quote", message)


def clean_fragments(start: int, end: int, fragments: Iterable[Sequence[int]]) -> Fragments:
    """Return the fragments in the order of the text, touching ones joined; one alone means none.

    Refuses fragments that are empty, overlap, or do not begin at `start` and finish at `end`.
    """
    parts: list[tuple[int, int]] = []
    for a, b in sorted((int(part[0]), int(part[1])) for part in fragments):
        if a >= b or (parts and a < parts[-1][1]):
            raise Refused.field(
                "fragments",
                sentence("The fragment %(a)s-%(b)s is empty or overlaps another one.", a=a, b=b),
            )
        if parts and a == parts[-1][1]:
            parts[-1] = (parts[-1][0], b)
        else:
            parts.append((a, b))
    if parts and (parts[0][0] != start or parts[-1][1] != end):
        raise Refused.field(
            "fragments",
            sentence(
                "The fragments must begin at %(start)s and finish at %(end)s.", start=start, end=end
            ),
        )
    return tuple(parts) if len(parts) > 1 else ()


def with_part(parts: Fragments, start: int, end: int) -> Fragments:
    """Return the stretches with one more, in the order of the text, those that meet or touch joined."""
    joined: list[tuple[int, int]] = []
    for a, b in sorted((*parts, (start, end))):
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return tuple(joined)


def without_part(parts: Fragments, start: int, end: int, text: str) -> Fragments:
    """Return what is left of the stretches outside of `[start, end)`, without white space at the new edges."""
    left = []
    for a, b in parts:
        if b <= start or end <= a:
            left.append((a, b))
        else:
            left += [_trimmed(text, a, start), _trimmed(text, end, b)]
    return tuple((a, b) for a, b in left if a < b)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `[start, end)` without white space at its ends; empty when nothing is left."""
    piece = text[start : max(start, end)]
    kept = piece.strip()
    first = start + piece.index(kept)
    return first, first + len(kept)


def kept_parts(parts: Fragments, start: int, end: int) -> Fragments:
    """Return the stretches after the outer edges moved: the first begins at `start`, the last finishes at `end`."""
    inside = [(a, b) for a, b in parts if a < end and b > start]
    first = [(start, inside[0][1])] if inside else [(start, end)]
    parts_now = [*first, *inside[1:]]
    return (*parts_now[:-1], (parts_now[-1][0], end))


def overlap(a: Span, b: Span) -> bool:
    """Say whether two spans share at least one code point."""
    return any(s < f and e < t for s, t in a.parts for e, f in b.parts)


def check_overlap(span: Span, others: Iterable[Span]) -> None:
    """Refuse `span` when it overlaps another span of its layer; call it for layers without overlap."""
    for other in others:
        if other.id != span.id and other.layer == span.layer and overlap(span, other):
            message = sentence(
                "The layer %(layer)s allows no overlap, and %(label)s %(start)s-%(end)s is there already: delete or move that span first.",
                layer=span.layer,
                label=other.label,
                start=other.start,
                end=other.end,
            )
            raise Refused.field("start", message)
