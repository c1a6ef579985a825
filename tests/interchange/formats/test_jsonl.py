from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from annotator.core.records import DocumentRecord, Relation
from annotator.core.scheme import Scheme
from annotator.core.scheme_reader import read_scheme
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.records import Place, RecordRefused

TEXT = "M. Rutte confirme 🙂 : «\u00a0des soldats à Koursk\u00a0»."
PLACE = Place("news/kursk.jsonl", 3)
ONE, TWO = str(uuid4()), str(uuid4())


@pytest.fixture
def reader(scheme: Scheme) -> JsonlReader:
    return JsonlReader(scheme)


def line(*annotations: object, **more: object) -> bytes:
    return orjson.dumps({"id": "d1", "text": TEXT, "annotations": annotations} | more)


def ana(*spans: object, **more: object) -> dict[str, Any]:
    return {"annotator": "ana", "spans": spans} | more


def mark(start: int, end: int, label: str = "PER", **more: object) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "layer": "entity"} | more


def read(reader: JsonlReader, *annotations: object, **more: object) -> DocumentRecord:
    return reader.read(line(*annotations, **more), PLACE).record


def refusal(reader: JsonlReader, piece: bytes | str) -> RecordRefused:
    with pytest.raises(RecordRefused) as caught:
        reader.read(piece, PLACE)
    return caught.value


def test_lines_are_numbered_and_blank_ones_passed_by(reader: JsonlReader) -> None:
    assert list(reader.pieces(BytesIO(b'{}\r\n\n \n{"a":"\xe2\x80\xa8"}'))) == [
        (1, b"{}\r\n"),
        (4, b'{"a":"\xe2\x80\xa8"}'),
    ]


def test_full_shape_is_read(reader: JsonlReader) -> None:
    body = ana(
        mark(
            3,
            8,
            id=ONE,
            quote="Rutte",
            attributes={"type": "a", "sure": True, "score": 0.5, "gloss": None},
            note="the premier",
        ),
        {"id": TWO, "start": 24, "end": 44, "label": "FAVOR", "fragments": [[24, 27], [38, 44]]},
        kind="gold",
        status="in_progress",
        relations=[
            {"label": "holder", "from": TWO, "to": ONE},
            {"label": "holder", "from": TWO, "to": None, "value": "author"},
        ],
        labels={"topic": ["war", "peace"]},
        note="hard",
        flag="odd",
        revision=7,
    )
    document = read(reader, body, meta={"source": "x"})
    assert (document.id, document.text, document.meta) == ("d1", TEXT, {"source": "x"})
    (one,) = document.annotations
    assert (one.annotator, one.kind, one.status, one.note) == ("ana", "gold", "in_progress", "hard")
    assert (one.flag, one.revision) == ("odd", 7)
    assert one.labels == {"topic": ("war", "peace")}
    rutte, soldiers = one.spans
    assert (rutte.id, rutte.start, rutte.end, rutte.label) == (UUID(ONE), 3, 8, "PER")
    assert rutte.attributes == {"type": "a", "sure": True, "score": 0.5}
    assert rutte.note == "the premier"
    assert (soldiers.layer, soldiers.fragments) == ("stance", ((24, 27), (38, 44)))
    assert [(r.head, r.tail, r.value) for r in one.relations] == [
        (UUID(TWO), UUID(ONE), None),
        (UUID(TWO), None, "author"),
    ]


def test_offsets_count_code_points(reader: JsonlReader) -> None:
    document = read(reader, ana(mark(38, 44, "LOC", quote="Koursk")))
    (span,) = document.annotations[0].spans
    assert document.text[span.start : span.end] == "Koursk"


def test_flat_shape_is_read_with_all_who_finished(reader: JsonlReader) -> None:
    items = [{"annotator": "ben", **mark(3, 8)}, {"annotator": "cyd", **mark(3, 8)}]
    document = read(reader, *items, annotators=["ana", "ben"])
    assert [(s.annotator, s.status, len(s.spans)) for s in document.annotations] == [
        ("ana", "done", 0),
        ("ben", "done", 1),
        ("cyd", "in_progress", 1),
    ]


def test_flat_shape_takes_those_who_finished_from_the_metadata(reader: JsonlReader) -> None:
    document = read(reader, meta={"annotators": ["ana", "ben"]})
    assert [(s.annotator, s.status) for s in document.annotations] == [
        ("ana", "done"),
        ("ben", "done"),
    ]
    assert document.meta == {"annotators": ["ana", "ben"]}


def test_flat_shape_without_names_counts_those_with_a_span(reader: JsonlReader) -> None:
    document = read(reader, {"annotator": "ana", **mark(3, 8)})
    assert [(s.annotator, s.status) for s in document.annotations] == [("ana", "done")]
    assert read(reader).annotations == ()


def test_layer_may_be_left_out_where_the_label_is_in_one_only(reader: JsonlReader) -> None:
    (one,) = read(reader, ana({"start": 3, "end": 8, "label": "FAVOR"})).annotations
    assert one.spans[0].layer == "stance"
    error = refusal(reader, line(ana({"start": 3, "end": 8, "label": "PER"})))
    assert "several layers (entity, stance)" in error.reason


