"""Parts of discontinuous spans: what joins them, cuts them and moves their edges, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.spans import (
    Fragments,
    clean_fragments,
    kept_parts,
    with_part,
    without_part,
)

TEXT = "Elle n’a 🎉 jamais\r\n\u00a0été e\u0301lue."
EDGES = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=8, unique=True)


@st.composite
def parts(draw: st.DrawFn) -> Fragments:
    """Stretches of the text that neither meet nor touch, in its order."""
    edges = sorted(draw(EDGES.filter(lambda found: len(found) % 2 == 0)))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[int, int]:
    start, end = sorted(
        draw(st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True))
    )
    return start, end


def marked(found: Fragments) -> set[int]:
    return {at for a, b in found for at in range(a, b)}


def is_in_order(found: Fragments) -> bool:
    edges = [edge for part in found for edge in part]
    return edges == sorted(set(edges))


@given(parts(), stretches())
def test_a_part_more_marks_exactly_that_more(before: Fragments, more: tuple[int, int]) -> None:
    after = with_part(before, *more)

    assert marked(after) == marked(before) | marked((more,))
    assert is_in_order(after)
    assert clean_fragments(after[0][0], after[-1][1], after) in (after, ())


@given(parts(), stretches())
def test_a_part_less_leaves_all_else_but_white_space(
    before: Fragments, less: tuple[int, int]
) -> None:
    after = without_part(before, *less, TEXT)

    assert marked(after) <= marked(before) - marked((less,))
    assert all(TEXT[at].isspace() for at in marked(before) - marked((less,)) - marked(after))
    assert is_in_order(after)
    untouched = [part for part in before if part[1] <= less[0] or less[1] <= part[0]]
    assert set(untouched) <= set(after)


@given(parts(), stretches())
def test_moved_edges_keep_the_gaps_between_them(before: Fragments, extent: tuple[int, int]) -> None:
    after = kept_parts(before, *extent)

    assert (after[0][0], after[-1][1]) == extent
    assert is_in_order(after)
    inside = {at for a, b in after[1:-1] for at in range(a, b)}
    assert inside <= marked(before)
    if extent == (before[0][0], before[-1][1]):
        assert after == before


@pytest.mark.parametrize(
    ("before", "less", "after"),
    [
        (((0, 4),), (0, 4), ()),
        (((0, 17),), (5, 10), ((0, 4), (11, 17))),
        (((0, 4), (11, 17)), (11, 17), ((0, 4),)),
        (((0, 4), (11, 17)), (5, 10), ((0, 4), (11, 17))),
    ],
)
def test_cutting_out_trims_white_space(
    before: Fragments, less: tuple[int, int], after: Fragments
) -> None:
    assert without_part(before, *less, TEXT) == after
