"""What must not change a value, and what adding up must give."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.agreement.cells import cells_of
from annotator.core.agreement.layers import layer_work
from annotator.core.agreement.span_tables import span_counts
from annotator.core.agreement.tables import Table
from annotator.core.agreement.tokens import Tokenizer
from annotator.core.scheme import Label, Layer
from tests.core.agreement.made import LABELS, Made, content, corpora, measured, value

NEW_NAMES = {"ana": "zoe", "ben": "yan", "chloe": "xia", "dan": "wim"}


def figures(report: dict[str, Any]) -> dict[str, Any]:
    return {
        name: pytest.approx((one["value"], one["low"], one["high"], one["n"]), abs=1e-9)
        if one["low"] is not None
        else (one["value"] and pytest.approx(one["value"], abs=1e-9), one["n"], one["reason"])
        for name, one in report["measures"].items()
    }


def plain(report: dict[str, Any]) -> dict[str, Any]:
    return {
        name: (one["value"], one["low"], one["high"], one["n"])
        if one["low"] is not None
        else (one["value"], one["n"], one["reason"])
        for name, one in report["measures"].items()
    }


@settings(max_examples=40)
@given(corpora())
def test_renaming_annotators_changes_nothing(made: list[Made]) -> None:
    renamed = [
        Made(d.name, d.text, {NEW_NAMES[n]: own for n, own in d.spans.items()}) for d in made
    ]

    assert plain(measured(renamed)) == figures(measured(made))


@settings(max_examples=40)
@given(corpora(), st.randoms(use_true_random=False))
def test_order_of_documents_and_spans_changes_nothing(made: list[Made], random: Any) -> None:
    mixed = [
        Made(d.name, d.text, {n: random.sample(list(own), len(own)) for n, own in d.spans.items()})
        for d in random.sample(made, len(made))
    ]

    assert plain(measured(mixed)) == figures(measured(made))


def test_the_order_of_documents_draws_the_same_resamples() -> None:
    places = [[(0, 3, "A")], [(0, 3, "A"), (4, 7, "A")], [(0, 3, "B")], []]
    made = [
        Made(f"d{at}", "one two three", {"ana": places[0], "ben": places[at % 4]})
        for at in range(12)
    ]

    there, back = measured(made)["bootstrap"], measured(made[::-1])["bootstrap"]

    assert there["measures"].keys() == back["measures"].keys() != set()
    for name, one in there["measures"].items():
        assert back["measures"][name]["quantiles"] == pytest.approx(one["quantiles"])


@settings(max_examples=40)
@given(corpora())
def test_marking_the_same_span_twice_changes_nothing(made: list[Made]) -> None:
    doubled = [
        Made(d.name, d.text, {n: [*own, *own[:2]] for n, own in d.spans.items()}) for d in made
    ]

    assert plain(measured(doubled)) == figures(measured(made))


@settings(max_examples=40)
@given(corpora())
def test_unmarked_text_changes_neither_spans_nor_labels(made: list[Made]) -> None:
    longer = [Made(d.name, d.text + " and nothing more." * 9, d.spans) for d in made]

    short, long = measured(made), measured(longer)

    for name in ("exact_f1", "unlabelled_f1", "overlap_f1", "iou_f1", "cu_alpha"):
        assert plain(long)[name] == figures(short)[name]


@settings(max_examples=40)
@given(corpora())
def test_a_document_that_one_annotator_finished_changes_nothing(made: list[Made]) -> None:
    more = [*made, Made("alone", "Ana was here.", {"ana": [(0, 3, "A")]})]

    report = measured(more)

    assert plain(report) == figures(measured(made))
    assert {"document": "alone", "reason": "finished by ana only"} in report["left_out"]


def tables_of(made: list[Made], annotators: list[str]) -> tuple[dict[str, Table], Any]:
    found = content(made, LABELS, ())
    tokenizer = Tokenizer()
    for number in found.shared.documents:
        tokenizer.add(made[number].text)
    layer = Layer("layer", "span", tuple(Label(name, "") for name in LABELS))
    work = layer_work(found, layer, ()).work
    place = np.array([annotators.index(name) for name in found.shared.annotators])
    cells = cells_of(work.set_document, place[work.set_annotator], len(annotators))
    return span_counts(work, cells, tokenizer.tokens()).tables, cells


@settings(max_examples=40)
@given(corpora(), corpora())
def test_merging_corpora_equals_adding_up_their_tables(one: list[Made], other: list[Made]) -> None:
    other = [Made(f"e{at}", d.text, d.spans) for at, d in enumerate(other)]
    everybody = ["ana", "ben", "chloe", "dan"]

    parts = [tables_of(made, everybody) for made in (one, other)]
    merged, cells = tables_of([*one, *other], everybody)

    for name, table in merged.items():
        for total in ("n", "agree", "own"):
            by_weight = [float(getattr(found[name], total) @ own.weight) for found, own in parts]
            assert float(getattr(table, total) @ cells.weight) == pytest.approx(sum(by_weight))


def test_a_document_done_without_a_span_is_data() -> None:
    ana = {"ana": [(0, 3, "A")]}
    absent = [Made("d", "one two", ana | {"ben": [(0, 3, "A")]}), Made("e", "one two", ana)]
    idle = [absent[0], Made("e", "one two", ana | {"ben": []})]

    assert value(measured(absent), "exact_f1") == 1.0
    assert value(measured(idle), "exact_f1") == pytest.approx(2 / 3)
