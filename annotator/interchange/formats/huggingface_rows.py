"""The rows of a Hugging Face data set: every field in every row, of one type, and nothing left out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from annotator.core.records import AnnotationRecord, DocumentRecord, Relation
from annotator.core.spans import Span, reading_order


def row(
    document: DocumentRecord,
    record: AnnotationRecord | None,
    tags: Mapping[str, Sequence[str | None]],
) -> bytes:
    """Return the row of a set on a document, or of a document without any, with its words and their tags.

    Metadata and attributes may be of any type, so they are JSON in a text.
    """
    one = record or AnnotationRecord("", kind="", status="")
    body = {
        "id": document.id,
        "text": document.text,
        "meta": _json(dict(document.meta)),
        "annotator": one.annotator if record else None,
        "kind": one.kind if record else None,
        "status": one.status if record else None,
        "spans": [_span(span) for span in sorted(one.spans, key=reading_order)],
        "relations": [
            {
                "id": relation.id,
                "label": relation.label,
                "from": relation.head,
                "to": relation.tail,
                "value": relation.value,
            }
            for relation in one.relations
        ],
        "labels": [
            {"layer": layer, "label": label}
            for layer, labels in sorted(one.labels.items())
            for label in labels
        ],
        "note": one.note,
        "flag": one.flag,
        "revision": one.revision,
        **tags,
    }
    return orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)


def read_rows(file: Path) -> Iterator[DocumentRecord]:
    """Yield the documents of a file of rows, each with the set of its row. Names, not numbers, are expected."""
    with file.open("rb") as lines:
        for line in lines:
            body = orjson.loads(line)
            sets = () if body["annotator"] is None else (_record(body),)
            yield DocumentRecord(body["id"], body["text"], orjson.loads(body["meta"]), sets)


def _record(body: dict[str, Any]) -> AnnotationRecord:
    labels: dict[str, tuple[str, ...]] = {}
    for one in body["labels"]:
        labels[one["layer"]] = (*labels.get(one["layer"], ()), one["label"])
    return AnnotationRecord(
        annotator=body["annotator"],
        kind=body["kind"],
        status=body["status"],
        spans=tuple(
            Span(
                UUID(one["id"]),
                one["start"],
                one["end"],
                one["layer"],
                one["label"],
                orjson.loads(one["attributes"]),
                tuple((part["start"], part["end"]) for part in one["fragments"]),
                one["note"],
                one["origin"],
            )
            for one in body["spans"]
        ),
        relations=tuple(
            Relation(
                UUID(one["id"]),
                one["label"],
                UUID(one["from"]),
                UUID(one["to"]) if one["to"] else None,
                one["value"],
            )
            for one in body["relations"]
        ),
        labels=labels,
        note=body["note"],
        flag=body["flag"],
        revision=body["revision"],
    )


def _span(span: Span) -> dict[str, Any]:
    return {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        "layer": span.layer,
        "label": span.label,
        "attributes": _json(dict(sorted(span.attributes.items()))),
        "fragments": [{"start": start, "end": end} for start, end in span.fragments],
        "note": span.note,
        "origin": span.origin,
    }


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
