import pytest

from annotator.core.errors import Refused
from annotator.core.scheme import Scheme
from annotator.core.scheme_fields import is_name
from annotator.core.scheme_growth import Unknown, as_name, grow
from annotator.core.scheme_reader import read_scheme

SCHEME = read_scheme(
    {
        "layers": [
            {"name": "entity", "kind": "span", "labels": [{"name": "PER"}]},
            {"name": "topic", "kind": "document", "labels": [{"name": "war"}]},
        ]
    }
)


def test_grow_adds_labels_to_their_layers_and_leaves_the_rest_alone() -> None:
    grown = grow(SCHEME, [Unknown("span", "", "LOC"), Unknown("document", "topic", "peace")])
    entity, topic = grown.layers
    assert [label.name for label in entity.labels] == ["PER", "LOC"]
    assert [label.name for label in topic.labels] == ["war", "peace"]
    assert entity.labels[0] == SCHEME.layers[0].labels[0]


def test_grow_gives_new_labels_a_colour_and_a_key_of_their_own() -> None:
    per, loc = grow(SCHEME, [Unknown("span", "", "LOC")]).layers[0].labels
    assert loc.color != per.color
    assert loc.key != per.key


def test_grow_makes_layers_that_are_missing() -> None:
    unknown = [
        Unknown("span", "", "PER"),
        Unknown("relation", "", "KNOWS"),
        Unknown("document", "mood", "good"),
        Unknown("attribute", "", "sure", "boolean"),
    ]
    grown = grow(Scheme(), unknown)
    assert {layer.name: layer.kind for layer in grown.layers} == {
        "span": "span",
        "relation": "relation",
        "mood": "document",
    }
    (attribute,) = next(layer for layer in grown.layers if layer.name == "span").attributes
    assert (attribute.name, attribute.type) == ("sure", "boolean")


@pytest.mark.parametrize(
    ("types", "made"),
    [
        (["number"], "number"),
        (["", "boolean"], "boolean"),
        (["number", "text"], "text"),
        ([""], "text"),
    ],
)
def test_grow_gives_an_attribute_the_type_of_its_values(types: list[str], made: str) -> None:
    unknown = [Unknown("attribute", "entity", "x", one) for one in types]
    assert grow(SCHEME, unknown).layers[0].attributes[0].type == made


def test_grow_does_the_same_whatever_the_order() -> None:
    unknown = [Unknown("span", "", name) for name in "ABCDE"]
    assert grow(SCHEME, unknown) == grow(SCHEME, reversed([*unknown, *unknown]))


def test_grow_refuses_what_cannot_be_a_name() -> None:
    with pytest.raises(Refused, match="A name is a letter"):
        grow(SCHEME, [Unknown("span", "", "1st")])


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("PER", "PER"),
        ("Identity based Attack", "Identity_based_Attack"),
        ("Profane/Obscene", "Profane_Obscene"),
        (" (Other) ", "Other"),
        ("法人名", "法人名"),
    ],
)
def test_as_name_changes_only_what_a_name_may_not_hold(raw: str, name: str) -> None:
    assert as_name(raw) == name
    assert is_name(as_name(raw))
