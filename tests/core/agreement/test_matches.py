"""Matches and edges: every span beside its counterpart, and how far their edges lie apart."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.edges import edges_of
from annotator.core.agreement.layers import LayerWork, layer_work
from annotator.core.agreement.matches import (
    KINDS,
    NOBODY,
    Matches,
    matches_of,
    one_against_several,
)
from annotator.core.agreement.matching import touching
from annotator.core.agreement.tokens import Tokenizer
from annotator.core.scheme import Label, Layer
from tests.core.agreement.made import LABELS, Made, Spans, content

LAYER = Layer("layer", "span", tuple(Label(name, "#111111") for name in LABELS))
TEXT = "the old man, who sang, left the house"


def work_of(*documents: Made) -> tuple[LayerWork, Cells]:
    made = content(documents, LABELS, ())
    work = layer_work(made, LAYER, ())
    cells = cells_of(work.work.set_document, work.work.set_annotator, len(made.shared.annotators))
    return work, cells


def matched(ana: Spans, ben: Spans) -> tuple[LayerWork, Cells, Matches]:
    work, cells = work_of(Made("d", TEXT, {"ana": ana, "ben": ben}))
    return work, cells, matches_of(work.work, cells, touching(work.work, cells))


def kinds(ana: Spans, ben: Spans) -> list[str]:
    return [KINDS[kind] for kind in matched(ana, ben)[2].kind.tolist()]


def test_every_kind_is_told_apart() -> None:
    assert kinds([(0, 3, "A")], [(0, 3, "A")]) == ["same"]
    assert kinds([(0, 3, "A")], [(0, 7, "A")]) == ["edges"]
    assert kinds([(0, 3, "A")], [(0, 3, "B")]) == ["label"]
    assert kinds([(0, 3, "A")], [(0, 7, "B")]) == ["both"]
    assert kinds([(0, 3, "A")], []) == ["alone"]
    assert kinds([(0, 3, "A")], [(4, 7, "A")]) == ["alone", "alone"]


def test_equal_extents_stand_for_each_other_before_others_that_touch() -> None:
    work, _, found = matched([(0, 11, "A")], [(0, 3, "A"), (0, 11, "B")])
    ends = work.work.marks.end

    [both, alone] = sorted(found.kind.tolist())

    assert (KINDS[both], KINDS[alone]) == ("label", "alone")
    row = found.kind.tolist().index(both)
    assert ends[found.first[row]] == ends[found.second[row]] == 11


def test_fragments_make_another_extent() -> None:
    broken = [(0, 11, "A", [(0, 3), (8, 11)])]

    assert kinds(broken, broken) == ["same"]
    assert kinds(broken, [(0, 11, "A")]) == ["edges"]


def test_edges_are_measured_in_tokens_and_code_points() -> None:
    work, _, found = matched([(4, 11, "A")], [(0, 12, "A")])
    tokenizer = Tokenizer()
    tokenizer.add(TEXT)

    edges = edges_of(work.work, found, tokenizer.tokens())

    assert [column.tolist() for column in edges.characters] == [[-4], [1]]
    assert [column.tolist() for column in edges.tokens] == [[-1], [1]]


def test_an_edge_inside_a_token_is_no_token_away() -> None:
    work, _, found = matched([(4, 7, "A")], [(5, 6, "A")])
    tokenizer = Tokenizer()
    tokenizer.add(TEXT)

    edges = edges_of(work.work, found, tokenizer.tokens())

    assert [column.tolist() for column in edges.characters] == [[1], [-1]]
    assert [column.tolist() for column in edges.tokens] == [[0], [0]]


def counted(ana: Spans, ben: Spans) -> tuple[list[float], list[float]]:
    work, cells = work_of(Made("d", TEXT, {"ana": ana, "ben": ben}))
    joined, cut = one_against_several(work.work, cells, touching(work.work, cells))
    return joined.tolist(), cut.tolist()


def test_one_span_against_several_is_counted_for_both_sides() -> None:
    assert counted([(0, 11, "A")], [(0, 3, "A"), (8, 11, "A")]) == ([1, 0], [0, 1])
    assert counted([(0, 3, "A"), (8, 11, "A")], [(0, 11, "A")]) == ([0, 1], [1, 0])


def test_neither_other_labels_nor_equal_spans_are_cuts() -> None:
    assert counted([(0, 11, "A")], [(0, 3, "A"), (8, 11, "B")]) == ([0, 0], [0, 0])
    assert counted([(0, 11, "A")], [(0, 11, "A"), (8, 11, "A")]) == ([0, 0], [0, 0])


marks = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from(LABELS)).map(
        lambda one: (one[0], one[0] + one[1], one[2])
    ),
    max_size=8,
)
everybody = st.dictionaries(st.sampled_from(["ana", "ben", "eve"]), marks, min_size=2, max_size=3)


@given(st.lists(everybody, min_size=1, max_size=3))
def test_every_span_is_there_once_in_each_of_its_cells(documents: list[dict[str, Spans]]) -> None:
    made = [Made(str(at), TEXT, spans) for at, spans in enumerate(documents)]
    work, cells = work_of(*made)
    found = matches_of(work.work, cells, touching(work.work, cells))
    owner = work.work.marks.set

    for side, column in ((cells.first, found.first), (cells.second, found.second)):
        there = column != NOBODY
        assert (owner[column[there]] == side[found.cell[there]]).all()
        seen = sorted(zip(found.cell[there].tolist(), column[there].tolist(), strict=True))
        wanted = [
            (cell, span)
            for cell, number in enumerate(side.tolist())
            for span in np.flatnonzero(owner == number).tolist()
        ]
        assert seen == wanted
    assert (np.diff(found.cell) >= 0).all()
