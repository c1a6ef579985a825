"""Attributes given the same span, tuples of label and roles, and relations: worked out by hand."""

from typing import Any

import numpy as np
import pytest

from annotator.core.agreement.context import Context
from annotator.core.agreement.extras import Extras, Link, Value
from annotator.core.agreement.layer_counts import count_layer
from annotator.core.agreement.layers import Content, SpanColumns, layer_work
from annotator.core.agreement.report import layer_report
from annotator.core.agreement.selection import Roll, shared_work
from annotator.core.agreement.tokens import Tokenizer
from annotator.core.agreement.work import Pieces
from annotator.core.scheme import Attribute, Label, Layer, Role

TEXT = "Ana says that Ben likes war. Chloe hates it."
NAMES = {
    0: ("stance", "FAVOR"), 1: ("stance", "AGAINST"), 2: ("entity", "PER"), 3: ("entity", "ORG"),
    4: ("stance", "holder"), 5: ("stance", "target"), 6: ("link", "SUPPORTS"), 7: ("link", "REFUTES"),
}  # fmt: skip
STANCE = Layer(
    "stance",
    "span",
    (Label("FAVOR", ""), Label("AGAINST", "")),
    attributes=(
        Attribute("strength", "number"),
        Attribute("note", "text", counts_in_agreement=False),
    ),
    roles=(Role("holder"), Role("target")),
)
LINK = Layer("link", "relation", (Label("SUPPORTS", ""), Label("REFUTES", "")))
ANA, BEN = 0, 1
Fragments = tuple[tuple[int, int, int], ...]


def content(
    spans: list[tuple[int, ...]],
    extras: Extras,
    documents: int = 1,
    people: tuple[str, ...] = ("ana", "ben"),
    fragments: Fragments = (),
) -> Content:
    """Spans are (set, name, start, end), fragments (span, start, end); all the people finished every document."""
    roll = Roll(
        [f"d{at}" for at in range(documents)],
        [(at, name) for at in range(documents) for name in people],
    )
    columns = np.array(spans, np.int64).reshape(-1, 4).T
    lengths = np.full(documents, len(TEXT))
    pieces = Pieces(*np.array(fragments, np.int64).reshape(-1, 3).T)
    return Content(shared_work(roll, ()), lengths, NAMES, SpanColumns(*columns, pieces), (), extras)


def stances(
    spans: list[tuple[int, ...]],
    *links: Link,
    values: tuple[Value, ...] = (),
    people: tuple[str, ...] = ("ana", "ben"),
    fragments: Fragments = (),
) -> Any:
    found = content(spans, Extras(values, links), people=people, fragments=fragments)
    tokenizer = Tokenizer()
    tokenizer.add(TEXT)
    counted = count_layer(layer_work(found, STANCE, ()), tokenizer.tokens())
    return layer_report(found.shared, counted, Context())


def tuples(
    spans: list[tuple[int, ...]], *links: Link, fragments: Fragments = ()
) -> dict[str, float | None]:
    found = stances(spans, *links, fragments=fragments)["tuples"]
    roles = {name: one["value"] for name, one in found.pop("roles").items()}
    return {name: one["value"] for name, one in found.items()} | roles


def test_equal_tuples_agree_in_everything() -> None:
    spans = [(ANA, 0, 18, 27), (ANA, 2, 14, 17), (BEN, 0, 18, 27), (BEN, 2, 14, 17)]
    links = (
        Link(ANA, 4, 0, 1, ""), Link(BEN, 4, 2, 3, ""),
        Link(ANA, 5, 0, -1, "war"), Link(BEN, 5, 2, -1, "war"),
    )  # fmt: skip

    assert set(tuples(spans, *links).values()) == {1.0}


def test_each_part_is_counted_and_the_whole_gets_partial_credit() -> None:
    """Same label and target; holders differ (a span and a value): two of three parts agree."""
    spans = [(ANA, 0, 18, 27), (ANA, 2, 14, 17), (BEN, 0, 18, 23)]
    links = (
        Link(ANA, 4, 0, 1, ""), Link(BEN, 4, 2, -1, "author"),
        Link(ANA, 5, 0, -1, "war"), Link(BEN, 5, 2, -1, "war"),
    )  # fmt: skip

    found = tuples(spans, *links)

    assert found == {
        "matched": 1.0, "label": 1.0, "holder": 0.0, "target": 1.0, "whole": 0.0,
        "in_part": pytest.approx(2 / 3),
    }  # fmt: skip