def test_archived_label_of_old_work_is_read_with_its_layer(reader: JsonlReader) -> None:
    (one,) = read(reader, ana(mark(3, 8, "OLD"))).annotations
    assert one.spans[0].label == "OLD"
    assert "archived" in refusal(reader, line(ana({"start": 3, "end": 8, "label": "OLD"}))).reason


def test_span_without_an_id_gets_one(reader: JsonlReader) -> None:
    spans = read(reader, ana(mark(3, 8), mark(9, 17))).annotations[0].spans
    assert spans[0].id != spans[1].id


def test_annotations_that_name_nobody_go_to_the_annotator_given(scheme: Scheme) -> None:
    piece = line({"spans": [mark(3, 8)]})
    record = JsonlReader(scheme, annotator="eva").read(piece, PLACE).record
    assert record.annotations[0].annotator == "eva"
    assert "--annotator" in refusal(JsonlReader(scheme), piece).reason


def test_equal_spans_of_one_annotator_are_kept_once(reader: JsonlReader) -> None:
    other = str(uuid4())
    body = ana(
        mark(3, 8, id=ONE),
        mark(3, 8, id=TWO),
        mark(3, 8, "LOC"),
        mark(9, 17, id=other),
        relations=[{"label": "KNOWS", "from": other, "to": TWO}],
    )
    found = reader.read(line(body), PLACE)
    (one,) = found.record.annotations
    assert [(s.label, s.start) for s in one.spans] == [("PER", 3), ("LOC", 3), ("PER", 9)]
    assert one.relations[0].tail == UUID(ONE)
    assert found.warnings == ("ana has the span PER 3-8 twice: kept once.",)


def test_record_without_an_id_is_named_after_its_place(reader: JsonlReader) -> None:
    piece = orjson.dumps({"text": TEXT})
    assert reader.read(piece, PLACE).record.id == "kursk-3"
    with pytest.raises(RecordRefused, match="line 1: id: The id is missing"):
        reader.read(piece, Place())


def test_number_serves_as_an_id(reader: JsonlReader) -> None:
    assert read(reader, id=7).id == "7"


def test_byte_order_mark_before_the_first_line_is_left_out(reader: JsonlReader) -> None:
    assert reader.read(b"\xef\xbb\xbf" + line(), PLACE).record.id == "d1"


def test_fields_that_are_not_part_of_the_format_are_kept_in_the_metadata(
    reader: JsonlReader,
) -> None:
    found = reader.read(line(file="a.txt", meta={"x": 1}), PLACE)
    assert found.record.meta == {"x": 1, "file": "a.txt"}
    assert found.warnings == ("The field 'file' is not part of the format: kept in meta.",)


def test_field_that_the_metadata_has_already_is_left_out(reader: JsonlReader) -> None:
    found = reader.read(line(file="a.txt", meta={"file": "b.txt"}), PLACE)
    assert found.record.meta == {"file": "b.txt"}
    assert found.warnings == (
        "The field 'file' is not part of the format and meta has it: left out.",
    )


def test_parsed_value_is_refused_like_a_line(reader: JsonlReader) -> None:
    with pytest.raises(RecordRefused, match="line 3: text: The text is missing"):
        reader.read_value({"id": "d1"}, PLACE)


def test_backslash_before_zeros_is_no_nul(reader: JsonlReader) -> None:
    assert read(reader, text="a\\u0000b").text == "a\\u0000b"


def test_fields_of_spans_that_cannot_be_kept_are_warned_of_once(reader: JsonlReader) -> None:
    found = reader.read(line(ana(mark(3, 8, chain="1"), mark(9, 17, chain="2"))), PLACE)
    assert found.warnings == ("The field 'chain' of spans is not part of the format: left out.",)


def test_label_that_is_no_name_is_kept_under_the_nearest_name() -> None:
    scheme = read_scheme(
        {"layers": [{"name": "x", "kind": "span", "labels": [{"name": "Other_Insult"}]}]}
    )
    found = JsonlReader(scheme).read(
        line(ana({"start": 0, "end": 1, "label": "Other Insult"})), PLACE
    )
    assert found.record.annotations[0].spans[0].label == "Other_Insult"
    assert "kept as Other_Insult" in found.warnings[0]


def test_parsed_value_is_read_like_a_line(reader: JsonlReader) -> None:
    piece = line(ana(mark(3, 8, id=ONE)))
    assert reader.read_value(orjson.loads(piece), PLACE) == reader.read(piece, PLACE)


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
    (line(id="x" * 300), "id", "longer"),
    (b"[1]", "record", "object"),
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
    ],
)
def test_line_that_cannot_be_parsed_is_refused_in_plain_words(
    reader: JsonlReader, piece: bytes | str, sentence: str
) -> None:
    assert sentence in refusal(reader, piece).reason


def test_relation_that_is_there_twice_is_kept_once(reader: JsonlReader) -> None:
    twice = [{"label": "KNOWS", "from": ONE, "to": TWO}] * 2
    found = reader.read(line(ana(mark(3, 8, id=ONE), mark(9, 17, id=TWO), relations=twice)), PLACE)
    (relation,) = found.record.annotations[0].relations
    assert isinstance(relation, Relation)
    assert found.warnings == ("A relation KNOWS is there twice: kept once.",)
