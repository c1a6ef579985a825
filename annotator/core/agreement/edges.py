"""Edges: how far the edges of two spans that stand for each other lie apart."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.columns import Ints
from annotator.core.agreement.matches import ALONE, Matches
from annotator.core.agreement.tokens import Tokens
from annotator.core.agreement.work import Work


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the second annotator's edge lies, seen from the first one's: positive is further on in the text.

    One row for each two spans that stand for each other; `match` is its row. `characters` and `tokens` have the
    offsets of starts and ends: code points, and tokens that lie between.
    """

    match: Ints
    characters: tuple[Ints, Ints]
    tokens: tuple[Ints, Ints]


def edges_of(work: Work, matches: Matches, tokens: Tokens) -> Edges:
    """Measure the edges. A span begins in the token that its first code point is in, or in the next one."""
    rows = np.flatnonzero(matches.kind != ALONE)
    first, second = matches.first[rows], matches.second[rows]
    base = np.cumsum(work.lengths + 1) - work.lengths - 1
    token_base = np.repeat(base, np.diff(tokens.begin))
    shift = base[work.set_document[work.marks.set]]
    begins = np.searchsorted(token_base + tokens.end, work.marks.start + shift, side="right")
    ends = np.searchsorted(token_base + tokens.start, work.marks.end + shift, side="left")
    marks = work.marks
    return Edges(
        rows,
        (marks.start[second] - marks.start[first], marks.end[second] - marks.end[first]),
        (begins[second] - begins[first], ends[second] - ends[first]),
    )
