"""Alignment: the tokens that hold a span, and what becomes of spans that begin or end inside a token."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.core.spans import Span

MODES = ("strict", "trim", "expand", "contract")

TOKEN_BOUNDARY = "token-boundary"  # noqa: S105 -- a reason, not a secret
BLANK_ONLY = "blank-only"
DISCONTINUOUS = "discontinuous"
OVERLAP = "overlap"
DUPLICATE = "duplicate"
TOO_LONG = "too-long"


class Tokens:
    """The extents of a text's tokens in code points, in order, none of them empty."""

    def __init__(self, extents: Iterable[tuple[int, int]]) -> None:
        """Keep the starts and ends apart, to be searched."""
        pairs = list(extents)
        self.starts = [start for start, _ in pairs]
        self.ends = [end for _, end in pairs]

    def touched(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of tokens that share a code point with `[start, end)`; it may be empty."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of tokens that lie wholly in `[start, end)`; it may be empty."""
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_right(self.ends, end))


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where a span comes to lie: tokens `[first, last)` at code points `[start, end)`, or nowhere.

    `reason` is empty for a span held exactly; else it says why it was changed, or left out (`held` false).
    """

    first: int
    last: int
    start: int
    end: int
    reason: str = ""

    @property
    def held(self) -> bool:
        """Say whether any tokens hold the span."""
        return self.first < self.last


def check_mode(mode: str) -> None:
    """Refuse a mode that does not exist."""
    if mode not in MODES:
        raise Refused.field(
            "align",
            sentence(
                "--align is one of %(known)s (or left out), not %(mode)s.",
                known=", ".join(MODES[1:]),
                mode=repr(mode),
            ),
        )


def align(text: str, tokens: Tokens, span: Span, mode: str = "strict") -> Alignment:
    """Find the tokens of a continuous span.

    strict: token boundaries only; trim: white space at the edges is cut first; expand and contract:
    trimmed, then widened or narrowed to whole tokens.
    """
    marked = text[span.start : span.end]
    bare = marked.strip()
    if not bare:
        return _nowhere(span, BLANK_ONLY)
    start, end = span.start, span.end
    if mode != "strict":
        start += len(marked) - len(marked.lstrip())
        end = start + len(bare)
    reason = "" if (start, end) == (span.start, span.end) else "trimmed"
    first, last = tokens.touched(start, end)
    if first >= last:
        return _nowhere(span, TOKEN_BOUNDARY)
    if tokens.starts[first] != start or tokens.ends[last - 1] != end:
        return _moved(tokens, span, (start, end), mode)
    return Alignment(first, last, start, end, reason)


def _moved(tokens: Tokens, span: Span, extent: tuple[int, int], mode: str) -> Alignment:
    if mode not in ("expand", "contract"):
        return _nowhere(span, TOKEN_BOUNDARY)
    first, last = tokens.touched(*extent) if mode == "expand" else tokens.inside(*extent)
    if first >= last:
        return _nowhere(span, TOKEN_BOUNDARY)
    start, end = tokens.starts[first], tokens.ends[last - 1]
    reason = "expanded" if mode == "expand" else "contracted"
    if (start, end) == (span.start, span.end):
        reason = ""
    return Alignment(first, last, start, end, reason)


def _nowhere(span: Span, reason: str) -> Alignment:
    return Alignment(0, 0, span.start, span.end, reason)
