"""Texts with spans of any size, for benchmarks."""

import re
from uuid import UUID

from annotator.core.spans import Span

PARAGRAPH = (
    "Élise Mercier 🙂 répond mardi soir : « Nous serons tous à Koursk ! » et ajoute ensuite, "
    "avant que le ministre ne confirme cet envoi de soldats.\r\n"
)
WORD = re.compile(r"[^\W\d_]{2,}")


def text_of(length: int) -> str:
    """Return a text of this many code points."""
    return (PARAGRAPH * (length // len(PARAGRAPH) + 1))[:length]


def spans_in(text: str, count: int) -> list[Span]:
    """Return spans of one to four words spread over a text, every third inside the one before."""
    words = [(found.start(), found.end()) for found in WORD.finditer(text)][:-5]
    spans = []
    for number in range(count):
        at = len(words) * (number - (number % 3 == 2)) // count
        last = at if number % 3 == 2 else at + 1 + number % 3
        label = ("PER", "LOC", "ORG")[number % 3]
        spans.append(Span(UUID(int=number + 1), words[at][0], words[last][1], "entity", label))
    return spans
