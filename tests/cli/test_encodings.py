"""Import of files that are not UTF-8 from the command line."""

import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.database import db
from tests.cli.conftest import Shell


@pytest.fixture
def press(shell: Shell) -> Shell:
    shell.ok("project", "create", "Press", "--language", "fr")
    return shell


def test_files_that_are_not_utf8_are_read_in_the_encoding_that_is_named(
    press: Shell, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "old.txt").write_bytes("L’été\r\n".encode("cp1252"))
    (folder / "new.txt").write_text("L’été 🙂", encoding="utf-8")
    (folder / "table.csv").write_bytes("id;text\nt;Noël\n".encode("cp1252"))
    (folder / "work.jsonl").write_bytes('{"id": "j", "text": "Zoé"}\n'.encode("cp1252"))
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("p.txt", "Où".encode("cp1252"))
    (folder / "marked.txt").write_bytes("語 🙂".encode("utf-16"))
    before = {path: path.read_bytes() for path in folder.iterdir()}

    press.ok("import", "press", folder, "--encoding", "Windows-1252")

    with press.app.app_context():
        texts = dict(db.session.execute(text("SELECT external_id, text FROM document")).all())
    assert texts == {
        "old": "L’été\r\n", "new": "L’été 🙂", "t": "Noël", "j": "Zoé", "p": "Où", "marked": "語 🙂",
    }  # fmt: skip
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["nope", "base64", "undefined", "é"])
def test_an_encoding_that_is_none_is_refused(press: Shell, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("A")
    said = press.refused("import", "press", tmp_path, "--encoding", name)
    assert said.startswith(f"Error: There is no encoding called {name}:")


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"\xe9t\x81", "cp1252"), (b"\xe9t", "utf-16"), (b"\xe9\\ud800", "unicode_escape")]
)  # fmt: skip
def test_a_file_that_means_nothing_in_the_encoding_is_named_and_harms_no_other(
    press: Shell, tmp_path: Path, body: bytes, encoding: str
) -> None:
    (tmp_path / "bad.txt").write_bytes(body)
    (tmp_path / "good.txt").write_text("A")
    words = ("import", "press", tmp_path, "--encoding", encoding)
    said = press.refused(*words)
    assert f"bad.txt, line 1: The file cannot be read as {encoding}" in said
    assert press.count("document") == 0
    report = press.json(*words, "--on-error", "skip")
    assert (report["documents"], len(report["skipped"])) == (1, 1)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_a_file_that_is_not_utf8_says_where_its_encoding_is_named(
    press: Shell, tmp_path: Path, name: str
) -> None:
    for body in ("été".encode("cp1252"), "été".encode("utf-16")):
        (tmp_path / name).write_bytes(body)
        assert "flask import --encoding" in press.refused("import", "press", tmp_path)
