"""The demo documents and the work on them: every offset, id, label and relation is sound."""

import json
from collections import Counter
from itertools import combinations, pairwise
from uuid import UUID

from tests.seeds.demo import (
    DOCUMENTS,
    LAYERS,
    LINES,
    Json,
    entities,
    label_names,
    roles,
    sets,
)


def test_documents_are_compact_lines_with_stable_fields() -> None:
    compact = [json.dumps(d, ensure_ascii=False, separators=(",", ":")) for d in DOCUMENTS]
    assert compact == LINES
    assert len({document["id"] for document in DOCUMENTS}) == len(DOCUMENTS) >= 14
    for document in DOCUMENTS:
        assert list(document) == ["id", "text", "meta", "annotations"]
        assert list(document["meta"]) == ["title", "language", "source", "split"]
        assert 500 <= len(document["text"]) <= 1800
        assert "\n" in document["text"]


def test_splits_are_fixed_and_each_has_every_entity_label_and_topic() -> None:
    splits = Counter(document["meta"]["split"] for document in DOCUMENTS)
    assert splits == {"train": 14, "dev": 2, "test": 2}
    for split in splits:
        chosen = [document for document in DOCUMENTS if document["meta"]["split"] == split]
        assert {e[2] for d in chosen for e in entities(d, "ana")} == set(label_names("entity"))
        topics = {t for d in chosen for t in d["annotations"][0]["labels"].get("topic", [])}
        assert topics == set(label_names("topic"))


def test_spans_quote_their_text_and_carry_labels_of_the_scheme() -> None:
    for document, work in sets():
        for span in work["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(document["text"])
            assert span["quote"] == document["text"][span["start"] : span["end"]]
            assert span["quote"] == span["quote"].strip()
            assert span["label"] in label_names(span["layer"])
            check_attributes(span)


def check_attributes(span: Json) -> None:
    known = {
        attribute["name"]: attribute for attribute in LAYERS[span["layer"]].get("attributes", [])
    }
    for name, value in span["attributes"].items():
        if known[name]["type"] == "choice":
            assert value in known[name]["choices"]
        else:
            assert isinstance(value, bool)


def test_ids_are_uuids_and_unique() -> None:
    ids = [item["id"] for _, work in sets() for item in (*work["spans"], *work["relations"])]
    assert all(str(UUID(text)) == text for text in ids)
    assert len(set(ids)) == len(ids)


def test_document_labels_are_of_the_scheme() -> None:
    for _, work in sets():
        assert set(work["labels"]) <= {"topic"}
        assert set(work["labels"].get("topic", [])) <= set(label_names("topic"))


def test_relations_join_what_the_scheme_allows() -> None:
    slots = roles()
    links = {label["name"]: label for label in LAYERS["support"]["labels"]}
    for _, work in sets():
        layer_of = {span["id"]: span["layer"] for span in work["spans"]}
        for relation in work["relations"]:
            head = layer_of[relation["from"]]
            if relation["label"] in links:
                link = links[relation["label"]]
                assert head in link["from"]
                assert layer_of[relation["to"]] in link["to"]
                assert relation["from"] != relation["to"]
            else:
                check_role(slots[head, relation["label"]], relation, layer_of)


def check_role(role: Json, relation: Json, layer_of: dict[str, str]) -> None:
    if relation["to"] is not None:
        assert layer_of[relation["to"]] in role["layers"]
        assert "value" not in relation
    else:
        assert relation["value"] in role["implied"] or (role.get("free_text") and relation["value"])


def test_every_claim_and_stance_has_its_roles_filled_once() -> None:
    for _, work in sets():
        filled = Counter((relation["from"], relation["label"]) for relation in work["relations"])
        for span in work["spans"]:
            for role in LAYERS[span["layer"]].get("roles", []):
                assert filled[span["id"], role["name"]] == 1


def test_roles_are_filled_by_spans_and_by_implied_and_free_values() -> None:
    relations = [relation for _, work in sets() for relation in work["relations"]]
    values = {relation.get("value") for relation in relations if relation["to"] is None}
    assert {"author", "unknown"} < values
    assert {relation["label"] for relation in relations} == {
        *("claimer", "holder", "target"),
        *("SUPPORTS", "REFUTES"),
    }


def test_spans_nest_share_extents_and_are_discontinuous() -> None:
    nested = same = split = 0
    for _, work in sets():
        for outer, inner in combinations(work["spans"], 2):
            extent, other = (outer["start"], outer["end"]), (inner["start"], inner["end"])
            same += extent == other
            nested += extent != other and extent[0] <= other[0] and other[1] <= extent[1]
        split += sum(len(span["fragments"]) > 1 for span in work["spans"])
    assert nested > 40
    assert same > 5
    assert split == 1


def test_fragments_lie_apart_and_fill_the_extent() -> None:
    for _, work in sets():
        for span in (span for span in work["spans"] if span["fragments"]):
            fragments = span["fragments"]
            assert (fragments[0][0], fragments[-1][1]) == (span["start"], span["end"])
            assert all(before[1] < after[0] for before, after in pairwise(fragments))
