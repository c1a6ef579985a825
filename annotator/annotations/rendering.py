"""Drawing a text with its spans as HTML in which every block's text content is exactly the stored text.

Blocks are grouped in chunks. Very long texts come with the spans of their first chunks only; the other chunks name the
address that has theirs. A string builder, because this is what every act of labelling waits for.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from markupsafe import Markup

from annotator.core.blocks import Block, blocks
from annotator.core.lanes import Placed, lanes_needed, place
from annotator.core.segments import Cover, Segment, segments
from annotator.core.spans import Span, quote

CHUNK = 25
"""Blocks in a chunk."""
LAZY_FROM = 50_000
"""Code points from which on only the first chunks are drawn with their spans."""
EAGER_CHUNKS = 2
QUOTE_LENGTH = 80

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True)
class Canvas:
    """A document to draw: its address (`/documents/7`), its text, and the numbers of its labels."""

    url: str
    text: str
    numbers: Mapping[tuple[str, str], int]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the text."""
        return blocks(self.text)

    @cached_property
    def has_right_to_left(self) -> bool:
        """Whether any line may have to run from right to left."""
        return _RIGHT_TO_LEFT.search(self.text) is not None

    def chunk_extent(self, number: int) -> tuple[int, int] | None:
        """Return the offsets of a chunk, or None when there is none of that number."""
        inside = self.blocks[CHUNK * number : CHUNK * (number + 1)] if number >= 0 else ()
        return (inside[0].start, inside[-1].end) if inside else None


def render_document(canvas: Canvas, spans: Iterable[Span]) -> Markup:
    """Draw the whole text; `spans` are all spans of the set."""
    return _drawing(canvas, spans).document()


def render_chunk(canvas: Canvas, spans: Iterable[Span], number: int) -> Markup:
    """Draw one chunk with its spans; `spans` are the neighbourhood of its extent, or more."""
    return _drawing(canvas, spans).chunk(number, is_lazy=False)


def render_changes(canvas: Canvas, before: Iterable[Span], after: Iterable[Span]) -> Markup:
    """Draw the blocks that look different after a change, each in the envelope that swaps it in.

    `before` and `after` are the neighbourhood of all that changed, or more. A block looks different when a span in it
    came, went, or changed its lane, label or edges.
    """
    old, new = _drawing(canvas, before), _drawing(canvas, after)
    touched = sorted(i for i in old.within.keys() | new.within.keys() if old.look(i) != new.look(i))
    drawn = ((canvas.blocks[index].start, new.block(index), old.block(index)) for index in touched)
    return Markup(  # noqa: S704 -- built from escaped parts
        "".join(
            f'<hx-partial hx-target=".b[data-s=\'{start}\']" hx-swap="outerHTML">{block}</hx-partial>'
            for start, block, earlier in drawn
            if block != earlier
        )
    )


