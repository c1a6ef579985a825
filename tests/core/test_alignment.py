from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.alignment import Tokens, align, check_mode
from annotator.core.errors import Refused
from annotator.core.spans import Span

TEXT = "Marc Ruttea dit «  non »."
TOKENS = Tokens([(0, 4), (5, 11), (12, 15), (16, 17), (17, 19), (19, 22), (23, 24), (24, 25)])


def span(start: int, end: int) -> Span:
    return Span(uuid4(), start, end, "entity", "PER")


@pytest.mark.parametrize(
    ("extent", "mode", "held", "reason"),
    [
        ((0, 4), "strict", (0, 4), ""),
        ((0, 11), "strict", (0, 11), ""),
        ((0, 10), "strict", None, "token-boundary"),
        ((0, 10), "trim", None, "token-boundary"),
        ((0, 10), "expand", (0, 11), "expanded"),
        ((0, 10), "contract", (0, 4), "contracted"),
        ((6, 10), "contract", None, "token-boundary"),
        ((0, 5), "strict", None, "token-boundary"),
        ((0, 5), "trim", (0, 4), "trimmed"),
        ((0, 5), "expand", (0, 4), "trimmed"),
        ((17, 22), "strict", (17, 22), ""),
        ((17, 22), "trim", (19, 22), "trimmed"),
        ((4, 5), "strict", None, "blank-only"),
        ((17, 19), "expand", None, "blank-only"),
        ((24, 25), "strict", (24, 25), ""),
    ],
)
def test_span_comes_to_lie_as_the_mode_says(
    extent: tuple[int, int], mode: str, held: tuple[int, int] | None, reason: str
) -> None:
    found = align(TEXT, TOKENS, span(*extent), mode)
    assert ((found.start, found.end) if found.held else None) == held
    assert found.reason == reason


def test_span_that_no_token_touches_is_left_out() -> None:
    found = align("ab cd", Tokens([(0, 2)]), span(3, 5), "expand")
    assert (found.held, found.reason) == (False, "token-boundary")


def test_unknown_mode_is_refused() -> None:
    with pytest.raises(Refused, match="trim, expand, contract"):
        check_mode("stretch")


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, Tokens, Span]:
    """A text cut into tokens with or without a blank between them, and a span of it."""
    words = draw(st.lists(st.text("ab \n", min_size=1), min_size=1, max_size=8))
    text, extents = "", []
    for word in words:
        extents.append((len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from(["", " "]))
    start = draw(st.integers(0, len(text) - 1))
    return text, Tokens(extents), span(start, draw(st.integers(start + 1, len(text))))


@given(cases(), st.sampled_from(["strict", "trim", "expand", "contract"]))
def test_alignment_never_gives_a_wrong_extent(case: tuple[str, Tokens, Span], mode: str) -> None:
    text, tokens, one = case
    found = align(text, tokens, one, mode)
    if not found.held:
        assert found.reason
        return
    assert (found.start, found.end) == (tokens.starts[found.first], tokens.ends[found.last - 1])
    assert (found.reason == "") == ((found.start, found.end) == (one.start, one.end))
    bare = text[one.start : one.end].strip()
    if mode in ("strict", "trim"):
        assert text[found.start : found.end].strip() == bare
    if mode == "contract":
        assert one.start <= found.start < found.end <= one.end
    if mode == "expand":
        assert bare in text[found.start : found.end]
