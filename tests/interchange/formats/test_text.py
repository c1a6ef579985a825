from io import BytesIO

import pytest

from annotator.interchange.formats.records import Place, RecordRefused
from annotator.interchange.formats.text import TextReader

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
