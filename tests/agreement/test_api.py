"""Agreement over the API and by command: the same numbers for those who may see others, words for everybody else."""

from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from annotator.core.agreement.catalog import LABEL_MEASURES, SPAN_MEASURES
from annotator.core.records import AnnotationRecord
from annotator.projects.operations import change_project
from tests.agreement.conftest import Demo
from tests.seeds.demo import ANNOTATORS, DOCUMENTS

PROBLEM = "application/problem+json"
QUESTIONS = [
    ("", ()),
    ("?layer=entity", ("--layer", "entity")),
    ("?layer=entity&layer=stance&tokenizer=ws", ("--layer", "entity", "--layer", "stance", "--tokenizer", "ws")),
    ("?label=PER,ORG", ("--label", "PER", "--label", "ORG")),
    ("?annotators=ana,chloe", ("--annotators", "ana,chloe")),
    ("?layer=topic&annotators=ben&annotators=ana", ("--layer", "topic", "--annotators", "ben,ana")),
]  # fmt: skip


@pytest.mark.parametrize(("query", "words"), QUESTIONS)
def test_the_command_and_the_api_give_the_same_numbers(
    demo: Demo, query: str, words: tuple[str, ...]
) -> None:
    answer = demo.ask(query)

    assert answer.status_code == 200
    assert answer.json == demo.command(*words)


def test_an_exported_file_gives_the_numbers_of_the_project(demo: Demo, tmp_path: Path) -> None:
    demo.shell.ok(
        "export", "demo", "--output", tmp_path / "out", "--format", "jsonl", "--annotations", "all"
    )
    stored = demo.command()

    read = demo.shell.json("agreement", "--file", tmp_path / "out" / "data.jsonl")

    # A file does not say what its layers of relations are called, nor in which order layers are.
    [relations] = stored["relations"]
    assert read["relations"] == [relations | {"layer": "relation"}]
    assert sorted(read["layers"], key=itemgetter("kind", "layer")) == sorted(
        stored["layers"], key=itemgetter("kind", "layer")
    )


def test_the_answer_has_the_agreed_shape(demo: Demo) -> None:
    layers = {layer["layer"]: layer for layer in demo.ask().json["layers"]}

    assert {name: layer["kind"] for name, layer in layers.items()} == {
        "entity": "span", "claim": "span", "stance": "span", "topic": "document",
    }  # fmt: skip
    names = {
        "layer", "kind", "documents", "annotators", "left_out", "measures", "pairs", "labels",
        "confusion", "by_document", "bootstrap",
    }  # fmt: skip
    for layer in layers.values():
        more = {"not_taken", "attributes", "tuples"} if layer["kind"] == "span" else {"beside"}
        assert set(layer) == names | more
        assert (layer["documents"], layer["annotators"]) == (len(DOCUMENTS), ANNOTATORS)
        assert [(p["a"], p["b"]) for p in layer["pairs"]] == [
            ("ana", "ben"), ("ana", "chloe"), ("ben", "chloe"),
        ]  # fmt: skip
        assert [one["document"] for one in layer["by_document"]] == [d["id"] for d in DOCUMENTS]
        for figure in figures(layer):
            assert_figure(figure)
    assert set(layers["entity"]["measures"]) == set(SPAN_MEASURES)
    assert set(layers["entity"]["labels"]) == {"PER", "ORG", "LOC", "MISC"}
    assert set(layers["entity"]["labels"]["PER"]) == set(LABEL_MEASURES)
    assert set(layers["topic"]["measures"]) == {"alpha", "alpha_ordinal", "ac1", "percent"}


def figures(layer: dict[str, Any]) -> list[dict[str, Any]]:
    groups = [layer["measures"], *layer["labels"].values()]
    groups += [pair["measures"] for pair in layer["pairs"]]
    return [{"name": name, **one} for group in groups for name, one in group.items()]


def assert_figure(figure: dict[str, Any]) -> None:
    extra = {"coverage"} if figure["name"] == "cu_alpha" else set()
    known = {"name", "value", "low", "high", "method", "n", "reason"} | extra
    assert set(figure) - {"more_documents"} == known
    if figure["value"] is None or figure["low"] is None:
        assert figure["reason"]
    else:
        assert figure["reason"] is None
        assert figure["low"] <= figure["value"] <= figure["high"] <= 1


def test_resamples_tell_how_values_are_distributed(demo: Demo) -> None:
    [before] = demo.ask("?layer=entity").json["layers"]
    with demo.app.app_context():
        change_project(demo.project_id, {"settings": {"agreement_threshold": 0.8}})
    [layer] = demo.ask("?layer=entity").json["layers"]
    found = layer["bootstrap"]

    assert before["bootstrap"]["threshold"] is None
    assert before["bootstrap"]["measures"]["exact_f1"]["below"] is None
    assert (found["resamples"], found["threshold"], found["reason"]) == (1000, 0.8, None)
    assert set(found["measures"]) == set(SPAN_MEASURES)
    for name, one in found["measures"].items():
        value = layer["measures"][name]["value"]
        assert one["quantiles"][0] <= one["low"] <= value <= one["high"] <= one["quantiles"][100]
        assert one["quantiles"] == sorted(one["quantiles"])
        share = sum(x < 0.8 for x in one["quantiles"]) / 101
        assert one["below"] == pytest.approx(share, abs=0.02)
        assert isinstance(layer["measures"][name]["more_documents"], int)


