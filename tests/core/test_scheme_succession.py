"""A new scheme follows an old one without taking away what stored work needs."""

import pytest

from annotator.core.errors import Refused
from annotator.core.scheme_reader import read_scheme
from annotator.core.scheme_succession import succeed


def scheme(*layers):
    return read_scheme({"layers": list(layers)})


def layer(name, *labels, **fields):
    return {"name": name, "kind": "span", "labels": [{"name": label} for label in labels]} | fields


OLD = scheme(
    layer("entity", "PER", "ORG", roles=[{"name": "title"}]),
    layer("claim", "CLAIM", attributes=[{"name": "sure", "type": "boolean"}]),
)


def test_the_same_scheme_follows_itself():
    assert succeed(OLD, OLD, {"entity", "claim"}) == OLD


def test_nothing_is_ever_taken_away():
    merged = succeed(OLD, scheme(), set())
    assert [known.name for known in merged.layers] == ["entity", "claim"]
    assert all(known.archived for known in merged.layers)
    assert set(merged.label_names()) == set(OLD.label_names())


def test_new_parts_come_first_and_left_out_ones_after_them():
    merged = succeed(OLD, scheme(layer("event", "STRIKE"), layer("entity", "GPE", "ORG")), set())
    assert [known.name for known in merged.layers] == ["event", "entity", "claim"]
    labels = merged.layer("entity").labels
    assert [(label.name, label.archived) for label in labels] == [
        ("GPE", False), ("ORG", False), ("PER", True),
    ]  # fmt: skip
    assert merged.layer("entity").roles[0].archived


def test_archived_parts_come_back_when_they_are_named_again():
    gone = succeed(OLD, scheme(), set())
    assert succeed(gone, OLD, set()) == OLD


def test_a_layer_stays_of_its_kind():
    body = layer("claim", "CLAIM", kind="document")
    with pytest.raises(Refused) as refusal:
        succeed(OLD, scheme(layer("entity"), body), set())
    assert list(refusal.value.errors) == ["layers.1.kind"]


def test_an_attributes_type_changes_only_while_no_work_uses_it():
    new = scheme(layer("claim", "CLAIM", attributes=[{"name": "sure", "type": "number"}]))
    assert succeed(OLD, new, {"entity"}).layer("claim").attributes[0].type == "number"
    with pytest.raises(Refused) as refusal:
        succeed(OLD, new, {"claim"})
    assert list(refusal.value.errors) == ["layers.0.attributes.0.type"]
