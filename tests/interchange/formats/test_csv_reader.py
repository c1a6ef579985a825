"""Tables of documents, read."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.records import DocumentRecord
from annotator.interchange.formats.csv_reader import Columns, CsvReader
from annotator.interchange.formats.csv_table import MAX_COLUMNS, MAX_LINE
from annotator.interchange.formats.records import Place, RecordRefused


def read(data: bytes, columns: Columns | None = None) -> list[DocumentRecord | str]:
    """Return the documents of a table, or why a row is none."""
    reader, found = CsvReader(columns), []
    for line, piece in reader.pieces(BytesIO(data)):
        try:
            found.append(reader.read(piece, Place("t.csv", line)).record)
        except RecordRefused as refusal:
            found.append(str(refusal))
    return found


def test_columns_are_known_by_their_names_and_others_are_metadata() -> None:
    [one] = read("\ufeffId,Text,source\r\na,Élise rit.,Le Monde\r\n".encode())

    assert one == DocumentRecord("a", "Élise rit.", {"source": "Le Monde"})


def test_of_columns_that_differ_in_case_the_one_that_is_called_so_is_taken() -> None:
    assert read(b"ID,id,TEXT,text\n1,a,A,B\n") == [
        DocumentRecord("a", "B", {"ID": "1", "TEXT": "A"})
    ]


@given(st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]))
def test_delimiter_is_found_out(delimiter: str, end: str) -> None:
    rows = [["id", "text", "page"], ["a", "un, deux; trois", "3"]]
    lines = [delimiter.join(f'"{cell}"' for cell in row) + end for row in rows]

    assert read("".join(lines).encode()) == [DocumentRecord("a", "un, deux; trois", {"page": "3"})]


def test_columns_may_be_named() -> None:
    columns = Columns(text="corps", id="nr", meta=("date",))

    assert read(b"nr;corps;date;x\n7;Bonjour.;2026;y\n", columns) == [
        DocumentRecord("7", "Bonjour.", {"date": "2026"})
    ]


def test_text_keeps_its_line_ends_and_rows_count_lines() -> None:
    found = read(b'id,text\na,"un\r\ndeux\n\rtrois"\nb,""\nc,ok\n')

    assert found[0] == DocumentRecord("a", "un\r\ndeux\n\rtrois")
    assert str(found[1]).startswith("t.csv, line 5: text: The document is empty")
    assert found[2] == DocumentRecord("c", "ok")


def test_a_cell_that_looks_like_a_formula_is_a_text() -> None:
    assert read(b'id,text\na,"=HYPERLINK(""x"")"\n') == [DocumentRecord("a", '=HYPERLINK("x")')]


def test_documents_without_an_id_column_are_named_by_file_and_line() -> None:
    assert [one.id for one in read(b"text\nun\ndeux\n")] == ["t-2", "t-3"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a,b\nx,y\n", "No column is called text, so say which one holds it. There are: a, b."),
        (b"", "line 1: The first line must name the columns"),
        (b"id,text\na,b,c\n", "line 2: The row has 3 cells and the table 2 columns"),
        (b"id,text\n,b\n", "line 2: id: The id is empty"),
        (b"text,text\na,b\n", "Two columns are called text"),
        (b"id,text\na,\xe9t\xe9\n", "line 2: The line is not UTF-8: byte 0xe9"),
        (b'id,text\na,"never ends\n', "line 2: From here on this is no CSV"),
        (b"id,text\ra,b\r", "end in CR alone"),
        (b"\xff\xfei\0d\0", "line 1: The line is not UTF-8"),
        (b"id,text\na,\0\n", "line 2: The line holds a NUL"),
        (b",".join(b"c%d" % at for at in range(10_000)) + b"\n", f"{MAX_COLUMNS} is the most"),
        (b"id,text\na," + b"x" * MAX_LINE + b"\n", "line 2: The line is longer than"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_by_line(data: bytes, sentence: str) -> None:
    [message] = read(data)

    assert sentence in str(message)


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    [message] = read(b"id,body\na,b\n", Columns(text="nope"))

    assert "There is no column nope; there are: id, body." in str(message)


def test_a_faulty_row_does_not_harm_the_others() -> None:
    found = read(b"id,text\na,b,c\nd,e\n")

    assert found[1] == DocumentRecord("d", "e")
