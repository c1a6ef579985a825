"""The command on files, and with the tokenizers of languages."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask

from tests.agreement.conftest import Demo
from tests.cli.conftest import Shell

TEXT = "Ana said no to Ben."


@pytest.fixture
def shell(app: Flask) -> Shell:
    return Shell(app)


def write(folder: Path, *records: Any) -> Path:
    path = folder / "work.jsonl"
    lines = [one if isinstance(one, bytes) else orjson.dumps(one) for one in records]
    path.write_bytes(b"\n".join(lines))
    return path


def flat(name: str, *spans: tuple[str, int, int, str], **fields: Any) -> dict[str, Any]:
    items = [{"annotator": a, "start": s, "end": e, "label": label} for a, s, e, label in spans]
    return {"id": name, "text": TEXT, "annotations": items} | fields


def one_layer(shell: Shell, path: Path, *words: object) -> Any:
    [layer] = shell.json("agreement", "--file", path, *words)["layers"]
    return layer


def test_a_flat_file_has_one_layer(shell: Shell, tmp_path: Path) -> None:
    both = [("ana", 0, 3, "PER"), ("ben", 0, 3, "PER"), ("ana", 15, 18, "PER")]
    layer = one_layer(shell, write(tmp_path, flat("one", *both)))

    assert (layer["layer"], layer["kind"], layer["documents"]) == ("span", "span", 1)
    assert layer["measures"]["exact_f1"]["value"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("where", ["top", "meta"])
def test_those_who_finished_without_a_span_are_counted(
    shell: Shell, tmp_path: Path, where: str
) -> None:
    names = {"annotators": ["ana", "ben"]}
    record = flat("one", ("ana", 0, 3, "PER"), **(names if where == "top" else {"meta": names}))

    layer = one_layer(shell, write(tmp_path, record))

    assert layer["annotators"] == ["ana", "ben"]
    assert layer["measures"]["exact_f1"]["value"] == 0.0


def test_labels_keep_the_names_they_have_in_the_file(shell: Shell, tmp_path: Path) -> None:
    spans = [("ana", 0, 3, "Profane/Obscene"), ("ben", 0, 3, "Profane/Obscene")]

    layer = one_layer(shell, write(tmp_path, flat("one", *spans)))

    assert set(layer["labels"]) == {"Profane/Obscene"}
    assert layer["confusion"]["labels"] == ["Profane/Obscene", "(no span)"]


def test_layers_attributes_relations_and_document_labels_are_read(
    shell: Shell, tmp_path: Path
) -> None:
    def work(name: str, topic: list[str]) -> dict[str, Any]:
        spans = [
            {"id": "00000000-0000-7000-8000-000000000001", "start": 0, "end": 3, "layer": "entity",
             "label": "PER", "attributes": {"sure": True}, "quote": "Ana"},
            {"start": 0, "end": 11, "layer": "claim", "label": "CLAIM"},
        ]  # fmt: skip
        link = {"label": "claimer", "from": spans[0]["id"], "to": None, "value": "author"}
        return {"annotator": name, "spans": spans, "relations": [link], "labels": {"topic": topic}}

    records = [
        {"id": f"d{at}", "text": TEXT, "annotations": [work("ana", ["war"]), work("ben", topic)]}
        for at, topic in enumerate((["war"], ["war", "peace"]))
    ]
    layers = shell.json("agreement", "--file", write(tmp_path, *records))["layers"]

    assert [(one["layer"], one["kind"]) for one in layers] == [
        ("claim", "span"), ("entity", "span"), ("topic", "document"),
    ]  # fmt: skip
    assert layers[2]["measures"]["percent"]["value"] == 0.5
    assert "MASI" in layers[2]["measures"]["alpha"]["method"]
    assert layers[1]["attributes"]["sure"]["percent"]["value"] == 1.0
    assert layers[1]["tuples"]["roles"]["claimer"]["value"] == 1.0


FIRST, SECOND, THIRD = (f"00000000-0000-7000-8000-00000000000{at}" for at in (1, 2, 3))


def linked(*links: tuple[str, str, str], **fields: Any) -> dict[str, Any]:
    """A document with a person, a person and a claim, joined by (label, from, to)."""
    spans = [
        {"id": FIRST, "start": 0, "end": 3, "layer": "entity", "label": "PER"} | fields,
        {"id": SECOND, "start": 15, "end": 18, "label": "PER"},
        {"id": THIRD, "start": 0, "end": 11, "layer": "claim", "label": "CLAIM"},
    ]
    relations = [{"label": label, "from": a, "to": b} for label, a, b in links]
    sets = [{"annotator": who, "spans": spans, "relations": relations} for who in ("ana", "ben")]
    return {"id": "one", "text": TEXT, "annotations": sets}


def test_what_leads_to_another_layer_is_a_role_and_what_else_joins_spans_a_relation(
    shell: Shell, tmp_path: Path
) -> None:
    path = write(tmp_path, linked(("claimer", THIRD, SECOND), ("turned down", FIRST, SECOND)))

    report = shell.json("agreement", "--file", path)

    assert [set(layer["tuples"].get("roles", ())) for layer in report["layers"]] == [
        {"claimer"}, set(),
    ]  # fmt: skip
    [relations] = report["relations"]
    assert set(relations["labels"]) == {"turned down"}
    assert relations["measures"]["relation_f1"]["value"] == 1.0


def test_sets_of_one_document_may_stand_on_several_lines(shell: Shell, tmp_path: Path) -> None:
    path = write(tmp_path, flat("one", ("ana", 0, 3, "PER")), flat("one", ("ben", 0, 3, "PER")))

    assert one_layer(shell, path)["measures"]["exact_f1"]["value"] == 1.0


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (flat("one", ("ana", 0, 3, "PER")), "line 2: annotator: ana has work on the document one before."),
        (flat("one", ("ben", 0, 3, "PER"), text="Other."), "line 2: text: The document one has another text"),
        (flat("two", ("ben", 0, 99, "PER")), "line 2: annotations.0.end: The end 99 is past the text"),
        (b'{"id": "two"', "line 2: The line is not JSON"),
        (linked(("knows", FIRST, FIRST)), "line 2: annotations.0.relations.0.to: knows joins two spans"),
        (linked(("knows", THIRD[:-1] + "9", FIRST)), "line 2: annotations.0.relations.0.from: There is no span"),
        (linked(("knows", FIRST, "gone")), "line 2: annotations.0.relations.0.to: This must be a UUID"),
        (linked(attributes={"sure": []}), "line 2: annotations.0.spans.0.attributes.sure: sure is a text, not []."),
        (flat("two", entities=[]), "line 2: entities: 'entities' is no field of a document here"),
    ],
)  # fmt: skip
def test_faults_name_file_and_line(
    shell: Shell, tmp_path: Path, second: Any, sentence: str
) -> None:
    path = write(tmp_path, flat("one", ("ana", 0, 3, "PER")), second)

    assert f"work.jsonl, {sentence}" in shell.refused("agreement", "--file", path)


def test_a_file_of_one_annotator_is_refused(shell: Shell, tmp_path: Path) -> None:
    path = write(tmp_path, flat("one", ("ana", 0, 3, "PER")))

    line = shell.refused("agreement", "--file", path)

    assert "needs two annotators at least. Documents were finished by: ana." in line


def test_a_file_without_labels_is_refused(shell: Shell, tmp_path: Path) -> None:
    path = write(tmp_path, flat("one", annotators=["ana", "ben"]))

    assert "There is no layer" in shell.refused("agreement", "--file", path)


def test_a_folder_is_refused(shell: Shell, tmp_path: Path) -> None:
    assert "is a folder: name one file" in shell.refused("agreement", "--file", tmp_path)


def test_a_file_that_is_not_there_is_refused(shell: Shell, tmp_path: Path) -> None:
    assert "nowhere.jsonl is not there" in shell.refused(
        "agreement", "--file", tmp_path / "nowhere.jsonl"
    )


@pytest.mark.parametrize("words", [(), ("demo", "--file", __file__)])
def test_a_project_or_a_file_is_named(shell: Shell, words: tuple[str, ...]) -> None:
    result = shell.run("agreement", *words)

    assert result.exit_code == 2
    assert "Name a project, or a file with --file." in result.stderr


def test_tokens_of_a_language_are_spacys(demo: Demo) -> None:
    found = demo.command("--layer", "entity", "--tokenizer", "fr")["layers"][0]["measures"]
    plain = demo.command("--layer", "entity")["layers"][0]["measures"]

    assert found["token_alpha"]["n"] != plain["token_alpha"]["n"]
    assert found["char_alpha"] == plain["char_alpha"]


def test_unknown_tokenizers_are_refused(demo: Demo) -> None:
    line = demo.shell.refused("agreement", "demo", "--tokenizer", "klingon")

    assert "There is no tokenizer klingon: name regex, ws or a language of spaCy" in line
