"""Tokens: cutting texts into the units of the token measures, all texts at once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.columns import NONE, Flags, Ints

TokenExtents = tuple[Sequence[int], Sequence[int]]
"""Starts and ends of a text's tokens, in code points, ends exclusive."""

Rule = str | Callable[[str], TokenExtents]
"""`regex` (`\\w+|[^\\w\\s]`), `ws` (`\\S+`) or a function of the text."""

SPACE, WORD, SIGN = 0, 1, 2
BUFFER = 2_000_000
"""Code points that are cut in one go."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of all texts: document d has those from `begin[d]` to `begin[d + 1]`."""

    begin: Ints
    start: Ints
    end: Ints


class Tokenizer:
    """Cuts texts one after the other."""

    def __init__(self, rule: Rule = "regex") -> None:
        """Begin with no text."""
        self._rule = rule
        self._waiting: list[str] = []
        self._size = 0
        self._counts: list[Ints] = []
        self._found: list[tuple[Ints, Ints]] = []

    def add(self, text: str) -> None:
        """Take the next text."""
        if not isinstance(self._rule, str):
            starts, ends = (np.asarray(column, np.int64) for column in self._rule(text))
            self._keep(np.array([len(starts)]), starts, ends)
            return
        self._waiting.append(text)
        self._size += len(text)
        if self._size > BUFFER:
            self._cut()

    def tokens(self) -> Tokens:
        """Return the tokens of all texts taken so far."""
        self._cut()
        begin = np.concatenate([[0], np.cumsum(np.concatenate([NONE, *self._counts]))])
        starts, ends = zip(*self._found, strict=True) if self._found else ((), ())
        return Tokens(begin, np.concatenate([NONE, *starts]), np.concatenate([NONE, *ends]))

    def _keep(self, counts: Ints, starts: Ints, ends: Ints) -> None:
        self._counts.append(counts)
        self._found.append((starts, ends))

    def _cut(self) -> None:
        if not self._waiting:
            return
        # A line feed between the texts keeps the tokens of one out of the next.
        whole = "\n".join(self._waiting)
        lengths = np.array([len(text) for text in self._waiting])
        begins = np.cumsum(lengths + 1) - lengths - 1
        starts, ends = _cut(_classes(whole, words=self._rule == "regex"))
        document = np.searchsorted(begins, starts, side="right") - 1
        counts = np.bincount(document, minlength=len(lengths))
        self._keep(counts, starts - begins[document], ends - begins[document])
        self._waiting, self._size = [], 0


def _classes(text: str, *, words: bool) -> Ints:
    """Return for each character whether it is space, part of a word, or a token of its own."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    present: Flags = np.zeros(0x110000, bool)
    present[codes] = True
    table = np.zeros(0x110000, np.int8)
    for code in np.flatnonzero(present):
        table[code] = _class(chr(code), words=words)
    return table[codes].astype(np.int64)


def _class(character: str, *, words: bool) -> int:
    if re.match(r"\s", character):
        return SPACE
    return WORD if not words or re.match(r"\w", character) else SIGN


def _cut(classes: Ints) -> tuple[Ints, Ints]:
    """Return starts and ends: runs of word characters are one token, signs one each."""
    word = np.concatenate([[False], classes == WORD, [False]])
    sign = np.flatnonzero(classes == SIGN)
    turns = np.flatnonzero(word[1:] != word[:-1])
    starts = np.concatenate([turns[::2], sign])
    ends = np.concatenate([turns[1::2], sign + 1])
    order = np.argsort(starts)
    return starts[order], ends[order]
