"""The project's own JSONL, written: all work, in one order of fields and spans, the same bytes each time."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from annotator.core.records import AnnotationRecord, DocumentRecord, Relation
from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.scheme import Scheme
from annotator.core.spans import Span, quote, reading_order
from annotator.core.splits import SPLITS, check_documents, check_splits
from annotator.interchange.formats.counting import count_exact
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.limits import idle
from annotator.interchange.formats.manifest import Dataset, describe
from annotator.interchange.formats.records import Place
from annotator.interchange.formats.rehearsal import export_folder
from annotator.interchange.formats.snapshot import noted


def line(document: DocumentRecord) -> bytes:
    """Return the line of a document with all its annotation sets, less their revisions, which count acts in one database."""
    body: dict[str, Any] = {"id": document.id, "text": document.text, "meta": dict(document.meta)}
    if not document.annotations and "annotators" in document.meta:
        body["annotators"] = []  # else the metadata would seem to say who finished
    body["annotations"] = [_set(one, document.text) for one in document.annotations]
    return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)


def ordered(document: DocumentRecord) -> DocumentRecord:
    """Return the document with spans and relations in the order in which they are written."""
    sets = (
        replace(one, spans=_sorted(one.spans), relations=_by_head(one.relations, one.spans))
        for one in document.annotations
    )
    return replace(document, annotations=tuple(sets))


def held(document: DocumentRecord) -> DocumentRecord:
    """Return the document as its line gives it back."""
    whole = ordered(document)
    return replace(whole, annotations=tuple(replace(one, revision=0) for one in whole.annotations))


def write_jsonl(
    documents: Iterable[Prepared], target: Path, options: ExportOptions, scheme: Scheme
) -> ExportReport:
    """Write data.jsonl, or train.jsonl, dev.jsonl and test.jsonl where a split was asked for.

    Raises Refused; the folder then stays as it was.
    """
    dataset, report = Dataset(), ExportReport(notes=[*idle(options)])
    reader = JsonlReader(scheme) if options.check else None
    names = SPLITS if options.split else ("data",)
    with export_folder(target, options) as folder:
        files = {name: folder.stream(f"{name}.jsonl") for name in names}
        for one in noted(folder, documents):
            document = replace(one.document, annotations=one.chosen)
            written = line(document)
            if reader and reader.read(written, Place()).record != held(document):
                message = f"the document {document.id} does not come back as it was written"
                raise RuntimeError(message)
            split = one.split if options.split else "data"
            files[split].write(written)
            count_exact(one, split, dataset, report)
        check = check_splits if options.split else check_documents
        check(dataset.documents)
        report.splits = dataset.documents
        report.check(options.max_loss)
        if options.check:
            folder.check()
        folder.finish(report, describe(dataset, report, options, scheme))
    return report


def _set(record: AnnotationRecord, text: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "annotator": record.annotator,
        "kind": record.kind,
        "status": record.status,
        "spans": [_span(span, text) for span in _sorted(record.spans)],
        "relations": [_relation(one) for one in _by_head(record.relations, record.spans)],
        "labels": {layer: record.labels[layer] for layer in sorted(record.labels)},
        "note": record.note,
    }
    if record.flag is not None:
        body["flag"] = record.flag
    return body


def _span(span: Span, text: str) -> dict[str, Any]:
    body = {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        "layer": span.layer,
        "label": span.label,
        "quote": quote(text, span.start, span.end, span.fragments),
        "attributes": dict(sorted(span.attributes.items())) if span.attributes else {},
        "fragments": span.fragments,
        "note": span.note,
    }
    return body | {"origin": span.origin} if span.origin else body


def _relation(relation: Relation) -> dict[str, Any]:
    body = {
        "id": relation.id,
        "label": relation.label,
        "from": relation.head,
        "to": relation.tail,
    }
    return body if relation.value is None else body | {"value": relation.value}


def _sorted(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=reading_order))


def _by_head(relations: Iterable[Relation], spans: Iterable[Span]) -> tuple[Relation, ...]:
    """Return the relations by the places of the spans they begin at, then by name and id."""
    places: Mapping[UUID, int] = {span.id: span.start for span in spans}
    return tuple(sorted(relations, key=lambda one: (places[one.head], one.label, str(one.id))))
