"""Formats: pure readers and writers. To add one, write its module and name it here."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from annotator.core.errors import Refused
from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.interchange.formats.csv_reader import Columns, CsvReader
from annotator.interchange.formats.csv_writer import write_csv
from annotator.interchange.formats.huggingface import write_hf
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.jsonl_writer import write_jsonl
from annotator.interchange.formats.limits import CANNOT_HOLD
from annotator.interchange.formats.records import Reader
from annotator.interchange.formats.spacy_docbin import write_spacy
from annotator.interchange.formats.text import LineReader, PathReader, TextReader

__all__ = ["CANNOT_HOLD", "ENDINGS", "READERS", "WRITERS", "format_of", "reader_of", "writer_of"]

Writer = Callable[[Iterable[Prepared], Path, ExportOptions, Scheme], ExportReport]

READERS: Mapping[str, Callable[[Scheme, str | None], Reader]] = {
    "jsonl": JsonlReader,
    "text": TextReader,
    "paths": PathReader,
    "lines": LineReader,
    "csv": lambda _scheme, _annotator: CsvReader(),
}
WRITERS: Mapping[str, Writer] = {
    "jsonl": write_jsonl,
    "spacy": write_spacy,
    "hf": write_hf,
    "csv": write_csv,
}
ENDINGS: Mapping[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".txt": "text",
    ".csv": "csv",
    ".tsv": "csv",
}
"""The format of a file whose name ends so, where none is given."""


def reader_of(
    name: str, scheme: Scheme, annotator: str | None = None, columns: Columns | None = None
) -> Reader:
    """Return a reader of the format; `columns` is for tables. Refuses a format that cannot be read."""
    if name not in READERS:
        message = sentence(
            "The format %(name)s cannot be imported; there are: %(known)s.",
            name=name,
            known=", ".join(READERS),
        )
        raise Refused.field("format", message)
    if name == "csv":
        return CsvReader(columns)
    return READERS[name](scheme, annotator)


def writer_of(name: str) -> Writer:
    """Return the writer of the format. Refuses a format that cannot be written."""
    if name not in WRITERS:
        message = sentence(
            "The format %(name)s cannot be exported; there are: %(known)s.",
            name=name,
            known=", ".join(WRITERS),
        )
        raise Refused.field("format", message)
    return WRITERS[name]


def format_of(name: str) -> str:
    """Return the format of a file by the ending of its name. Refuses endings that say nothing."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        message = sentence(
            "%(name)s: the ending does not tell the format (%(known)s would): say it with "
            "--format.",
            name=name,
            known=known,
        )
        raise Refused.field("format", message)
    return ENDINGS[ending]
