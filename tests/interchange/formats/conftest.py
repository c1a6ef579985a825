"""What tests of formats share: a scheme with every kind of layer."""

import pytest

from annotator.core.scheme import Scheme
from annotator.core.scheme_reader import read_scheme
from annotator.interchange.formats.jsonl import JsonlReader


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    """Two span layers with all that a span can carry, one without overlap, a relation and two document layers."""
    return read_scheme(
        {
            "layers": [
                {
                    "name": "entity",
                    "kind": "span",
                    "labels": [{"name": "PER"}, {"name": "LOC"}, {"name": "OLD", "archived": True}],
                    "attributes": [
                        {"name": "type", "type": "choice", "choices": ["a", "b"]},
                        {"name": "sure", "type": "boolean"},
                        {"name": "gloss", "type": "text"},
                        {"name": "score", "type": "number"},
                    ],
                },
                {
                    "name": "stance",
                    "kind": "span",
                    "labels": [{"name": "FAVOR"}, {"name": "PER"}],
                    "roles": [
                        {
                            "name": "holder",
                            "layers": ["entity"],
                            "implied": ["author"],
                            "free_text": True,
                        }
                    ],
                },
                {
                    "name": "sentence",
                    "kind": "span",
                    "overlap": "none",
                    "labels": [{"name": "S"}],
                },
                {"name": "link", "kind": "relation", "labels": [{"name": "KNOWS"}]},
                {
                    "name": "topic",
                    "kind": "document",
                    "multiple": True,
                    "labels": [{"name": "war"}, {"name": "peace"}],
                },
                {
                    "name": "mood",
                    "kind": "document",
                    "labels": [{"name": "good"}, {"name": "bad"}],
                },
            ]
        }
    )


@pytest.fixture
def reader(scheme: Scheme) -> JsonlReader:
    """A reader of JSONL against the scheme."""
    return JsonlReader(scheme)
