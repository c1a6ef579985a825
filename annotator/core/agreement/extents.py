"""Extents: the text that spans stand on, piece by piece."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.columns import Flags, Ints, expand
from annotator.core.agreement.work import Pieces


@dataclass(frozen=True, slots=True)
class Extents:
    """The pieces of spans, in code points, ends exclusive; those of a row are `begin[row]` to `begin[row + 1]`."""

    begin: Ints
    start: Ints
    end: Ints

    def touch(self, first: Ints, second: Ints) -> Flags:
        """Say where two rows share a code point."""
        pair, one = expand(self.begin[first], self.begin[first + 1])
        row, other = expand(self.begin[second][pair], self.begin[second + 1][pair])
        pair, one = pair[row], one[row]
        meet = (self.start[one] < self.end[other]) & (self.start[other] < self.end[one])
        found = np.zeros(len(first), bool)
        found[pair[meet]] = True
        return found


def extents_of(start: Ints, end: Ints, pieces: Pieces) -> Extents:
    """Return the extents of spans, fragments where they have any."""
    whole = np.ones(len(start), bool)
    whole[pieces.span] = False
    rows = np.concatenate([np.flatnonzero(whole), pieces.span])
    order = np.argsort(rows, kind="stable")
    return Extents(
        np.searchsorted(rows[order], np.arange(len(start) + 1)),
        np.concatenate([start[whole], pieces.start])[order],
        np.concatenate([end[whole], pieces.end])[order],
    )
