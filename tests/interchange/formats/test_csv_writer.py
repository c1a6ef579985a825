"""Tables of spans, for programs and for spreadsheets."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.report import ExportOptions
from annotator.core.scheme import Scheme
from annotator.interchange.formats.csv_table import read_table
from annotator.interchange.formats.csv_writer import safe_cell, write_csv
from tests.interchange.formats.spacy_docbin.builders import outgoing

TEXT = "=1+1 dit Élise 🙂, puis se tait."


@pytest.fixture
def folder(tmp_path: Path, scheme: Scheme) -> Path:
    marks = (("=1+1", "entity/LOC"), ("Élise…tait", "entity/PER"))
    options = ExportOptions(format="csv", check=True)
    write_csv([outgoing("d", TEXT, *marks)], tmp_path / "out", options, scheme)
    return tmp_path / "out"


def test_a_row_holds_a_span_exactly_with_its_context(folder: Path) -> None:
    columns, first, second = read_table(folder / "spans.csv")

    one = dict(zip(columns, first, strict=True))
    assert (one["document"], one["label"], one["quote"]) == ("d", "LOC", "=1+1")
    assert TEXT[int(one["start"]) : int(one["end"])] == "=1+1"
    assert (one["before"], one["after"]) == ("", TEXT[4:])
    two = dict(zip(columns, second, strict=True))
    assert (two["quote"], two["fragments"]) == ("Élise tait", "[[9,14],[26,30]]")
    assert two["before"] == "=1+1 dit "


def test_the_copy_for_spreadsheets_computes_nothing(folder: Path) -> None:
    data = (folder / "spans-for-spreadsheets.csv").read_bytes()

    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["quote"] for row in rows] == ["'=1+1", "Élise tait"]
    assert "nothing is computed" in (folder / "README.md").read_text()


@given(st.text())
def test_no_safe_cell_begins_like_a_formula(cell: str) -> None:
    safe = safe_cell(cell)

    assert safe in (cell, f"'{cell}")
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
