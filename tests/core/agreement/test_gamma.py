"""What goes into the program that measures gamma."""

from typing import Any

from annotator.core.agreement.gamma import SEED, gamma_documents
from annotator.core.agreement.layers import layer_work
from annotator.core.scheme import Label, Layer
from tests.core.agreement.made import LABELS, Made, content


def handed(made: list[Made]) -> dict[str, Any]:
    layer = Layer("layer", "span", tuple(Label(name, "") for name in LABELS))
    found = content(made, LABELS, ())
    work = layer_work(found, layer, ())
    return {one["document"]: one for one in gamma_documents(found.shared, work)}


def test_documents_without_a_span_are_left_out_and_their_order_changes_no_seed() -> None:
    made = [
        Made("c", "one two", {"ana": [(0, 3, "A")], "ben": []}),
        Made("a", "one two", {"ana": [], "ben": []}),
        Made("b", "one two", {"ana": [(0, 3, "A")], "ben": [(4, 7, "B"), (0, 7, "C")]}),
    ]

    assert handed(made) == handed(made[::-1])
    assert handed(made) == {
        "c": {"document": "c", "seed": SEED + 2, "units": {"ana": [[0, 3, "A"]], "ben": []}},
        "b": {
            "document": "b",
            "seed": SEED + 1,
            "units": {"ana": [[0, 3, "A"]], "ben": [[0, 7, "C"], [4, 7, "B"]]},
        },
    }