def test_fewer_than_five_documents_are_not_resampled(demo: Demo) -> None:
    demo.store("new", "Rutte.", AnnotationRecord("zoe"), AnnotationRecord("yan"))

    [layer] = demo.ask("?layer=entity&annotators=yan,zoe").json["layers"]

    assert layer["bootstrap"]["measures"] == {}
    assert layer["bootstrap"]["reason"] == "Fewer than 5 documents are shared."
    assert layer["measures"]["exact_f1"]["more_documents"] is None


def test_values_of_the_seeds_are_those_counted_by_hand(demo: Demo) -> None:
    [layer] = demo.command("--layer", "entity")["layers"]
    tp = spans = 0
    for document in DOCUMENTS:
        ana, ben = (
            {
                (s["start"], s["end"], s["label"])
                for work in document["annotations"]
                if work["annotator"] == name
                for s in work["spans"]
                if s["layer"] == "entity"
            }
            for name in ("ana", "ben")
        )
        tp += len(ana & ben)
        spans += len(ana) + len(ben)

    [pair] = [p for p in layer["pairs"] if (p["a"], p["b"]) == ("ana", "ben")]

    assert pair["measures"]["exact_f1"]["value"] == pytest.approx(2 * tp / spans)
    assert pair["measures"]["exact_f1"]["n"] == spans


@pytest.mark.parametrize("role", ["annotator", "stranger"])
def test_those_who_may_not_see_others_are_told_nothing(demo: Demo, role: str) -> None:
    answer = demo.ask(role=role)

    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)
    assert "ana" not in answer.text.replace("manager", "")


@pytest.mark.parametrize("role", ["manager", "curator", "reader"])
def test_those_who_may_see_others_are_answered(demo: Demo, role: str) -> None:
    assert demo.ask("?layer=entity", role).status_code == 200


REFUSALS = [
    ("?layer=emotion", ("--layer", "emotion"), "There is no layer emotion; there are: "),
    ("?label=EVENT", ("--label", "EVENT"), "There is no label EVENT; there are: "),
    ("?annotators=ana,zoe", ("--annotators", "ana,zoe"), "zoe has finished no document here."),
    ("?annotators=ana", ("--annotators", "ana"), "Agreement needs two annotators at least."),
]  # fmt: skip


@pytest.mark.parametrize(("query", "words", "sentence"), REFUSALS)
def test_what_is_not_there_is_refused_in_words(
    demo: Demo, query: str, words: tuple[str, ...], sentence: str
) -> None:
    answer = demo.ask(query)

    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    assert answer.json["detail"].startswith(sentence)
    assert sentence in demo.shell.refused("agreement", "demo", *words)


@pytest.mark.parametrize("query", ["?tokenizer=fr", "?layers=entity", "?gamma=1"])
def test_questions_that_the_api_does_not_know_are_refused(demo: Demo, query: str) -> None:
    answer = demo.ask(query)

    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)


def test_only_finished_work_counts(demo: Demo) -> None:
    before = demo.command("--layer", "entity")["layers"][0]
    drafts = [
        AnnotationRecord("ana", status="done"),
        AnnotationRecord("ben", status="in_progress"),
        AnnotationRecord("chloe", status="skipped"),
        AnnotationRecord("ben", kind="suggestion"),
        AnnotationRecord("ana", kind="gold"),
    ]
    demo.store("half", "Rutte à Koursk.", *drafts)

    after = demo.command("--layer", "entity")["layers"][0]

    assert after["left_out"] == [{"document": "half", "reason": "finished by ana only"}]
    assert {k: v for k, v in after.items() if k != "left_out"} == {
        k: v for k, v in before.items() if k != "left_out"
    }


def test_work_finished_without_a_span_counts(demo: Demo) -> None:
    for name in ("one", "two"):
        demo.store(name, "Rien à dire.", AnnotationRecord("ana"), AnnotationRecord("ben"))

    [layer] = demo.command("--layer", "entity")["layers"]

    assert layer["documents"] == len(DOCUMENTS) + 2
    assert [p["documents"] for p in layer["pairs"]] == [20, 18, 18]
    assert layer["by_document"][-1]["measures"]["exact_f1"] is None


def test_a_project_without_finished_work_is_refused(demo: Demo) -> None:
    demo.shell.ok("project", "create", "Empty")

    line = demo.shell.refused("agreement", "empty")

    assert "Documents were finished by: nobody yet." in line


def test_answers_do_not_import_spacy(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "spacy", None)

    assert demo.ask().status_code == 200


def test_the_openapi_document_fits_the_answer(demo: Demo) -> None:
    spec = demo.app.test_client().get("/api/v1/openapi.json").json
    shapes = spec["components"]["schemas"]
    answer = demo.ask("?layer=entity&over=month").json["layers"][0]

    assert set(shapes["agreement.LayerAgreement"]["properties"]) - {"beside"} == set(answer)
    assert set(shapes["agreement.Figure"]["required"]) <= set(answer["measures"]["exact_f1"])
    names = {
        one["name"] for one in spec["paths"]["/projects/{slug}/agreement"]["get"]["parameters"]
    }
    asked = {"slug", "layer", "label", "annotators", "tokenizer", "since", "until", "meta", "over"}
    assert names == asked


def test_the_report_can_be_read_in_words(demo: Demo) -> None:
    lines = demo.shell.ok("agreement", "demo", "--layer", "entity").splitlines()

    assert lines[0] == "span layer entity: 18 documents by ana, ben, chloe"
    [exact] = [line for line in lines if line.strip().startswith("exact_f1")]
    figure = demo.command("--layer", "entity")["layers"][0]["measures"]["exact_f1"]
    assert exact.split()[1:] == [
        f"{figure['value']:.3f}", f"{figure['low']:.3f}", "to", f"{figure['high']:.3f}",
    ]  # fmt: skip
