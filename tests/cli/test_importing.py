"""Import, seed and check from the command line, with what they print and how they exit."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from annotator.database import db
from tests.cli.conftest import Shell


@pytest.fixture
def press(shell: Shell) -> Shell:
    shell.ok("project", "create", "Press", "--language", "fr")
    return shell


def record(**changes: Any) -> str:
    body = {
        "id": "a-1",
        "text": "M. Rutte 🙂 à Koursk.",
        "annotations": [
            {
                "annotator": "ana",
                "spans": [{"start": 3, "end": 8, "label": "PER", "quote": "Rutte"}],
            }
        ],
    }
    return json.dumps(body | changes, ensure_ascii=False)


def packed(file: Path, **members: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def test_seed_makes_the_demo_once(shell: Shell) -> None:
    first = shell.ok("seed")
    assert "password" in first
    assert "18 documents" in first

    assert shell.ok("seed") == ""
    assert shell.count("document") == 18
    assert shell.json("check")["faults"] == []


def test_import_jsonl_and_text(press: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "work.jsonl").write_text(record() + "\n\n" + record(id="a-2"), encoding="utf-8")
    (folder / "deep" / "crlf.txt").write_bytes(b"\xef\xbb\xbfA\r\nB\rC\n")
    (folder / ".hidden.txt").write_text("no")
    (folder / "notes.doc").write_text("no")

    report = press.json("import", "press", folder)

    assert report == {
        "documents": 3, "spans": 2, "relations": 0, "skipped": [], "labels_created": [],
        "warnings": ["notes.doc: The ending tells no format: passed by."],
    }  # fmt: skip
    with press.app.app_context():
        texts = dict(db.session.execute(text("SELECT external_id, text FROM document")).all())
    assert texts["crlf"] == "A\r\nB\rC\n"
    assert press.json("check")["faults"] == []


def test_import_again_adds_nothing_and_other_texts_are_refused(
    press: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "work.jsonl"
    fixed = record(
        annotations=[
            {
                "annotator": "ana",
                "spans": [
                    {
                        "id": "0190aaaa-0000-7000-8000-000000000001",
                        "start": 3,
                        "end": 8,
                        "label": "PER",
                    }
                ],
            }
        ]
    )
    file.write_text(fixed)
    press.ok("import", "press", file)
    events = press.count("event")

    assert press.json("import", "press", file)["spans"] == 0
    assert press.count("event") == events

    file.write_text(record(text="Another text entirely", annotations=[]))
    assert "a-1" in press.refused("import", "press", file)


FAULTS = {
    "json": ('{"id": "b", ', "not JSON"),
    "quote": (record(id="b", annotations=[{"annotator": "x", "spans": [{"start": 3, "end": 8, "label": "PER", "quote": "Putin"}]}]), "quote"),
    "range": (record(id="b", annotations=[{"annotator": "x", "spans": [{"start": 3, "end": 800, "label": "PER"}]}]), "end"),
    "label": (record(id="b", annotations=[{"annotator": "x", "spans": [{"start": 3, "end": 8, "label": "PERS"}]}]), "PERS"),
    "empty": (record(id="b", text="", annotations=[]), "empty"),
    "nul": (record(id="b", text="a\0b", annotations=[]), "NUL"),
    "surrogate": ('{"id": "b", "text": "a\\ud800b"}', "surrogate"),
    "nobody": (record(id="b", annotations=[{"spans": []}]), "annotator"),
    "relation": (record(id="b", annotations=[{"annotator": "x", "spans": [], "relations": [{"label": "claimer", "from": "0190aaaa-0000-7000-8000-000000000001", "to": None, "value": "author"}]}]), "span"),
    "control character": (record(id="b\n", annotations=[]), "control characters"),
    "no account": (record(id="b", annotations=[{"annotator": "x" * 101, "spans": []}]), "1 to 100 characters"),
    "same id": (record(text="Other words", annotations=[]), "a-1"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_import_stops_at_a_fault_and_stores_nothing(
    press: Shell, tmp_path: Path, name: str
) -> None:
    line, said = FAULTS[name]
    file = tmp_path / "work.jsonl"
    file.write_text(f"{record()}\n{line}\n{record(id='c')}\n", encoding="utf-8")

    message = press.refused("import", "press", file)

    assert "work.jsonl, line 2" in message
    assert said in message
    assert (press.count("document"), press.count("span"), press.count("annotation_set")) == (
        0,
        0,
        0,
    )


@pytest.mark.parametrize("name", FAULTS)
def test_import_skips_the_faulty_record_only(press: Shell, tmp_path: Path, name: str) -> None:
    line, said = FAULTS[name]
    file = tmp_path / "work.jsonl"
    file.write_text(f"{record()}\n{line}\n{record(id='c')}\n", encoding="utf-8")

    report = press.json("import", "press", file, "--on-error", "skip")

    assert (report["documents"], report["spans"]) == (2, 2)
    assert [(one["file"], one["line"]) for one in report["skipped"]] == [("work.jsonl", 2)]
    assert said in report["skipped"][0]["reason"]
    assert press.json("check")["faults"] == []


def test_import_dry_run_stores_nothing(press: Shell, tmp_path: Path) -> None:
    file = tmp_path / "work.jsonl"
    file.write_text(record(), encoding="utf-8")

    assert press.json("import", "press", file, "--dry-run")["documents"] == 1
    assert press.count("document") == 0


def test_import_creates_labels_when_asked(press: Shell, tmp_path: Path) -> None:
    file = tmp_path / "work.jsonl"
    spans = [{"start": 3, "end": 8, "label": "HERO", "layer": "entity"}]
    file.write_text(record(annotations=[{"annotator": "ana", "spans": spans}]), encoding="utf-8")

    assert press.json("import", "press", file, "--create-labels")["labels_created"] == [
        "entity/HERO"
    ]
    assert press.json("check")["faults"] == []


def test_import_as_suggestions_is_no_work(press: Shell, tmp_path: Path) -> None:
    file = tmp_path / "work.jsonl"
    file.write_text(record(), encoding="utf-8")

    press.ok("import", "press", file, "--as", "suggestions")

    with press.app.app_context():
        assert db.session.scalar(text("SELECT kind FROM annotation_set")) == "suggestion"


def test_import_refuses_what_is_not_there(press: Shell, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Besançon".encode("latin-1"))
    (tmp_path / "x.docx").write_bytes(b"x")
    (tmp_path / "empty").mkdir()

    assert "UTF-8" in press.refused("import", "press", tmp_path / "latin.txt")
    assert "--format" in press.refused("import", "press", tmp_path / "x.docx")
    assert "no file to import" in press.refused("import", "press", tmp_path / "empty")
    assert "not there" in press.refused("import", "press", tmp_path / "gone.txt")
    assert "no project" in press.refused("import", "nowhere", tmp_path / "latin.txt")
    assert press.run("import", "press").exit_code == 2


def test_a_file_without_a_document_is_told(press: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "empty.jsonl").write_text("\n")
    (folder / "head.csv").write_text("id,text\n")
    report = press.json("import", "press", folder)
    assert report["warnings"] == [
        f"{name}: The file holds no document." for name in ("empty.jsonl", "head.csv")
    ]


def test_a_zip_file_is_imported_like_a_folder(press: Shell, tmp_path: Path) -> None:
    file = packed(tmp_path / "in.zip", **{"a/un.txt": "Un\r\n", "b.jsonl": record(), "c.png": "x"})
    report = press.json("import", "press", file)
    assert (report["documents"], report["spans"]) == (2, 1)
    assert report["warnings"] == ["in.zip/c.png: The ending tells no format: passed by."]
    with press.app.app_context():
        texts = dict(db.session.execute(text("SELECT external_id, text FROM document")).all())
    assert texts["un"] == "Un\r\n"


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt"])
def test_a_zip_file_that_leads_out_of_its_folder_is_refused(
    press: Shell, tmp_path: Path, name: str
) -> None:
    file = packed(tmp_path / "in.zip", **{"good.txt": "A", name: "B"})
    assert press.refused("import", "press", file).startswith("Error: in.zip: The archive holds")
    assert press.count("document") == 0


@pytest.mark.parametrize("name", ["nothing", "picture.png", "empty", "empty.zip"])
def test_what_holds_nothing_to_import_is_refused(press: Shell, tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.png").write_text("x")
    (tmp_path / "empty").mkdir()
    packed(tmp_path / "empty.zip", **{"b.png": "x"})
    assert name in press.refused("import", "press", tmp_path / name)


def test_files_of_one_name_in_several_folders_are_called_by_their_folders(
    press: Shell, tmp_path: Path
) -> None:
    for folder in ("train", "test"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(folder)
    said = press.refused("import", "press", tmp_path)
    assert "train/1.txt, line 1: id: The document '1' is there with another text" in said
    assert "--format paths" in said
    folders = (tmp_path / "train", tmp_path / "test")
    for named in ((tmp_path,), folders, (folders[0] / "1.txt", folders[1] / "1.txt")):
        press.json("import", "press", *named, "--format", "paths")
    with press.app.app_context():
        texts = dict(db.session.execute(text("SELECT external_id, text FROM document")).all())
    assert texts == {"train/1": "train", "test/1": "test"}


def test_folders_are_named_as_a_remedy_only_where_they_are_one(
    press: Shell, tmp_path: Path
) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.jsonl").write_text(json.dumps({"id": "1", "text": folder}))
    said = press.refused("import", "press", tmp_path)
    assert "is there with another text" in said
    assert "paths" not in said
    (tmp_path / "1.txt").write_text("A")
    press.ok("import", "press", tmp_path / "1.txt")
    (tmp_path / "1.txt").write_text("B")
    assert "paths" not in press.refused("import", "press", tmp_path / "1.txt")


def test_a_text_file_may_hold_a_document_a_line(press: Shell, tmp_path: Path) -> None:
    (tmp_path / "says.txt").write_bytes("\ufeffUn.\n\n  Deux \u2028🙂\r\nTrois".encode())
    report = press.json("import", "press", tmp_path / "says.txt", "--format", "lines")
    assert report["documents"] == 3
    with press.app.app_context():
        texts = dict(db.session.execute(text("SELECT external_id, text FROM document")).all())
    assert texts == {"says-1": "Un.", "says-3": "  Deux \u2028🙂", "says-4": "Trois"}


def test_a_note_on_every_line_of_a_file_is_told_once(press: Shell, tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(at), "text": "A", "file": "x"}) for at in range(3)]
    files = [tmp_path / name for name in ("a.jsonl", "b.jsonl")]
    for file in files:
        file.write_text("\n".join(lines))
    told = "The field 'file' is not part of the format: kept in meta."
    assert press.json("import", "press", *files)["warnings"] == [
        f"a.jsonl, line 1 (and 2 more): {told}",
        f"b.jsonl, line 1 (and 2 more): {told}",
    ]