def test_holders_agree_when_their_spans_share_a_code_point() -> None:
    spans = [(ANA, 0, 18, 27), (ANA, 2, 14, 17), (BEN, 1, 18, 27), (BEN, 2, 12, 16)]
    found = tuples(spans, Link(ANA, 4, 0, 1, ""), Link(BEN, 4, 2, 3, ""))

    assert (found["holder"], found["label"], found["target"]) == (1.0, 0.0, None)
    assert found["in_part"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(("name", "start", "end"), [(3, 14, 17), (2, 29, 34)])
def test_holders_of_other_labels_or_places_disagree(name: int, start: int, end: int) -> None:
    spans = [(ANA, 0, 18, 27), (ANA, 2, 14, 17), (BEN, 0, 18, 27), (BEN, name, start, end)]

    assert tuples(spans, Link(ANA, 4, 0, 1, ""), Link(BEN, 4, 2, 3, ""))["holder"] == 0.0


@pytest.mark.parametrize(("start", "end", "holder"), [(4, 13, 0.0), (4, 15, 1.0)])
def test_a_holder_stands_on_its_fragments_only(start: int, end: int, holder: float) -> None:
    spans = [(ANA, 0, 18, 27), (ANA, 2, 0, 17), (BEN, 0, 18, 27), (BEN, 2, start, end)]
    links = Link(ANA, 4, 0, 1, ""), Link(BEN, 4, 2, 3, "")

    assert tuples(spans, *links, fragments=((1, 0, 3), (1, 14, 17)))["holder"] == holder


def test_several_fillers_are_matched_one_to_one() -> None:
    """Ana has one long target, Ben two inside it: one of the three can be matched twice only once."""
    spans = [
        (ANA, 0, 18, 27), (ANA, 2, 0, 40), (BEN, 0, 18, 27), (BEN, 2, 0, 3), (BEN, 2, 29, 34),
    ]  # fmt: skip
    links = (Link(ANA, 5, 0, 1, ""), Link(BEN, 5, 2, 3, ""), Link(BEN, 5, 2, 4, ""))

    assert tuples(spans, *links)["target"] == pytest.approx(2 / 3)


def test_spans_without_a_counterpart_count_in_the_whole_only() -> None:
    spans = [(ANA, 0, 18, 27), (BEN, 0, 18, 27), (ANA, 1, 29, 34)]
    found = tuples(spans, Link(ANA, 4, 0, -1, "author"), Link(BEN, 4, 1, -1, "author"))

    assert found["holder"] == found["label"] == 1.0
    assert found["matched"] == found["whole"] == found["in_part"] == pytest.approx(2 / 3)


def test_attributes_are_compared_on_equal_spans() -> None:
    """Three equal spans: 2 and 2, 1 and unset, unset and unset; one span that only overlaps is left aside."""
    places = [(0, 3), (14, 17), (18, 27)]
    spans = [(who, 0, *place) for who in (ANA, BEN) for place in places]
    spans += [(ANA, 0, 29, 34), (BEN, 0, 29, 35)]
    values = (
        Value(0, "strength", "2"), Value(3, "strength", "2"), Value(1, "strength", "1"),
        Value(6, "strength", "5"), Value(7, "strength", "4"), Value(0, "note", "x"),
    )  # fmt: skip

    found = stances(spans, values=values)["attributes"]

    assert set(found) == {"strength"}
    assert found["strength"]["percent"]["value"] == pytest.approx(2 / 3)
    assert found["strength"]["percent"]["n"] == 3
    # Values: 2 twice, 1 once, unset three times, out of six. De = (36 - 14) / (36 - 6), Do = 1 / 3.
    assert found["strength"]["alpha"]["value"] == pytest.approx(1 - (1 / 3) / ((36 - 14) / 30))


def test_somebody_who_did_not_mark_the_spans_changes_nothing_about_their_attributes() -> None:
    spans = [(who, 0, *place) for who in (ANA, BEN) for place in ((0, 3), (14, 17))]
    values = tuple(Value(at, "strength", text) for at, text in enumerate("1121"))

    two, three = (
        stances(spans, values=values, people=people)["attributes"]["strength"]["alpha"]
        for people in (("ana", "ben"), ("ana", "ben", "chloe"))
    )

    assert (three["value"], three["n"]) == (pytest.approx(two["value"]), two["n"])
    # Values: 1 three times, 2 once; one of two pairs agrees. De = (16 - 10) / 12.
    assert two["value"] == pytest.approx(1 - (1 / 2) / (6 / 12))


def relations(
    spans: list[tuple[int, ...]], *links: Link, fragments: Fragments = ()
) -> dict[str, Any]:
    report = relation_report(spans, *links, fragments=fragments)
    return {name: one["value"] for name, one in report["measures"].items()}


def relation_report(
    spans: list[tuple[int, ...]], *links: Link, fragments: Fragments = ()
) -> dict[str, Any]:
    found = content(spans, Extras((), links), fragments=fragments)
    counted = count_layer(layer_work(found, LINK, ()))
    report = layer_report(found.shared, counted, Context())
    assert [(one["a"], one["b"]) for one in report["pairs"]] == [("ana", "ben")]
    return report


@pytest.mark.parametrize(("start", "end", "touching"), [(4, 13, 0.0), (4, 15, 1.0)])
def test_the_end_of_a_relation_stands_on_its_fragments_only(
    start: int, end: int, touching: float
) -> None:
    spans = [(ANA, 0, 0, 17), (ANA, 1, 18, 27), (BEN, 0, start, end), (BEN, 1, 18, 27)]
    links = Link(ANA, 6, 0, 1, ""), Link(BEN, 6, 2, 3, "")

    found = relations(spans, *links, fragments=((0, 0, 3), (0, 14, 17)))

    assert (found["touching_f1"], found["relation_f1"]) == (touching, 0.0)


def test_relations_are_compared_by_ends_and_label() -> None:
    """One equal relation, one of other labels, and one of Ben's whose head lies a little further left."""
    spans = [
        (ANA, 0, 0, 8),
        (ANA, 1, 18, 27),
        (ANA, 2, 29, 34),
        (BEN, 0, 0, 8),
        (BEN, 1, 18, 27),
        (BEN, 2, 29, 34),
        (BEN, 2, 28, 33),
    ]
    links = [
        Link(ANA, 6, 0, 1, ""), Link(ANA, 6, 1, 2, ""), Link(ANA, 7, 2, 0, ""),
        Link(BEN, 6, 3, 4, ""), Link(BEN, 7, 4, 5, ""), Link(BEN, 7, 6, 3, ""),
    ]  # fmt: skip

    found = relations(spans, *links, links[0])

    assert found["relation_f1"] == pytest.approx(2 / 6)
    assert found["ends_f1"] == pytest.approx(4 / 6)
    assert found["touching_f1"] == pytest.approx(4 / 6)
    # Labels where both ends are equal: S and S, S and R.
    assert found["label_alpha"] == pytest.approx(1 - (1 / 2) / ((16 - 10) / 12))


def test_relations_have_labels_a_confusion_table_and_documents() -> None:
    """One equal relation, one of another label, one of Ana's alone."""
    spans = [(who, *span) for who in (ANA, BEN) for span in ((0, 0, 8), (1, 18, 27), (2, 29, 34))]
    links = [
        Link(ANA, 6, 0, 1, ""), Link(ANA, 6, 1, 2, ""), Link(ANA, 7, 2, 0, ""),
        Link(BEN, 6, 3, 4, ""), Link(BEN, 7, 4, 5, ""),
    ]  # fmt: skip

    found = relation_report(spans, *links)

    assert found["confusion"] == {
        "labels": ["REFUTES", "SUPPORTS", "(no relation)"],
        "counts": [[0, 0, 1], [1, 1, 0], [0, 0, 0]],
    }
    assert {name: one["relation_f1"]["value"] for name, one in found["labels"].items()} == {
        "REFUTES": 0.0,
        "SUPPORTS": pytest.approx(2 / 3),
    }
    assert [one["relation_f1"]["n"] for one in found["labels"].values()] == [2, 3]
    assert found["by_document"][0]["measures"]["relation_f1"] == pytest.approx(2 / 5)
    assert found["pairs"][0]["documents"] == 1
    assert found["measures"]["label_alpha"]["n"] == 2


def test_relations_that_nobody_made_are_null() -> None:
    assert set(relations([(ANA, 0, 0, 8)]).values()) == {None}
