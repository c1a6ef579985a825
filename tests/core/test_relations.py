from uuid import uuid4

import pytest

from annotator.core.errors import Refused
from annotator.core.relations import check_relation
from annotator.core.scheme_reader import read_scheme
from annotator.core.spans import Span

SCHEME = read_scheme(
    {
        "layers": [
            {"name": "entity", "kind": "span", "labels": [{"name": "PER"}]},
            {
                "name": "stance",
                "kind": "span",
                "labels": [{"name": "FAVOR"}],
                "roles": [
                    {"name": "holder", "layers": ["entity"], "implied": ["author", "unknown"]},
                    {"name": "target", "layers": ["entity"], "free_text": True},
                    {"name": "old", "layers": ["entity"], "archived": True},
                ],
            },
            {
                "name": "link",
                "kind": "relation",
                "labels": [
                    {"name": "KNOWS", "from": ["entity"], "to": ["entity"]},
                    {"name": "ANY"},
                ],
            },
        ]
    }
)


def span(layer: str) -> Span:
    return Span(uuid4(), 0, 1, layer, "PER" if layer == "entity" else "FAVOR")


PERSON, OTHER, STANCE = span("entity"), span("entity"), span("stance")


@pytest.mark.parametrize(
    ("label", "head", "tail", "value"),
    [
        ("holder", STANCE, PERSON, None),
        ("holder", STANCE, None, "author"),
        ("target", STANCE, None, "the peace talks"),
        ("KNOWS", PERSON, OTHER, None),
        ("ANY", STANCE, PERSON, None),
    ],
)
def test_relation_that_the_scheme_allows_passes(
    label: str, head: Span, tail: Span | None, value: str | None
) -> None:
    check_relation(SCHEME, label, head, tail, value)


@pytest.mark.parametrize(
    ("label", "head", "tail", "value", "field"),
    [
        ("nobody", STANCE, PERSON, None, "label"),
        ("old", STANCE, PERSON, None, "label"),
        ("holder", PERSON, OTHER, None, "from"),
        ("holder", STANCE, span("stance"), None, "to"),
        ("holder", STANCE, PERSON, "author", "value"),
        ("holder", STANCE, None, "somebody", "value"),
        ("holder", STANCE, None, None, "to"),
        ("target", STANCE, None, "  ", "to"),
        ("KNOWS", PERSON, None, "unknown", "value"),
        ("KNOWS", PERSON, None, None, "to"),
        ("KNOWS", PERSON, PERSON, None, "to"),
        ("KNOWS", STANCE, PERSON, None, "from"),
    ],
)
def test_relation_that_the_scheme_does_not_allow_is_refused_by_field(
    label: str, head: Span, tail: Span | None, value: str | None, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        check_relation(SCHEME, label, head, tail, value)
    assert list(refusal.value.errors) == [field]


def test_refusal_names_the_values_that_a_role_takes() -> None:
    with pytest.raises(Refused, match="author, unknown"):
        check_relation(SCHEME, "holder", STANCE, None, "somebody")
