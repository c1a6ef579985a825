from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import Refused
from annotator.core.records import KINDS, STATUSES, AnnotationRecord, DocumentRecord, Relation
from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.jsonl_writer import line, ordered, write_jsonl
from annotator.interchange.formats.records import Place

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(characters)
names = st.text(characters, min_size=1).map(str.strip).filter(bool)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
attributes = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["a", "b"]),
        "sure": st.booleans(),
        "gloss": texts,
        "score": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    },
)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A span of any layer that allows overlap, in one piece or several."""
    cuts = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)
    places = sorted(draw(cuts))
    places = places[: len(places) // 2 * 2]
    fragments = tuple(zip(places[::2], places[1::2], strict=True))
    layer, label = draw(st.sampled_from([("entity", "PER"), ("entity", "OLD"), ("stance", "PER")]))
    return Span(
        id=draw(st.uuids()),
        start=places[0],
        end=places[-1],
        layer=layer,
        label=label,
        attributes=draw(attributes) if layer == "entity" else {},
        fragments=fragments if len(fragments) > 1 else (),
        note=draw(texts),
    )


@st.composite
def relations(draw: st.DrawFn, marked: list[Span]) -> Relation:
    """A relation between two spans, or a role filled by a text."""
    head = draw(st.sampled_from(marked))
    others = [one for one in marked if one.id != head.id]
    if head.layer == "stance" and (not others or draw(st.booleans())):
        value = draw(st.just("author") | texts.filter(str.strip))
        return Relation(draw(st.uuids()), "holder", head.id, None, value)
    return Relation(draw(st.uuids()), "KNOWS", head.id, draw(st.sampled_from(others)).id)


@st.composite
def annotation_sets(draw: st.DrawFn, text: str) -> AnnotationRecord:
    keys = ("id", lambda one: (one.start, one.end, one.fragments, one.layer, one.label))
    marked: list[Span] = []
    if len(text) > 1:
        unique = (lambda one: one.id, keys[1])
        marked = draw(st.lists(spans(text), max_size=4, unique_by=unique))
    joined: list[Relation] = []
    if len(marked) > 1:
        unique_relation = (
            lambda one: one.id,
            lambda one: (one.label, one.head, one.tail, one.value),
        )
        joined = draw(st.lists(relations(marked), max_size=3, unique_by=unique_relation))
    topics = st.permutations(["war", "peace"]).flatmap(
        lambda both: st.sampled_from([(), tuple(both), (both[0],)])
    )
    return AnnotationRecord(
        annotator=draw(names),
        kind=draw(st.sampled_from(KINDS)),
        status=draw(st.sampled_from(STATUSES)),
        spans=tuple(marked),
        relations=tuple(joined),
        labels=draw(
            st.fixed_dictionaries({}, optional={"topic": topics, "mood": st.just(("bad",))})
        ),
        note=draw(texts),
        flag=draw(st.none() | texts),
        revision=draw(st.integers(0, 2**40)),
    )


@st.composite
def documents(draw: st.DrawFn) -> DocumentRecord:
    text = draw(st.text(characters, min_size=1))
    meta = draw(
        st.dictionaries(texts, json_values, max_size=3)
        | st.just({"annotators": ["ana", "ben"]})
        | st.just({"annotators": 3})
    )
    sets = st.lists(
        annotation_sets(text), max_size=3, unique_by=lambda one: (one.kind, one.annotator)
    )
    return DocumentRecord(draw(names), text, meta, tuple(draw(sets)))


@given(documents())
def test_document_comes_back_as_it_was_written(scheme: Scheme, document: DocumentRecord) -> None:
    written = line(document)
    found = JsonlReader(scheme).read(written, Place())
    assert found.record == ordered(document)
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
    assert report.as_json() == {
        "files": ["data.jsonl"],
        "documents": 3,
        "spans": {"in": 3, "exact": 3, "changed": 0, "left_out": 0},
        "changed": [],
        "left_out": [],
        "manifest": "manifest.json",
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
