"""Blocks: a text cut into pieces that can each be drawn, and drawn again, on their own.

Offsets are code points of the text; `end` is exclusive.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

LONGEST = 4_000
"""Code points from which on a line is cut into several blocks."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*[^\S\n]+|[。！？…][」』）]*")
_SPACE = re.compile(r"[^\S\r\n]+")
_START = attrgetter("start")
_ZWJ = "\u200d"
_VIRAMA = 9
"""The combining class of the signs that join two letters of an Indic script."""
_HANGUL_PARTS = (("\u1100", "\u11ff"), ("\ua960", "\ua97c"), ("\ud7b0", "\ud7fb"))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `[start, end)` of a text; `continues` when it goes on with the line of the block before."""

    index: int
    start: int
    end: int
    continues: bool


def blocks(text: str) -> tuple[Block, ...]:
    """Cut a text at its newlines, which stay at the end of their blocks; the blocks join to exactly the text.

    Only U+000A ends a block. Lines longer than `LONGEST` are cut after a sentence, else after a space, else between
    two characters as people see them.
    """
    found: list[Block] = []
    for start, end in _lines(text):
        cuts = [start, *_cuts(text, start, end), end]
        found.extend(
            Block(index, piece[0], piece[1], piece[0] > start)
            for index, piece in enumerate(pairwise(cuts), len(found))
        )
    return tuple(found)


def block_at(among: Sequence[Block], offset: int) -> int:
    """Return the index of the block that holds the code point at `offset`; offsets past the text mean the last one."""
    return max(0, bisect_right(among, offset, key=_START) - 1)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield start, end
        start = end


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    while end - start > LONGEST:
        start = _cut(text, start, end)
        if start == end:
            return
        yield start


def _cut(text: str, start: int, end: int) -> int:
    """Return the best place to cut a long line, or its end when it is all one character."""
    low, high = start + LONGEST // 2, start + LONGEST
    for pattern in (_SENTENCE_END, _SPACE):
        places = [match.end() for match in pattern.finditer(text, low, high)]
        for place in reversed(places):
            if not _inside_character(text, place):
                return place
    places = [*range(high, low, -1), *range(high + 1, end)]
    return next((place for place in places if not _inside_character(text, place)), end)


def _inside_character(text: str, place: int) -> bool:
    """Say whether a cut would part what is seen as one character; cautious, so it may say so of two as well."""
    before, after = text[place - 1], text[place]
    return (
        after in (_ZWJ, "\n")
        or before == _ZWJ
        or unicodedata.category(after).startswith("M")
        or unicodedata.combining(before) == _VIRAMA
        or (_is_flag_letter(before) and _is_flag_letter(after))
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
        or (_is_hangul(before) and _is_hangul_part(after))
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_hangul_part(character: str) -> bool:
    """Say whether this is a Korean letter that joins the one before it into one syllable."""
    return any(low <= character <= high for low, high in _HANGUL_PARTS)


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3" or _is_hangul_part(character)
