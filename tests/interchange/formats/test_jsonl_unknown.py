import pytest

from annotator.core.scheme import Scheme
from annotator.core.scheme_growth import Unknown, grow
from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.jsonl_unknown import unknown_labels
from annotator.interchange.formats.records import Place
from annotator.interchange.formats.vocabulary import Vocabulary

FULL = {
    "id": "d1",
    "text": "abc",
    "annotations": [
        {
            "annotator": "ana",
            "spans": [
                {
                    "id": "00000000-0000-0000-0000-000000000001",
                    "start": 0,
                    "end": 1,
                    "label": "Other Insult",
                    "attributes": {"sure": 1, "hard": True, "why": "x", "none": None},
                },
                {"start": 1, "end": 2, "label": "OLD", "layer": "entity"},
                {
                    "id": "00000000-0000-0000-0000-000000000002",
                    "start": 1,
                    "end": 3,
                    "label": "CLAIM",
                    "layer": "claim",
                },
            ],
            "relations": [
                {
                    "label": "SAYS",
                    "from": "00000000-0000-0000-0000-000000000001",
                    "to": "00000000-0000-0000-0000-000000000002",
                }
            ],
            "labels": {"topic": ["war", "trade"], "tone": ["dry"]},
        }
    ],
}


def test_names_that_the_scheme_lacks_are_found_and_can_be_made(scheme: Scheme) -> None:
    unknown = unknown_labels(FULL, Vocabulary(scheme))
    assert unknown == {
        Unknown("span", "", "Other_Insult"),
        Unknown("span", "claim", "CLAIM"),
        Unknown("attribute", "", "sure", "number"),
        Unknown("attribute", "", "hard", "boolean"),
        Unknown("attribute", "", "why", "text"),
        Unknown("attribute", "", "none"),
        Unknown("relation", "", "SAYS"),
        Unknown("document", "topic", "trade"),
        Unknown("document", "tone", "dry"),
    }


def test_grown_scheme_reads_what_it_was_grown_for() -> None:
    unknown = unknown_labels(FULL, Vocabulary(Scheme()))
    reader = JsonlReader(grow(Scheme(), unknown))
    (one,) = reader.read_value(FULL, Place()).record.annotations
    assert [(span.layer, span.label) for span in one.spans] == [
        ("span", "Other_Insult"),
        ("entity", "OLD"),
        ("claim", "CLAIM"),
    ]
    assert unknown_labels(FULL, reader.vocabulary) == set()


def test_flat_shape_is_looked_through_too(scheme: Scheme) -> None:
    body = {"annotations": [{"annotator": "ana", "start": 0, "end": 1, "label": "NEW"}]}
    assert unknown_labels(body, Vocabulary(scheme)) == {Unknown("span", "", "NEW")}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"annotations": "x"},
        {
            "annotations": [
                1,
                {"spans": [{"label": 3}, 4], "relations": {}, "labels": {"topic": "war"}},
            ]
        },
    ],
)
def test_wrong_shapes_are_left_to_the_reader(scheme: Scheme, body: object) -> None:
    assert unknown_labels(body, Vocabulary(scheme)) == set()
