from typing import Any

import pytest

from annotator.interchange.formats.jsonl import JsonlReader
from tests.interchange.formats.lines import ONE, TWO, ana, line, mark, refusal

REFUSED: list[tuple[Any, str, str]] = [
    (line(ana(mark(3, 8, quote="Ruttes"))), "annotations.0.spans.0.quote", "'Rutte'"),
    (line(ana(mark(3, 800))), "annotations.0.spans.0.end", "past the text"),
    (line(ana(mark(-1, 8))), "annotations.0.spans.0.start", "before the text"),
    (line(ana(mark(8, 8))), "annotations.0.spans.0.end", "greater than the start"),
    (line(ana({"start": 3, "label": "PER"})), "annotations.0.spans.0.end", "is missing"),
    (line(ana(mark(3, 8) | {"start": "3"})), "annotations.0.spans.0.start", "whole number"),
    (line(ana(mark(3, 8) | {"start": True})), "annotations.0.spans.0.start", "whole number"),
    (line(ana({"start": 3, "end": 8})), "annotations.0.spans.0.label", "missing"),
    (line(ana(mark(3, 8, "NOPE"))), "annotations.0.spans.0.label", "there are: PER, LOC"),
    (line(ana(mark(3, 8, layer="x"))), "annotations.0.spans.0.label", "no span layer x"),
    (line(ana(mark(3, 8, id="T1"))), "annotations.0.spans.0.id", "UUID"),
    (line(ana(mark(3, 8, id=ONE), mark(9, 17, id=ONE))), "annotations.0.spans.1.id", "twice"),
    (line(ana(mark(3, 8, fragments=[[3, 4]]))), "annotations.0.spans.0.fragments", "finish at 8"),
    (line(ana(mark(3, 8, origin="o" * 33))), "annotations.0.spans.0.origin", "may have 32"),
    (line(ana(mark(3, 8, fragments=[3, 8]))), "annotations.0.spans.0.fragments", "[[start, end]"),
    (
        line(ana(mark(3, 8, attributes={"type": "z"}))),
        "annotations.0.spans.0.attributes.type",
        "one of a, b",
    ),
    (
        line(ana(mark(3, 8, attributes={"x": 1}))),
        "annotations.0.spans.0.attributes.x",
        "no attribute x",
    ),
    (line(ana("x")), "annotations.0.spans.0", "must be an object"),
    (line("x"), "annotations.0", "must be an object"),
    (line(ana(), {"annotator": "ana"}), "annotations.1.annotator", "two sets"),
    (line(ana(), {"annotator": "ana", **mark(3, 8)}), "annotations.1", "cannot be mixed"),
    (
        line({"annotator": "ana", **mark(3, 8)}, {"annotator": "ben", **mark(3, 900)}),
        "annotations.1.end",
        "past the text",
    ),
    (line(ana(kind="draft")), "annotations.0.kind", "work, gold, suggestion"),
    (line(ana(status="open")), "annotations.0.status", "assigned, in_progress"),
    (line(ana(labels={"topics": ["war"]})), "annotations.0.labels.topics", "topic, mood"),
    (line(ana(labels={"topic": ["wars"]})), "annotations.0.labels.topic", "war, peace"),
    (line(ana(labels={"topic": "war"})), "annotations.0.labels.topic", "list of names"),
    (line(ana(labels={"topic": ["war", "war"]})), "annotations.0.labels.topic", "twice"),
    (line(ana(labels={"mood": ["good", "bad"]})), "annotations.0.labels.mood", "one label only"),
    (
        line(ana(relations=[{"label": "KNOWS", "from": ONE, "to": TWO}])),
        "annotations.0.relations.0.from",
        f"no span {ONE}",
    ),
    (
        line(ana(mark(3, 8, id=ONE), relations=[{"label": "LOVES", "from": ONE}])),
        "annotations.0.relations.0.label",
        "holder, KNOWS",
    ),
    (
        line(
            ana(mark(3, 8, id=ONE), relations=[{"label": "holder", "from": ONE, "value": "author"}])
        ),
        "annotations.0.relations.0.from",
        "stance",
    ),
    (
        line(
            ana(
                {"start": 0, "end": 9, "label": "S"},
                {"start": 10, "end": 12, "label": "S"},
                {"start": 8, "end": 9, "label": "S"},
            )
        ),
        "annotations.0.spans.2.start",
        "allows no overlap",
    ),
    (
        line(
            ana(
                mark(3, 8, id=ONE),
                mark(9, 17, id=TWO),
                relations=[
                    {"id": ONE, "label": "KNOWS", "from": ONE, "to": TWO},
                    {"id": ONE, "label": "KNOWS", "from": TWO, "to": ONE},
                ],
            )
        ),
        "annotations.0.relations.1.id",
        "twice",
    ),
    (
        line(ana(mark(3, 8, id=ONE), relations=[{"label": "KNOWS", "to": ONE}])),
        "annotations.0.relations.0.from",
        "begins at",
    ),
    (line(mark(3, 8)), "annotations.0.annotator", "--annotator"),
    (line(text=""), "text", "empty"),
    (b'{"id":"d"}', "text", "missing"),
    (line(text=7), "text", "must be a text"),
    (line(text="a\0b"), "text", "NUL character at offset 1"),
    (line(meta={"x": ["a\0b"]}), "meta.x.0", "NUL"),
    (line(meta=[1]), "meta", "object"),
    (line(annotators="ana"), "annotators", "list of names"),
    (line(spans=[]), "spans", "another tool"),
    (line(id=" "), "id", "missing"),
    (line(id=1.5), "id", "whole number"),
    (b'{"id":"d","data":{"text":"x"}}', "data", "another tool"),
]


@pytest.mark.parametrize(("piece", "field", "sentence"), REFUSED)
def test_fault_is_refused_by_its_path(
    reader: JsonlReader, piece: bytes, field: str, sentence: str
) -> None:
    error = refusal(reader, piece)
    assert list(error.errors) == [field]
    assert sentence in error.reason
    assert str(error) == f"news/kursk.jsonl, line 3: {error.reason}"


@pytest.mark.parametrize(
    ("piece", "sentence"),
    [
        (b'{"id":', "not JSON"),
        (b'{"id":"d","text":"\xff"}', "not UTF-8: byte 0xff at byte 18"),
        (b'{"id":"d","text":"\\ud83d oops"}', "lone surrogate"),
        ('{"id":"d","text":"\ud83d oops"}', "lone surrogate at character 18"),
        ('{"id":"d"}'.encode("utf-16"), "UTF-16"),
        (b'{"id":"d","text":"x"}\r{"id":"e","text":"y"}', "end in CR alone"),
        (b"[{}]", "one document {…}"),
        (b'{"id":"d","text":"x","text" :"y"}', "The field 'text' is there twice"),
        (b'{"id":"d","text":"x","meta":{"a":[{"b":1,"b":2}]}}', "The field 'b' is there twice"),
        (b'{"text":"x","meta":{"a":' + b"[" * 300 + b"]" * 300 + b"}}", "more than 250"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_line_that_cannot_be_parsed_is_refused_in_plain_words(
    reader: JsonlReader, piece: bytes | str, sentence: str
) -> None:
    assert sentence in refusal(reader, piece).reason
