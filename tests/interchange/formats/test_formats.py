import pytest

from annotator.core.errors import Refused
from annotator.core.scheme import Scheme
from annotator.interchange.formats import READERS, WRITERS, format_of, reader_of, writer_of


@pytest.mark.parametrize("name", READERS)
def test_every_reader_is_found(name: str, scheme: Scheme) -> None:
    assert callable(reader_of(name, scheme).read)


@pytest.mark.parametrize("name", ["brat", "prodigy", "spacy", "x"])
def test_format_that_cannot_be_read_is_refused_with_those_that_can(
    name: str, scheme: Scheme
) -> None:
    with pytest.raises(Refused, match=f"{name} cannot be imported; there are: jsonl, text"):
        reader_of(name, scheme)


@pytest.mark.parametrize("name", ["text", "conll", "parquet", "x"])
def test_format_that_cannot_be_written_is_refused_with_those_that_can(name: str) -> None:
    with pytest.raises(Refused, match=f"{name} cannot be exported; there are: jsonl, spacy"):
        writer_of(name)


@pytest.mark.parametrize("name", WRITERS)
def test_every_writer_is_found(name: str) -> None:
    assert writer_of(name) is WRITERS[name]


@pytest.mark.parametrize(
    ("name", "format_name"),
    [("a.jsonl", "jsonl"), ("b/c.NDJSON", "jsonl"), ("x.y.txt", "text")],
)
def test_ending_tells_the_format(name: str, format_name: str) -> None:
    assert format_of(name) == format_name


@pytest.mark.parametrize("name", ["a.docx", "README", "txt"])
def test_ending_that_says_nothing_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="--format"):
        format_of(name)
