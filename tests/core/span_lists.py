"""Spans over a small text of several lines, for the tests of how texts are drawn."""

from uuid import UUID

from hypothesis import strategies as st

from annotator.core.blocks import blocks
from annotator.core.spans import Span

TEXT = "Une ligne de texte.\n\nEt une deuxième, plus longue que la première.\nFin\n" * 3
BLOCKS = blocks(TEXT)


def make_span(number, start, end, label="PER", fragments=()):
    return Span(UUID(int=number), start, end, "entity", label, fragments=fragments)


@st.composite
def span_lists(draw, most=14):
    spans = []
    for number in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, len(TEXT) - 1))
        end = draw(st.integers(start + 1, min(len(TEXT), start + 60)))
        label = draw(st.sampled_from(["P", "CLAIM", "A_VERY_LONG_LABEL_NAME"]))
        inner = end - start >= 5 and draw(st.booleans())
        fragments = ((start, start + 1), (end - 2, end)) if inner else ()
        spans.append(make_span(number, start, end, label, fragments))
    return spans
