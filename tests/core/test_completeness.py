"""What is open before a document is done."""

from uuid import UUID

from annotator.core.completeness import gaps
from annotator.core.records import Relation
from annotator.core.scheme_reader import read_scheme
from annotator.core.spans import Span

SCHEME = read_scheme(
    {
        "layers": [
            {"name": "entity", "kind": "span", "labels": [{"name": "PER"}]},
            {
                "name": "stance",
                "kind": "span",
                "labels": [{"name": "AGAINST"}],
                "attributes": [{"name": "sure", "type": "boolean"}],
                "roles": [{"name": "holder"}, {"name": "target"}],
            },
            {
                "name": "quote",
                "kind": "span",
                "labels": [{"name": "QUOTE"}],
                "attributes": [
                    {"name": "kind", "type": "text", "required": True},
                    {"name": "old", "type": "text", "required": True, "archived": True},
                ],
                "roles": [{"name": "speaker", "required": True}],
            },
            {"name": "support", "kind": "relation", "labels": [{"name": "SUPPORTS"}]},
        ]
    }
)


def span(number: int, layer: str, label: str, **attributes: str | bool) -> Span:
    return Span(UUID(int=number), number, number + 1, layer, label, attributes)


def relation(name: str, head: int, tail: int | None = None) -> Relation:
    value = None if tail else "author"
    return Relation(
        UUID(int=100 + head), name, UUID(int=head), UUID(int=tail) if tail else None, value
    )


def names(spans: list[Span], *relations: Relation) -> list[tuple[int, str, bool]]:
    found = gaps(SCHEME, spans, relations)
    return [(gap.span.id.int, gap.name, gap.required) for gap in found]


def test_what_is_required_is_open_until_it_is_there():
    assert names([span(1, "quote", "QUOTE")]) == [(1, "kind", True), (1, "speaker", True)]
    assert names([span(1, "quote", "QUOTE", kind="direct")], relation("speaker", 1)) == []


def test_roles_that_nobody_began_are_not_asked_for():
    assert names([span(2, "stance", "AGAINST"), span(1, "entity", "PER")]) == []
    linked = relation("SUPPORTS", 2, 3)
    assert names([span(2, "stance", "AGAINST"), span(3, "stance", "AGAINST")], linked) == []


def test_a_begun_layer_shows_its_empty_roles_in_reading_order():
    spans = [span(3, "stance", "AGAINST"), span(2, "stance", "AGAINST"), span(1, "entity", "PER")]

    assert names(spans, relation("holder", 3, 1)) == [
        (2, "holder", False),
        (2, "target", False),
        (3, "target", False),
    ]


def test_an_attribute_begins_a_span():
    assert names([span(2, "stance", "AGAINST", sure=False)]) == [
        (2, "holder", False),
        (2, "target", False),
    ]
