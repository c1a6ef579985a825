from uuid import uuid4

import pytest

from annotator.core.errors import Refused
from annotator.core.policy import Policy, choose, prepare, read_policy
from annotator.core.records import AnnotationRecord, DocumentRecord, Relation
from annotator.core.report import ExportOptions
from annotator.core.scheme_reader import read_scheme
from annotator.core.spans import Span

SCHEME = read_scheme(
    {
        "layers": [
            {"name": "entity", "kind": "span", "labels": [{"name": "PER"}]},
            {
                "name": "stance",
                "kind": "span",
                "labels": [{"name": "FAVOR"}],
                "roles": [{"name": "holder", "layers": ["entity"], "implied": ["author"]}],
            },
            {"name": "mood", "kind": "document", "labels": [{"name": "good"}, {"name": "bad"}]},
        ]
    }
)
LABELLED = read_scheme(
    {
        "layers": [
            {"name": "entity", "kind": "span", "labels": [{"name": "PER"}, {"name": "LOC"}]},
            {"name": "knows", "kind": "relation", "labels": [{"name": "KNOWS"}]},
            {"name": "topic", "kind": "document", "labels": [{"name": "war"}, {"name": "peace"}]},
        ]
    }
)


def work(name: str, *starts: int, status: str = "done", kind: str = "work") -> AnnotationRecord:
    spans = tuple(Span(uuid4(), start, start + 1, "entity", "PER") for start in starts)
    return AnnotationRecord(name, kind=kind, status=status, spans=spans)


def document(*sets: AnnotationRecord) -> DocumentRecord:
    return DocumentRecord("d1", "abcdefgh", annotations=sets)


def chosen(text: str, *sets: AnnotationRecord, status: str = "done") -> list[str]:
    choice = choose(document(*sets), read_policy(text), status, SCHEME)
    return [one.annotator for one in choice.chosen]


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("", Policy()),
        ("gold", Policy("gold")),
        ("majority", Policy("majority")),
        ("majority:3", Policy("majority", votes=3)),
        ("union", Policy("union")),
        ("all", Policy("all")),
        ("ana", Policy("annotator", annotator="ana")),
        ("team:ana", Policy("annotator", annotator="team:ana")),
    ],
)
def test_policy_is_read_as_people_write_it(text: str, policy: Policy) -> None:
    assert read_policy(text) == policy


@pytest.mark.parametrize("text", ["majority:", "majority:0", "majority:x", "majority:-1"])
def test_majority_without_a_number_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="majority:2"):
        read_policy(text)


def test_default_takes_gold_where_there_is_gold() -> None:
    assert chosen("", work("ana"), work("ben"), work("cur", kind="gold")) == ["cur"]


def test_default_takes_the_one_annotator_who_finished() -> None:
    assert chosen("", work("ana"), work("ben", status="in_progress")) == ["ana"]


def test_default_refuses_several_people_and_names_the_choices() -> None:
    with pytest.raises(Refused, match=r"d1 .*ana, ben.*gold, majority, majority:K, union, all"):
        chosen("", work("ben"), work("ana"))


def test_unfinished_work_is_missing_unless_asked_for() -> None:
    assert chosen("ana", work("ana", status="in_progress")) == []
    assert chosen("ana", work("ana", status="in_progress"), status="any") == ["ana"]


def test_gold_leaves_documents_without_gold_out() -> None:
    assert chosen("gold", work("ana")) == []


def test_suggestions_are_never_chosen_for_people() -> None:
    assert chosen("", work("model", kind="suggestion")) == []
    assert chosen("model", work("model", kind="suggestion")) == []


@pytest.mark.parametrize(
    ("policy", "starts", "disputed"),
    [
        ("majority", [0, 1], [2]),
        ("majority:3", [0], [1, 2]),
        ("majority:1", [0, 1, 2], []),
        ("union", [0, 1, 2], []),
    ],
)
def test_majority_counts_those_who_finished(
    policy: str, starts: list[int], disputed: list[int]
) -> None:
    one = document(
        work("a", 0, 1, 2), work("b", 0, 1), work("c", 0), work("d", 3, status="skipped")
    )
    choice = choose(one, read_policy(policy), "done", SCHEME)
    (record,) = choice.chosen
    assert [span.start for span in record.spans] == starts
    assert [span.start for span in choice.disputed] == disputed


