"""Tables of documents, imported and exported from the command line."""

from pathlib import Path

import orjson

from annotator.interchange.formats.csv_table import read_table
from tests.cli.conftest import Shell

TABLE = "nr;corps;journal;rubrique\n1;« Bonjour »\u00a0!;Le Monde;une\n2;=1+1;;deux\n"


def documents(shell: Shell, folder: Path) -> list[tuple[str, str, dict[str, str]]]:
    whose = ("--annotations", "all", "--status", "any", "--check")
    shell.ok("export", "tables", "--format", "csv", *whose, "--output", folder)
    _, *rows = read_table(folder / "documents.csv")
    return [(name, text, orjson.loads(meta)) for name, text, _, meta in rows]


def test_a_table_is_imported_by_the_columns_that_are_named(shell: Shell, tmp_path: Path) -> None:
    shell.ok("project", "create", "Tables")
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    importing = ("import", "tables", tmp_path / "t.csv")

    assert "which one holds it. There are: nr, corps, journal" in shell.refused(*importing)
    named = ("--text-column", "corps", "--id-column", "nr", "--meta-column", "journal")
    assert shell.json(*importing, *named)["documents"] == 2

    assert documents(shell, tmp_path / "out") == [
        ("1", "« Bonjour »\u00a0!", {"journal": "Le Monde"}),
        ("2", "=1+1", {}),
    ]


def test_what_was_exported_as_a_table_is_imported_as_one(shell: Shell, tmp_path: Path) -> None:
    shell.ok("seed")
    shell.ok(
        "export", "demo", "--format", "csv", "--annotations", "ana", "--output", tmp_path / "a"
    )
    shell.ok("project", "create", "Tables")

    shell.ok("import", "tables", tmp_path / "a" / "documents.csv", "--meta-column", "meta")

    _, *rows = read_table(tmp_path / "a" / "documents.csv")
    found = documents(shell, tmp_path / "out")
    assert [one[:2] for one in found] == [tuple(row[:2]) for row in rows]
