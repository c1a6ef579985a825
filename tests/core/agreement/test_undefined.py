"""What cannot be measured is null and says why; questions about what is not there are refused in words."""

import pytest

from annotator.core.agreement.layers import chosen_layers
from annotator.core.agreement.question import Question
from annotator.core.errors import Refused
from annotator.core.scheme_reader import read_scheme
from tests.core.agreement.made import Made, measured

TEXT = "one two three"
SCHEME = read_scheme(
    {
        "layers": [
            {"name": "entity", "kind": "span", "labels": [{"name": "PER"}, {"name": "LOC"}]},
            {"name": "old", "kind": "span", "labels": [{"name": "X"}], "archived": True},
            {"name": "link", "kind": "relation", "labels": [{"name": "KNOWS"}]},
            {"name": "topic", "kind": "document", "labels": [{"name": "war"}]},
        ]
    }
)


def idle(number: int = 6) -> list[Made]:
    return [Made(f"d{at}", TEXT, {"ana": [], "ben": []}) for at in range(number)]


def test_nothing_marked_is_null_and_never_zero_or_one() -> None:
    report = measured(idle())

    for name, found in report["measures"].items():
        assert (found["value"], found["low"], found["high"]) == (None, None, None), name
        assert found["reason"].startswith("Undefined: "), name
    assert report["measures"]["exact_f1"]["reason"] == (
        "Undefined: nobody marked a span in the documents compared."
    )
    assert "raw agreement 100 %" in report["measures"]["token_alpha"]["reason"]
    assert report["labels"] == {}
    assert report["by_document"][0]["measures"]["exact_f1"] is None


def test_everything_marked_alike_is_one_for_spans_and_null_for_chance() -> None:
    made = [Made("d", TEXT, {"ana": [(0, 13, "A")], "ben": [(0, 13, "A")]})]
    measures = measured(made)["measures"]

    assert measures["exact_f1"]["value"] == 1.0
    assert {name for name, one in measures.items() if one["value"] is None} == {
        "token_alpha", "token_kappa", "char_alpha", "u_alpha", "u_alpha_binary", "cu_alpha",
    }  # fmt: skip


def test_labels_have_no_alpha_where_nobody_marked_the_same_text() -> None:
    made = [Made("d", TEXT, {"ana": [(0, 3, "A")], "ben": [(4, 7, "B")]})]
    found = measured(made)["measures"]["cu_alpha"]

    assert (found["value"], found["coverage"]) == (None, 0.0)
    assert found["reason"] == "Undefined: no text was marked by both annotators of a pair."


def test_too_few_shared_units_give_no_alpha_of_labels() -> None:
    made = [Made("d", TEXT, {"ana": [(0, 3, "A")], "ben": [(0, 3, "B")], "chloe": []})]
    found = measured(made)["measures"]["cu_alpha"]

    assert found["value"] is None
    assert found["reason"].startswith("Undefined: too little text was marked by two annotators")


def test_spans_between_tokens_touch_none() -> None:
    made = [Made("d", "one   two", {"ana": [(4, 5, "A")], "ben": [(0, 3, "A")]})]

    assert measured(made)["measures"]["token_kappa"]["value"] == 0.0


def test_texts_without_tokens_have_no_token_measures() -> None:
    made = [Made("d", "   \n ", {"ana": [(0, 1, "A")], "ben": []})]
    measures = measured(made)["measures"]

    assert measures["token_alpha"]["value"] is None
    assert measures["token_alpha"]["n"] == 0
    assert measures["char_alpha"]["value"] is not None


def test_ordered_labels_keep_their_order() -> None:
    chosen = {"ana": ["low"], "ben": ["high"]}
    made = [
        Made("d0", TEXT, chosen=chosen),
        Made("d1", TEXT, chosen={"ana": ["middle"], "ben": []}),
    ]

    found = measured(made, ("low", "middle", "high"), kind="document", ordered=True)

    assert found["confusion"]["labels"] == ["low", "middle", "high", "(no label)"]
    assert found["confusion"]["counts"][0] == [0, 0, 1, 0]
    assert list(found["labels"]) == ["low", "middle", "high"]


def test_unordered_layers_have_no_ordinal_alpha() -> None:
    made = [Made(f"d{at}", TEXT, chosen={"ana": ["A"], "ben": ["B"]}) for at in range(6)]
    found = measured(made, kind="document")["measures"]["alpha_ordinal"]

    assert (found["value"], found["n"]) == (None, 0)
    assert found["reason"] == "The labels of this layer are not marked as ordered."


