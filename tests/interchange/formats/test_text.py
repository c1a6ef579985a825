from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.interchange.formats.records import Place, RecordRefused
from annotator.interchange.formats.text import LineReader, PathReader, TextReader

PLACE = Place("texts/kursk.2024.txt")


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nb\rc\nd",
        "  a \t\n\n",
        "e\u0301 é",
        "\u2028\x0b\x1c\u200b",
        "🇫🇷 « x »",
        "a\ufeffb",
        " ",
    ],
)
def test_text_is_kept_exactly_as_it_came(text: str) -> None:
    record = TextReader().read(text.encode(), PLACE).record
    assert (record.id, record.text, record.annotations) == ("kursk.2024", text, ())


def test_file_is_one_piece() -> None:
    assert list(TextReader().pieces(BytesIO(b"a\nb\n"))) == [(1, b"a\nb\n")]


def test_one_byte_order_mark_is_left_out() -> None:
    assert TextReader().read("\ufeff\ufeffa".encode(), PLACE).record.text == "\ufeffa"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"ab\nc\xe9", "byte 0xe9 in line 2"),
        ("a".encode("utf-16"), "UTF-16"),
        (b"a\0", "NUL character at offset 1"),
        (b"\xed\xa0\xbd", "not UTF-8"),
    ],
)
def test_text_that_cannot_be_stored_is_refused_with_its_place(data: bytes, sentence: str) -> None:
    with pytest.raises(RecordRefused) as refusal:
        TextReader().read(data, PLACE)
    assert str(refusal.value).startswith("texts/kursk.2024.txt, line 1: ")
    assert sentence in refusal.value.reason


@pytest.mark.parametrize(
    ("file", "name"),
    [("train/1.txt", "train/1"), ("a.zip/b.c/1.2.txt", "a.zip/b.c/1.2"), ("1.txt", "1")],
)
def test_the_folders_are_part_of_the_id_where_that_is_chosen(file: str, name: str) -> None:
    assert PathReader().read(b"Un", Place(file)).record.id == name


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n\0\ufeff", exclude_categories=["Cs"])))
)
def test_lines_are_kept_exactly_and_named_by_their_numbers(texts: list[str]) -> None:
    reader = LineReader()
    pieces = reader.pieces(BytesIO("\r\n".join(texts).encode()))
    found = [reader.read(piece, Place("says.txt", line)).record for line, piece in pieces]
    numbered = enumerate(texts, start=1)
    assert [(one.id, one.text) for one in found] == [
        (f"says-{number}", text) for number, text in numbered if text.encode().strip()
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(ends: str) -> None:
    data = ends.join(["a", "b", ""]).encode()
    assert list(LineReader().pieces(BytesIO(data))) == [(1, b"a"), (2, b"b")]


def test_a_line_that_is_not_utf8_is_refused_with_its_place() -> None:
    with pytest.raises(RecordRefused, match=r"line 3: The line is not UTF-8: byte 0xe9 at byte 1"):
        LineReader().read(b"c\xe9", Place("says.txt", 3))