class Drawing:
    """Spans placed under the lines of a text. Kinds of drawings differ in `key`, `look_of` and `chip`."""

    def __init__(self, canvas: Canvas, placed: Sequence[Placed]) -> None:
        """Take the spans in reading order."""
        self.canvas = canvas
        self.lanes = lanes_needed(placed, len(canvas.blocks))
        self.within: dict[int, list[Placed]] = {}
        for one in placed:
            for index in range(one.first, one.last + 1):
                self.within.setdefault(index, []).append(one)

    def look(self, index: int) -> Sequence[Placed]:
        """Return the spans in a block."""
        return self.within.get(index, ())

    def document(self, eager: Collection[int] = ()) -> Markup:
        """Draw the whole text; of a very long one only the first chunks and `eager` ones with their spans."""
        count = -(-len(self.canvas.blocks) // CHUNK)
        lazy_from = EAGER_CHUNKS if len(self.canvas.text) >= LAZY_FROM else count
        drawn = (self.chunk(n, is_lazy=n >= lazy_from and n not in eager) for n in range(count))
        return Markup("").join(drawn)

    def chunk(self, number: int, *, is_lazy: bool) -> Markup:
        """Draw a chunk, with its spans or with the address that has them."""
        draw = self.plain_block if is_lazy else self.block
        lazy = f' data-lazy="{escape(self.canvas.url)}/chunks/{number}"' if is_lazy else ""
        first = CHUNK * number
        last = min(first + CHUNK, len(self.canvas.blocks))
        inside = "".join(draw(index) for index in range(first, last))
        return Markup(f'<div class="ck" id="ck{number}"{lazy}>{inside}</div>')  # noqa: S704 -- built from escaped parts

    def plain_block(self, index: int) -> str:
        """Draw a block without its spans, at its full height."""
        block = self.canvas.blocks[index]
        return f"{self._opening(block)}{_escaped(self.canvas.text[block.start : block.end])}</div>"

    def block(self, index: int) -> str:
        """Draw a block."""
        if index not in self.within:
            return self.plain_block(index)
        block = self.canvas.blocks[index]
        parts = (self._segment(part, index) for part in segments(block, self.within[index]))
        return f"{self._opening(block)}{''.join(parts)}</div>"

    def _opening(self, block: Block) -> str:
        # A long text is mostly blocks without spans: what goes without saying is left out of their tags.
        lanes, canvas = self.lanes[block.index], self.canvas
        room = f" n{lanes}" if lanes > 1 else ""
        goes_on = " on" if block.continues else ""
        turns = canvas.has_right_to_left and _RIGHT_TO_LEFT.search(
            canvas.text, block.start, block.end
        )
        direction = ' dir="auto"' if turns else ""
        return f'<div class="b{room}{goes_on}"{direction} data-s="{block.start}">'

    def _segment(self, part: Segment, index: int) -> str:
        text = _escaped(self.canvas.text[part.start : part.end])
        if not part.covers:
            return text
        names = " ".join(self._line_class(cover) for cover in part.covers)
        ids = " ".join(self.key(cover.placed) for cover in part.covers if cover.marked)
        chips = "".join(self.chip(cover.placed, index) for cover in part.covers if cover.opens)
        return f'<span class="g {names}" data-i="{ids}">{chips}{text}</span>'

    def _line_class(self, cover: Cover) -> str:
        lane, kind = cover.placed.lane, "u" if cover.marked else "t"
        return f"u{lane} {kind}{lane}-{self.look_of(cover.placed)}"

    def key(self, one: Placed) -> str:
        """Return what segments call the span by."""
        return str(one.span.id)

    def look_of(self, one: Placed) -> str:
        """Return what style sheets call its look by."""
        return str(self.canvas.numbers[one.span.layer, one.span.label])

    def chip(self, one: Placed, index: int) -> str:
        """Draw its name, at its first block or at a further one."""
        crowded = " x" if one.crowded else ""
        look = f"l{one.lane}{crowded} k{self.look_of(one)}"
        if index != one.first:
            return f'<b class="c cc {look}" data-of="{one.span.id}" aria-hidden="true"></b>'
        name = escape(f"{one.span.label}: {short_quote(self.canvas.text, one.span)}")
        return f'<b class="c {look}" id="s-{one.span.id}" role="button" tabindex="-1" aria-label="{name}"></b>'


def _drawing(canvas: Canvas, spans: Iterable[Span]) -> Drawing:
    return Drawing(canvas, place(spans, canvas.text, canvas.blocks))


def short_quote(text: str, span: Span, longest: int = QUOTE_LENGTH) -> str:
    """Return the marked text on one line, shortened for people; never to be compared with the text."""
    whole = shown(quote(text, span.start, span.end, span.fragments))
    return whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"


def shown(text: str) -> str:
    """Return a text on one line, its control characters replaced by spaces."""
    return _CONTROLS.sub(" ", text)


def _escaped(text: str) -> str:
    # A parser of HTML turns a carriage return into a newline unless it comes as a reference.
    return escape(text).replace("\r", "&#13;")