def test_a_missing_label_is_a_value_but_has_no_rank() -> None:
    made = [Made(f"d{at}", TEXT, chosen={"ana": ["A"], "ben": ["B"]}) for at in range(6)]
    made.append(Made("e", TEXT, chosen={"ana": ["A"], "ben": []}))
    report = measured(made, kind="document", ordered=True)

    assert report["documents"] == 7
    assert report["measures"]["percent"]["n"] == 7
    assert report["measures"]["alpha_ordinal"]["n"] == 6
    assert "without a label, left out: 1" in report["measures"]["alpha_ordinal"]["method"]
    assert report["confusion"]["counts"] == [[0, 6, 0, 1], [0] * 4, [0] * 4, [0] * 4]
    assert report["confusion"]["labels"][-1] == "(no label)"


def test_several_labels_are_compared_by_masi() -> None:
    made = [
        Made("d", TEXT, chosen={"ana": ["A", "B"], "ben": ["A"]}),
        Made("e", TEXT, chosen={"ana": ["C"], "ben": ["C"]}),
    ]
    report = measured(made, kind="document", multiple=True)

    assert "MASI" in report["measures"]["alpha"]["method"]
    assert report["measures"]["percent"]["value"] == 0.5
    # Do = (1 - 1/3) / 2; De: each of the two other sets is wholly unlike C, twice, and they are 2/3 apart.
    assert report["measures"]["alpha"]["value"] == pytest.approx(
        1 - (2 / 3 / 2) / (2 * (2 + 2 + 2 / 3) / 12)
    )


def test_all_the_same_label_is_undefined_but_equal() -> None:
    made = [Made(f"d{at}", TEXT, chosen={"ana": ["A"], "ben": ["A"]}) for at in range(6)]
    measures = measured(made, kind="document")["measures"]

    assert measures["percent"]["value"] == 1.0
    assert measures["alpha"]["value"] is None
    assert measures["ac1"]["value"] is None
    assert "everybody gave the same answer" in measures["alpha"]["reason"]


@pytest.mark.parametrize(
    ("question", "field", "sentence"),
    [
        (Question(("emotion",)), "layer", "There is no layer emotion; there are: entity, link, topic."),
        (Question((), ("EVENT",)), "label", "There is no label EVENT; there are: KNOWS, LOC, PER, war."),
        (Question(("topic",), ("PER",)), "label", "There is no label PER; there are: war."),
    ],
)  # fmt: skip
def test_layers_and_labels_that_are_not_there_are_refused(
    question: Question, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        chosen_layers(SCHEME, question)

    assert str(refusal.value).startswith(sentence)
    assert list(refusal.value.errors) == [field]


def test_layers_are_all_current_ones_or_those_named() -> None:
    assert [one.name for one in chosen_layers(SCHEME, Question())] == ["entity", "link", "topic"]
    assert [one.name for one in chosen_layers(SCHEME, Question(("old",)))] == ["old"]
    assert [one.name for one in chosen_layers(SCHEME, Question((), ("war",)))] == ["topic"]


@pytest.mark.parametrize(
    ("done", "chosen", "sentence"),
    [
        (["ana", "ben"], ("zoe",), "zoe has finished no document here. Documents were finished by: ana, ben."),
        (["ana", "ben"], ("ana",), "Agreement needs two annotators at least. "),
        (["ana"], (), "Agreement needs two annotators at least. Documents were finished by: ana."),
        ([], (), "Agreement needs two annotators at least. Documents were finished by: nobody yet."),
    ],
)  # fmt: skip
def test_annotators_that_cannot_be_compared_are_refused(
    done: list[str], chosen: tuple[str, ...], sentence: str
) -> None:
    made = [Made("d", TEXT, {name: [] for name in done})]

    with pytest.raises(Refused) as refusal:
        measured(made, question=Question((), (), chosen))

    assert str(refusal.value).startswith(sentence)


def test_annotators_without_a_document_in_common_are_refused() -> None:
    made = [
        Made("d", TEXT, {"ana": []}),
        Made("e", TEXT, {"ben": []}),
        Made("f", TEXT, {"ben": []}),
    ]

    with pytest.raises(Refused, match=r"nothing to compare: ana finished 1; ben finished 2\."):
        measured(made)


def test_only_the_chosen_labels_and_annotators_are_compared() -> None:
    made = [
        Made("d", TEXT, {
            "ana": [(0, 3, "A"), (4, 7, "B")], "ben": [(0, 3, "A")], "chloe": [],
        }),
        Made("e", TEXT, {"ana": [], "chloe": []}),
    ]  # fmt: skip
    report = measured(made, question=Question((), ("A",), ("ana", "ben")))

    assert report["annotators"] == ["ana", "ben"]
    assert report["documents"] == 1
    assert report["measures"]["exact_f1"]["value"] == 1.0
    assert set(report["labels"]) == {"A"}
    assert report["left_out"] == [{"document": "e", "reason": "finished by ana only"}]
