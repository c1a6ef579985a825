"""The measures of span layers against their definitions worked out the slow way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.agreement import naive
from tests.core.agreement.made import LABELS, Made, corpora, measured, value

WORDS = r"\w+|[^\w\s]"
DEFINITIONS = {
    "exact_f1": lambda made: naive.f1(made, naive.equal_spans),
    "unlabelled_f1": lambda made: naive.f1(made, naive.equal_spans, places=True),
    "overlap_f1": lambda made: naive.f1(made, naive.matched),
    "iou_f1": lambda made: naive.f1(made, naive.shared_length),
    "token_alpha": lambda made: naive.positions_alpha(made, WORDS),
    "token_kappa": naive.token_kappa,
    "char_alpha": lambda made: naive.positions_alpha(made, r"(?s:.)"),
    "u_alpha": lambda made: naive.unitizing(made, "all"),
    "u_alpha_binary": lambda made: naive.unitizing(made, "binary"),
    "cu_alpha": lambda made: naive.unitizing(made, "labels"),
}


def close(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return found == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=60)
@given(corpora())
def test_values_are_those_of_the_definitions(made: list[Made]) -> None:
    report = measured(made)

    wanted = {name: define(made) for name, define in DEFINITIONS.items()}

    differing = {
        n: (value(report, n), x) for n, x in wanted.items() if not close(value(report, n), x)
    }
    assert differing == {}


@settings(max_examples=40)
@given(corpora(most=3))
def test_values_of_one_document_pair_and_label_are_those_of_their_work_alone(
    made: list[Made],
) -> None:
    report = measured(made)

    for one in report["by_document"]:
        own = [document for document in made if document.name == one["document"]]
        alone = measured(own)
        assert all(close(x, value(alone, name)) for name, x in one["measures"].items())
    for pair in report["pairs"]:
        both = (pair["a"], pair["b"])
        own = [
            Made(d.name, d.text, {n: s for n, s in d.spans.items() if n in both})
            for d in made
            if set(both) <= set(d.done)
        ]
        alone = measured(own)
        assert pair["documents"] == len(own)
        assert {n: (m["value"], m["low"], m["n"]) for n, m in pair["measures"].items()} == {
            n: (m["value"], m["low"], m["n"]) for n, m in alone["measures"].items()
        }


@settings(max_examples=40)
@given(corpora(most=3))
def test_values_of_a_label_are_those_of_its_spans_alone(made: list[Made]) -> None:
    report = measured(made)

    for label, measures in report["labels"].items():
        only = [
            Made(
                d.name, d.text, {n: [s for s in own if s[2] == label] for n, own in d.spans.items()}
            )
            for d in made
        ]
        alone = measured(only)
        assert all(close(m["value"], value(alone, name)) for name, m in measures.items())
        assert all(close(m["low"], alone["measures"][n]["low"]) for n, m in measures.items())
    assert set(report["labels"]) == {
        s[2] for d in naive.common(made) for own in d.spans.values() for s in own
    }


@given(corpora(annotators=2), st.integers(0, 2))
def test_confusion_counts_every_span_once(made: list[Made], at: int) -> None:
    report = measured(made)
    table = report["confusion"]["counts"]
    label = LABELS[at]

    assert report["confusion"]["labels"] == [*LABELS, "(no span)"]
    first, second = report["annotators"]
    shared = naive.common(made)
    by_label = [
        sum(1 for d in shared for s in naive.unique(d.spans[name]) if s[2] == label)
        for name in (first, second)
    ]
    assert [sum(table[at]), sum(row[at] for row in table)] == by_label
    assert table[-1][-1] == 0


def test_confusion_pairs_equal_places_before_overlaps() -> None:
    made = [
        Made("d", "x" * 30, {
            "ana": [(0, 10, "A"), (12, 20, "B"), (22, 24, "C")],
            "ben": [(0, 10, "B"), (0, 11, "A"), (12, 20, "B")],
        })
    ]  # fmt: skip

    assert measured(made)["confusion"]["counts"] == [
        [0, 1, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 1],
        [1, 0, 0, 0],
    ]


def test_one_span_cannot_match_two() -> None:
    made = [Made("d", "x" * 30, {"ana": [(0, 30, "A")], "ben": [(0, 5, "A"), (6, 30, "A")]})]
    report = measured(made)

    assert value(report, "overlap_f1") == pytest.approx(2 / 3)
    assert value(report, "iou_f1") == pytest.approx(2 * (24 / 30) / 3)


def test_most_matches_may_part_equal_spans() -> None:
    # The spans 0-10 are equal, yet each can take another partner: two matches instead of one.
    made = [
        Made(
            "d", "x" * 20, {"ana": [(0, 10, "A"), (9, 12, "A")], "ben": [(0, 10, "A"), (0, 2, "A")]}
        )
    ]

    assert value(measured(made), "overlap_f1") == 1.0
    assert value(measured(made), "exact_f1") == 0.5


def test_fragments_count_as_the_measure_says() -> None:
    made = [
        Made("d", "ab cd ef", {
            "ana": [(0, 8, "A", ((0, 2), (6, 8)))],
            "ben": [(0, 8, "A")],
        })
    ]  # fmt: skip
    report = measured(made)

    assert value(report, "exact_f1") == 0.0
    assert value(report, "unlabelled_f1") == 0.0
    assert value(report, "overlap_f1") == 1.0
    assert value(report, "iou_f1") == 0.5
    assert "first to last fragment: 1" in report["measures"]["u_alpha"]["method"]
    [told] = report["not_taken"]
    assert (told["count"], told["measures"]) == (1, ["u_alpha", "u_alpha_binary", "cu_alpha"])
    assert "discontinuous" in told["words"]


def test_overlapping_units_are_counted_and_named() -> None:
    made = [Made("d", "x" * 30, {"ana": [(0, 9, "A"), (3, 5, "B")], "ben": [(0, 9, "A")]})]
    measures = measured(made)["measures"]

    assert "left out: 1" in measures["u_alpha"]["method"]
    assert measures["u_alpha"]["n"] == 2
    assert measures["exact_f1"]["n"] == 3
    assert "left out" not in measures["char_alpha"]["method"]


def test_coverage_is_the_share_of_marked_text_that_both_marked() -> None:
    made = [Made("d", "x" * 30, {"ana": [(0, 10, "A")], "ben": [(5, 10, "B"), (20, 25, "A")]})]

    assert measured(made)["measures"]["cu_alpha"]["coverage"] == pytest.approx(10 / 20)
