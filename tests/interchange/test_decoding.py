"""Encodings: UTF-8 and marked UTF-16 are seen, everything else is offered with what it would look like."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.interchange import decoding
from annotator.interchange.decoding import as_utf8, detect, readable

TEXT = "L’œuvre coûte 12 € — « trop cher », dit Mme Lœwe.\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (b"", "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
        ("Où étaient Noël et Zoé ?".encode("latin-1"), "cp1252"),
        (b"\x81\xe9t\xe9", "iso-8859-1"),
    ],
)
def test_what_is_sure_is_seen_and_the_likeliest_of_the_rest_comes_first(tmp_path, data, encoding):
    (tmp_path / "text").write_bytes(data)
    assert detect(tmp_path / "text").encoding == encoding


def test_offers_show_the_text_as_each_encoding_reads_it(tmp_path):
    (tmp_path / "text").write_bytes(b"a" * 3_000_000 + "Zoé l’a dit".encode("cp1252"))
    offers = {one.encoding: one.sample for one in detect(tmp_path / "text").offers}
    assert offers["cp1252"].endswith("Zoé l’a dit")
    assert offers["mac-roman"].endswith("ZoÈ líadit") or "ZoÈ" in offers["mac-roman"]
    assert "iso-8859-1" in offers


@given(st.text(), st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.integers(1, 7))
def test_a_copy_in_utf8_holds_the_very_text(tmp_path_factory, text, encoding, chunk):
    before = decoding.CHUNK
    decoding.CHUNK = chunk
    try:
        path = tmp_path_factory.mktemp("texts") / "text"
        path.write_bytes(text.encode(encoding))
        copy = as_utf8(path, encoding, path.with_name("copy"))
        assert copy.read_bytes() == text.encode()
    finally:
        decoding.CHUNK = before


def test_a_copy_is_its_owners_only(tmp_path):
    (tmp_path / "text").write_bytes(TEXT.encode("cp1252"))
    copy = as_utf8(tmp_path / "text", "cp1252", tmp_path / "copy")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_bytes() == TEXT.encode()


def test_what_has_no_mark_is_not_read_as_utf16(tmp_path):
    (tmp_path / "text").write_bytes(TEXT.encode("cp1252"))
    assert not readable(tmp_path / "text", "utf-16")
