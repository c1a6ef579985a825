from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from hypothesis import given

from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord, Relation
from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.jsonl_writer import held, line, write_jsonl
from annotator.interchange.formats.records import Place
from tests.interchange.formats.strategies import documents


@given(documents())
def test_document_comes_back_as_it_was_written(scheme: Scheme, document: DocumentRecord) -> None:
    written = line(document)
    found = JsonlReader(scheme).read(written, Place())
    assert found.record == held(document)
    assert found.warnings == ()
    assert line(found.record) == written


@given(documents())
def test_line_is_one_line_whose_quotes_fit(document: DocumentRecord) -> None:
    written = line(document)
    assert written.endswith(b"\n")
    assert written.count(b"\n") == 1
    for one in orjson.loads(written)["annotations"]:
        for span in one["spans"]:
            parts = span["fragments"] or [[span["start"], span["end"]]]
            assert span["quote"] == " ".join(document.text[a:b] for a, b in parts)


def test_line_has_the_fields_in_the_order_of_the_format() -> None:
    span = Span(UUID(int=1), 3, 8, "entity", "PER", {"type": "a"})
    role = Relation(UUID(int=2), "holder", span.id, None, "author")
    one = AnnotationRecord("ana", spans=(span,), relations=(role,), labels={"topic": ("war",)})
    document = DocumentRecord("d1", "M. Rutte", {"source": "x"}, (one,))
    assert line(document).decode() == (
        '{"id":"d1","text":"M. Rutte","meta":{"source":"x"},"annotations":[{"annotator":"ana",'
        '"kind":"work","status":"done","spans":[{"id":"00000000-0000-0000-0000-000000000001",'
        '"start":3,"end":8,"layer":"entity","label":"PER","quote":"Rutte","attributes":{"type":"a"},'
        '"fragments":[],"note":""}],"relations":[{"id":"00000000-0000-0000-0000-000000000002",'
        '"label":"holder","from":"00000000-0000-0000-0000-000000000001","to":null,"value":"author"}],'
        '"labels":{"topic":["war"]},"note":""}]}\n'
    )


def prepared(*splits: str) -> Iterator[Prepared]:
    for at, split in enumerate(splits):
        span = Span(UUID(int=at + 1), 0, 2, "entity", "PER")
        record = AnnotationRecord("ana", spans=(span,))
        yield Prepared(DocumentRecord(f"d{at}", "Zoé rit"), (record,), split=split)


def test_export_without_a_split_is_one_file(tmp_path: Path, scheme: Scheme) -> None:
    options = ExportOptions(format="jsonl", check=True)
    report = write_jsonl(prepared("", "", ""), tmp_path / "x", options, scheme)
    assert report.in_full() == {
        "files": ["data.jsonl", "snapshot.json"],
        "documents": 3,
        "spans": {"in": 3, "exact": 3, "changed": 0, "left_out": 0},
        "changed": [],
        "left_out": [],
        "manifest": "manifest.json",
        "splits": {"data": 3},
        "spans_by_label": {"entity": {"PER": {"in": 3, "exact": 3, "changed": 0, "left_out": 0}}},
        "losses": [],
        "coverage": {},
        "notes": [],
    }
    lines = (tmp_path / "x" / "data.jsonl").read_bytes().splitlines()
    assert [orjson.loads(one)["id"] for one in lines] == ["d0", "d1", "d2"]


def test_export_with_a_split_has_a_file_for_each_part(tmp_path: Path, scheme: Scheme) -> None:
    options = ExportOptions(format="jsonl", split="80/10/10")
    write_jsonl(prepared("train", "dev", "train"), tmp_path / "x", options, scheme)
    sizes = {
        name: len((tmp_path / "x" / f"{name}.jsonl").read_bytes().splitlines())
        for name in ("train", "dev", "test")
    }
    assert sizes == {"train": 2, "dev": 1, "test": 0}
    manifest = orjson.loads((tmp_path / "x" / "manifest.json").read_bytes())
    assert manifest["labels"] == {"entity": {"PER": {"train": 2, "dev": 1}}}


def test_export_with_an_empty_split_is_refused_and_leaves_nothing(
    tmp_path: Path, scheme: Scheme
) -> None:
    options = ExportOptions(format="jsonl", split="80/10/10")
    with pytest.raises(Refused, match="would be in dev"):
        write_jsonl(prepared("train"), tmp_path / "x", options, scheme)
    assert list(tmp_path.iterdir()) == []


def test_export_of_nothing_is_refused_with_the_likely_reason(
    tmp_path: Path, scheme: Scheme
) -> None:
    with pytest.raises(Refused, match="--status any"):
        write_jsonl([], tmp_path / "x", ExportOptions(format="jsonl"), scheme)
