"""Spans and choices for tests of sets, as the scheme of these tests allows them."""

from uuid import UUID

from hypothesis import strategies as st

from annotator.core.spans import Span
from tests.annotations.conftest import TEXT
from tests.annotations.set_model import LAYERS, S

LABELS = st.sampled_from(list(LAYERS))
EDGES = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=4, unique=True).map(sorted)
NOTES = st.sampled_from(["", "sûr ?", "🙂🙂"])
ATTRIBUTES = st.sampled_from([(), (("check_worthy", True),), (("type", "fact"),)])
CHOICES = {
    "topic": st.lists(st.sampled_from(["war", "economy"]), unique=True),
    "tone": st.lists(st.sampled_from(["calm", "angry"]), max_size=1),
}


@st.composite
def new_spans(draw: st.DrawFn) -> S:
    """A span that fits the text and the scheme; four edges make it a discontinuous one."""
    edges, label = draw(EDGES), draw(LABELS)
    fragments = ((edges[0], edges[1]), (edges[2], edges[3])) if len(edges) == 4 else ()
    attributes = draw(ATTRIBUTES) if label == "CLAIM" else ()
    return S(edges[0], edges[-1], label, fragments, attributes, draw(NOTES))


def stored(span_id: UUID, span: S) -> Span:
    """Return the span as records hold it."""
    return Span(
        span_id,
        span.start,
        span.end,
        LAYERS[span.label],
        span.label,
        dict(span.attributes),
        span.fragments,
        span.note,
    )
