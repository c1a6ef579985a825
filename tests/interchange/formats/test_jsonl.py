from io import BytesIO
from uuid import UUID, uuid4

import orjson
import pytest

from annotator.core.records import DocumentRecord, Relation
from annotator.core.scheme import Scheme
from annotator.core.scheme_reader import read_scheme
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.records import Place, RecordRefused
from tests.interchange.formats.lines import ONE, PLACE, TEXT, TWO, ana, line, mark, refusal


def read(reader: JsonlReader, *annotations: object, **more: object) -> DocumentRecord:
    return reader.read(line(*annotations, **more), PLACE).record


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


def test_origin_of_a_span_is_read(reader: JsonlReader) -> None:
    by_hand, propagated = (
        read(reader, ana(mark(3, 8), mark(9, 17, origin="propagated"))).annotations[0].spans
    )

    assert (by_hand.origin, propagated.origin) == ("", "propagated")


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


def test_relation_that_is_there_twice_is_kept_once(reader: JsonlReader) -> None:
    twice = [{"label": "KNOWS", "from": ONE, "to": TWO}] * 2
    found = reader.read(line(ana(mark(3, 8, id=ONE), mark(9, 17, id=TWO), relations=twice)), PLACE)
    (relation,) = found.record.annotations[0].relations
    assert isinstance(relation, Relation)
    assert found.warnings == ("A relation KNOWS is there twice: kept once.",)


def test_a_text_full_of_quotes_and_colons_is_no_field_twice(reader: JsonlReader) -> None:
    text = '"a":1,"a" :2 \\"a\\":3'
    assert reader.read(orjson.dumps({"id": "d", "text": text}), Place()).record.text == text