def test_majority_of_two_needs_both() -> None:
    choice = choose(document(work("a", 0, 1), work("b", 0)), Policy("majority"), "done", SCHEME)
    assert [span.start for span in choice.chosen[0].spans] == [0]


def test_majority_and_union_of_nobody_choose_nothing() -> None:
    assert chosen("majority", work("cur", kind="gold")) == []
    assert chosen("union") == []


def test_a_majority_of_more_than_have_finished_decides_nothing() -> None:
    assert chosen("majority:3", work("a", 0), work("b", 0), work("c", 0, status="assigned")) == []


def test_several_gold_sets_are_refused() -> None:
    with pytest.raises(Refused, match="several gold sets"):
        chosen("gold", work("cur", kind="gold"), work("dan", kind="gold"))


def test_all_keeps_everybody() -> None:
    sets = (work("ben"), work("ana"), work("cur", kind="gold"), work("m", kind="suggestion"))
    assert chosen("all", *sets) == ["ben", "ana", "cur", "m"]


def test_prepare_leaves_out_documents_that_nobody_finished() -> None:
    documents = [document(work("ana", status="assigned")), document(work("ana", 1)), document()]
    options = ExportOptions(format="jsonl")
    assert len(list(prepare(documents, options, SCHEME))) == 1


def test_prepare_brings_every_document_under_all() -> None:
    options = ExportOptions(format="jsonl", annotations="all")
    documents = [document(), document(work("ana", status="assigned")), document(work("ana"))]
    assert [len(one.chosen) for one in prepare(documents, options, SCHEME)] == [0, 0, 1]


def test_prepare_cuts_down_to_the_layers_asked_for() -> None:
    person = Span(uuid4(), 0, 1, "entity", "PER")
    stance = Span(uuid4(), 1, 2, "stance", "FAVOR")
    one = AnnotationRecord(
        "ana",
        spans=(person, stance),
        relations=(
            Relation(uuid4(), "holder", stance.id, person.id),
            Relation(uuid4(), "holder", stance.id, None, "author"),
        ),
        labels={"mood": ("good",)},
    )
    options = ExportOptions(format="jsonl", layers=("stance",))
    (prepared,) = prepare([document(one)], options, SCHEME)
    (record,) = prepared.chosen
    assert record.spans == (stance,)
    assert [relation.value for relation in record.relations] == ["author"]
    assert record.labels == {}


def test_prepare_refuses_a_layer_that_does_not_exist() -> None:
    with pytest.raises(Refused, match="entity, stance, mood"):
        list(prepare([], ExportOptions(format="jsonl", layers=("entities",)), SCHEME))


def test_only_the_labels_asked_for_are_taken() -> None:
    spans = tuple(
        Span(uuid4(), at, at + 1, "entity", name) for at, name in enumerate(("PER", "LOC", "PER"))
    )
    first, second, third = spans
    relations = (
        Relation(uuid4(), "KNOWS", first.id, third.id),
        Relation(uuid4(), "KNOWS", first.id, second.id),
    )
    one = AnnotationRecord(
        "ana", spans=spans, relations=relations, labels={"topic": ("war", "peace")}
    )
    record = DocumentRecord("d", "abc", {}, (one,))

    def taken(*labels: str) -> AnnotationRecord:
        options = ExportOptions(format="jsonl", labels=labels)
        (found,) = prepare([record], options, LABELLED)
        return found.chosen[0]

    assert taken("entity/PER").spans == (first, third)
    assert taken("PER").relations == relations[:1]
    assert taken("PER").labels == {"topic": ()}
    assert taken("war", "LOC").labels == {"topic": ("war",)}
    assert taken("war", "LOC").spans == (second,)
    with pytest.raises(Refused, match="There is no label topic/PER; there are: entity/PER"):
        taken("topic/PER")
