"""A file of finished work in our JSONL, read without a project."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from annotator.cli.work_scheme import scheme_of_work
from annotator.core.agreement.extras import Extras, Link, Value
from annotator.core.agreement.layers import (
    Content,
    LayerWork,
    SpanColumns,
    chosen_layers,
    layer_work,
)
from annotator.core.agreement.question import Question
from annotator.core.agreement.report import Report, agreement_report
from annotator.core.agreement.selection import Roll, Shared, shared_work
from annotator.core.agreement.tokens import Rule, Tokenizer
from annotator.core.agreement.work import Pieces
from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.interchange.formats.json_line import parse
from annotator.interchange.formats.jsonl import FIELDS, FOREIGN, JsonlReader
from annotator.interchange.formats.records import Place, RecordRefused
from annotator.interchange.sources import Source, source_at

SET_FIELDS = ("annotator", "kind", "status", "labels", "relations")
SPAN_FIELDS = ("annotator", "start", "end", "layer", "label", "quote", "attributes", "fragments")


@dataclass(slots=True)
class WorkFile:
    """The documents of a file, one record each, with the finished work on them; and the scheme it is in."""

    scheme: Scheme
    texts: dict[str, str] = field(default_factory=dict)
    work: dict[str, dict[str, AnnotationRecord]] = field(default_factory=dict)

    def add(self, record: DocumentRecord, place: Place) -> None:
        """Take a record; another one of the same document must have the same text and other annotators."""
        if self.texts.setdefault(record.id, record.text) != record.text:
            reason = Refused.field("text", f"The document {record.id} has another text before.")
            raise RecordRefused(place, reason)
        own = self.work.setdefault(record.id, {})
        for one in record.annotations:
            if one.kind != "work" or one.status != "done":
                continue
            if one.annotator in own:
                message = f"{one.annotator} has work on the document {record.id} before."
                raise RecordRefused(place, Refused.field("annotator", message))
            own[one.annotator] = one


def file_agreement(path: Path, question: Question, rule: Rule = "regex") -> Report:
    """Return the agreement of those whose finished work is in the file. Refuses as `project_agreement` does."""
    found = _read(path)
    layers = chosen_layers(found.scheme, question)
    content = _compared(found, question)
    tokenizer = Tokenizer(rule)
    for name in content.shared.names:
        tokenizer.add(found.texts[name])
    return agreement_report(content, layers, question, tokenizer.tokens())


def compared_in_file(path: Path, question: Question, name: str) -> tuple[Shared, LayerWork]:
    """Return the shared sets and their work in a layer of the file."""
    found = _read(path)
    [layer] = [layer for layer in found.scheme.layers if layer.name == name]
    content = _compared(found, question)
    return content.shared, layer_work(content, layer, question.labels)


def _compared(found: WorkFile, question: Question) -> Content:
    sets = [
        (number, record)
        for number, own in enumerate(found.work.values())
        for record in own.values()
    ]
    roll = Roll(list(found.work), [(number, record.annotator) for number, record in sets])
    shared = shared_work(roll, question.annotators)
    return _content(shared, [sets[at][1] for at in shared.sets.tolist()], found)


def _read(path: Path) -> WorkFile:
    if path.is_dir():
        message = f"{path} is a folder: name one file in our JSONL."
        raise Refused(message)
    source = source_at(path, path.name, "jsonl")
    found = WorkFile(scheme_of_work(value for _, value in _values(source)))
    reader = JsonlReader(found.scheme)
    for place, value in _values(source):
        found.add(reader.read_value(_lean(value), place).record, place)
    return found


def _values(source: Source) -> Iterator[tuple[Place, Any]]:
    with source.open() as file:
        for line, piece in JsonlReader(Scheme()).pieces(file):
            place = Place(source.name, line)
            try:
                yield place, parse(piece)
            except Refused as refusal:
                raise RecordRefused(place, refusal) from None


def _lean(value: Any) -> Any:
    """Return the record without what agreement does not look at."""
    if not isinstance(value, dict):
        return value
    kept = {name: value[name] for name in (*FIELDS, *FOREIGN) if name in value}
    items = value.get("annotations")
    if isinstance(items, list):
        kept["annotations"] = [_lean_item(item) for item in items]
    return kept


def _lean_item(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    if "start" in item:
        return _only(item, SPAN_FIELDS)
    spans = item.get("spans")
    lean = _only(item, SET_FIELDS)
    if isinstance(spans, list):
        names = (*SPAN_FIELDS, "id") if item.get("relations") else SPAN_FIELDS
        return lean | {"spans": [_only(span, names) for span in spans]}
    return lean if spans is None else lean | {"spans": spans}


def _only(item: Any, names: tuple[str, ...]) -> Any:
    return {name: item[name] for name in names if name in item} if isinstance(item, dict) else item


def _content(shared: Shared, records: list[AnnotationRecord], found: WorkFile) -> Content:
    pairs = found.scheme.label_names()
    numbers = {pair: number for number, pair in enumerate(pairs)}
    spans = [(at, span) for at, record in enumerate(records) for span in record.spans]
    rows = [(at, numbers[span.layer, span.label], span.start, span.end) for at, span in spans]
    parts = [
        (row, start, end) for row, (_, span) in enumerate(spans) for start, end in span.fragments
    ]
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    pieces = Pieces(*np.array(parts, np.int64).reshape(-1, 3).T)
    chosen = [
        (at, numbers[layer, label])
        for at, record in enumerate(records)
        for layer, labels in record.labels.items()
        for label in labels
    ]
    return Content(
        shared=shared,
        lengths=np.array([len(found.texts[name]) for name in shared.names], np.int64),
        names={number: pair for pair, number in numbers.items()},
        spans=SpanColumns(columns[0], columns[1], columns[2], columns[3], pieces),
        chosen=chosen,
        extras=_extras(records, spans, numbers, found.scheme),
    )


def _extras(
    records: list[AnnotationRecord],
    spans: list[tuple[int, Span]],
    numbers: dict[tuple[str, str], int],
    scheme: Scheme,
) -> Extras:
    """Return what the spans carry and what joins them; a span is (place of its record, span)."""
    values = [
        Value(row, name, orjson.dumps(value).decode())
        for row, (_, span) in enumerate(spans)
        for name, value in span.attributes.items()
    ]
    rows = {(at, span.id): row for row, (at, span) in enumerate(spans)}
    owners = {name: layer.name for name, (layer, _) in scheme.relation_names().items()}
    links = [
        Link(
            at,
            numbers[owners[one.label], one.label],
            rows[at, one.head],
            -1 if one.tail is None else rows[at, one.tail],
            one.value or "",
        )
        for at, record in enumerate(records)
        for one in record.relations
    ]
    return Extras(values, links)
