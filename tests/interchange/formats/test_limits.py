"""What each format gives back: all that was in the documents, less what the table of limits says."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.interchange.formats import WRITERS, writer_of
from annotator.interchange.formats.csv_reader import Columns, CsvReader
from annotator.interchange.formats.csv_table import read_table
from annotator.interchange.formats.huggingface_rows import read_rows
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.jsonl_writer import ordered
from annotator.interchange.formats.limits import CANNOT_HOLD
from annotator.interchange.formats.records import Place
from tests.interchange.formats.strategies import documents

Sets = tuple[AnnotationRecord, ...]

FORGETTING: dict[str, Callable[[Sets], Sets]] = {
    "relations": lambda sets: tuple(replace(one, relations=()) for one in sets),
    "document labels": lambda sets: tuple(replace(one, labels={}) for one in sets),
    "notes on sets": lambda sets: tuple(replace(one, note="") for one in sets),
    "flags": lambda sets: tuple(replace(one, flag=None) for one in sets),
    "revisions": lambda sets: tuple(replace(one, revision=0) for one in sets),
    "people who marked nothing": lambda sets: tuple(one for one in sets if one.spans),
}


def within_limits(document: DocumentRecord, name: str) -> DocumentRecord:
    """Return what is left of a document in a format, as its table says; empty lists of labels say nothing."""
    sets = tuple(
        replace(one, labels={layer: values for layer, values in one.labels.items() if values})
        for one in ordered(document).annotations
    )
    for what in CANNOT_HOLD[name]:
        sets = FORGETTING[what](sets)
    return replace(document, annotations=sets)


def jsonl_read(folder: Path, scheme: Scheme) -> Iterable[DocumentRecord]:
    reader = JsonlReader(scheme)
    for name in ("train", "dev", "test"):
        for line in (folder / f"{name}.jsonl").read_bytes().splitlines():
            yield reader.read(line, Place()).record


def hf_read(folder: Path, scheme: Scheme) -> Iterable[DocumentRecord]:
    """Put the rows of one document together again."""
    found: dict[str, DocumentRecord] = {}
    for path in sorted((folder / "data").iterdir()):
        for one in read_rows(path):
            known = found.setdefault(one.id, replace(one, annotations=()))
            found[one.id] = replace(known, annotations=known.annotations + one.annotations)
    return found.values()


def csv_read(folder: Path, scheme: Scheme) -> Iterable[DocumentRecord]:
    """Put the rows of both tables together, with nothing but the standard library."""
    header, *texts = read_table(folder / "documents.csv")
    assert header == ["id", "text", "split", "meta"]
    columns, *rows = read_table(folder / "spans.csv")
    sets: dict[str, dict[tuple[str, str], AnnotationRecord]] = {row[0]: {} for row in texts}
    for cells in rows:
        row = dict(zip(columns, cells, strict=True))
        span = Span(
            UUID(row["id"]),
            int(row["start"]),
            int(row["end"]),
            row["layer"],
            row["label"],
            json.loads(row["attributes"] or "{}"),
            tuple((a, b) for a, b in json.loads(row["fragments"] or "[]")),
            row["note"],
        )
        own = sets[row["document"]]
        key = (row["annotator"], row["kind"])
        one = own.setdefault(key, AnnotationRecord(*key, row["status"]))
        own[key] = replace(one, spans=(*one.spans, span))
    for name, text, _, meta in texts:
        yield DocumentRecord(name, text, json.loads(meta), tuple(sets[name].values()))


READ_BACK = {"jsonl": jsonl_read, "hf": hf_read, "csv": csv_read}


@pytest.mark.parametrize("name", READ_BACK)
@settings(max_examples=40)
@given(st.lists(documents(), min_size=2, max_size=4, unique_by=lambda one: one.id))
def test_format_gives_back_all_that_its_table_does_not_exclude(
    scheme: Scheme, name: str, given_documents: list[DocumentRecord]
) -> None:
    prepared = [
        Prepared(one, one.annotations, (), "dev" if at else "train")
        for at, one in enumerate(given_documents)
    ]
    options = ExportOptions(format=name, annotations="all", split="50/50", check=True)
    with TemporaryDirectory() as folder:
        writer_of(name)(prepared, Path(folder) / "out", options, scheme)
        found = {one.id: one for one in READ_BACK[name](Path(folder) / "out", scheme)}

    for document in given_documents:
        back = found[document.id]
        assert within_limits(back, name) == within_limits(document, name)


@given(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda one: one.id))
def test_documents_of_a_csv_export_are_imported_with_their_exact_texts(
    scheme: Scheme, given_documents: list[DocumentRecord]
) -> None:
    prepared = [Prepared(one, one.annotations, (), "train") for one in given_documents]
    with TemporaryDirectory() as folder:
        target = Path(folder) / "out"
        writer_of("csv")(prepared, target, ExportOptions(format="csv"), scheme)
        reader = CsvReader(Columns(meta=()))
        with (target / "documents.csv").open("rb") as file:
            found = [
                reader.read(piece, Place("documents.csv", line)).record
                for line, piece in reader.pieces(file)
            ]

    assert [(one.id, one.text) for one in found] == [(one.id, one.text) for one in given_documents]


def test_every_format_that_is_written_has_its_limits_told() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")

    assert CANNOT_HOLD.keys() == WRITERS.keys()
    for name, lost in CANNOT_HOLD.items():
        assert f"| `{name}` | {', '.join(lost) or 'nothing'} |" in readme
