"""From the tables that are downloaded, anybody can compute the figures again, with nothing of ours."""

import csv
from collections import defaultdict
from io import StringIO
from itertools import product
from statistics import mean

import pytest

from tests.agreement.conftest import Demo, layer_of

BASE = "/projects/demo/agreement"
LAYERS = ("entity", "claim", "stance")


def rows_of(demo: Demo, table: str, layer: str) -> list[dict[str, str]]:
    sheet = demo.people["manager"].browser().get(f"{BASE}/{table}.csv?layer={layer}")
    return list(csv.DictReader(StringIO(sheet.text)))


def figures(demo: Demo, layer: str) -> dict[str, float]:
    measures = layer_of(demo, layer)["measures"]
    return {name: one["value"] for name, one in measures.items()}


@pytest.mark.parametrize(
    ("layer", "measure"),
    [*((layer, "exact_f1") for layer in LAYERS), ("support", "relation_f1")],
)
def test_f1_is_what_the_matches_give(still: Demo, layer: str, measure: str) -> None:
    spans: dict[tuple[str, str], int] = defaultdict(int)
    same: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows_of(still, "matches", layer):
        pair = row["a"], row["b"]
        spans[pair] += bool(row["label_a"]) + bool(row["label_b"])
        same[pair] += row["kind"] == "same"

    found = mean(2 * same[pair] / spans[pair] for pair in spans)

    assert found == pytest.approx(figures(still, layer)[measure])


def of_counts(demo: Demo, layer: str, measure: str) -> float:
    n: dict[tuple[str, str], float] = defaultdict(float)
    agree: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows_of(demo, "counts", layer):
        if row["measure"] == measure:
            n[row["a"], row["b"]] += float(row["n"])
            agree[row["a"], row["b"]] += float(row["agree"])
    return mean(agree[pair] / n[pair] for pair in n)


@pytest.mark.parametrize(
    ("layer", "measure"),
    [
        *product(LAYERS, ["exact_f1", "unlabelled_f1", "overlap_f1", "iou_f1"]),
        *product(["support"], ["relation_f1", "ends_f1", "touching_f1"]),
    ],
)
def test_f1_is_what_the_counts_give(still: Demo, layer: str, measure: str) -> None:
    assert of_counts(still, layer, measure) == pytest.approx(figures(still, layer)[measure])


@pytest.mark.parametrize(
    ("layer", "counted", "told"),
    [
        ("stance", "tuple:whole", ("tuples", "whole")),
        ("stance", "tuple:role:target", ("tuples", "roles", "target")),
        ("claim", "attribute:type", ("attributes", "type", "percent")),
    ],
)
def test_what_spans_carry_is_what_the_counts_give(
    still: Demo, layer: str, counted: str, told: tuple[str, ...]
) -> None:
    found = layer_of(still, layer)
    for key in told:
        found = found[key]

    assert of_counts(still, layer, counted) == pytest.approx(found["value"])


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("measure", ["token_alpha", "char_alpha", "u_alpha"])
def test_alpha_is_what_counts_and_values_give(still: Demo, layer: str, measure: str) -> None:
    counts = [row for row in rows_of(still, "counts", layer) if row["measure"] == measure]
    raters: dict[str, set[str]] = defaultdict(set)
    for row in counts:
        raters[row["document"]] |= {row["a"], row["b"]}
    weight = {document: 1 / (len(names) - 1) for document, names in raters.items()}
    n, agree, own = (
        sum(float(row[name]) * weight[row["document"]] for row in counts)
        for name in ("n", "agree", "own")
    )
    used: dict[str, float] = defaultdict(float)
    for row in rows_of(still, "values", layer):
        if row["measure"] == measure:
            used[row["value"]] += float(row["count_a"]) * weight[row["document"]]

    found = 1 - (n - agree) * (n**2 - own) / (n * (n**2 - sum(x**2 for x in used.values())))

    assert found == pytest.approx(figures(still, layer)[measure])


def test_percent_is_what_the_choices_give(still: Demo) -> None:
    chosen: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for row in rows_of(still, "choices", "topic"):
        chosen[row["document"]][row["annotator"]] = set(row["labels"].split())
    equal: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for own in chosen.values():
        for a in own:
            for b in own:
                if a < b:
                    equal[a, b].append(own[a] == own[b])

    assert mean(map(mean, equal.values())) == pytest.approx(figures(still, "topic")["percent"])


def test_texts_that_a_spreadsheet_would_compute_are_harmless(demo: Demo) -> None:
    work = [
        {"annotator": name, "spans": [{"start": 0, "end": end, "layer": "entity", "label": "PER"}]}
        for name, end in (("ana", 6), ("ben", 8))
    ]
    sent = [{"id": "=1+1", "text": "Rutte,=2", "annotations": work}]
    assert (
        demo.people["manager"].call("POST", "/projects/demo/documents", json=sent).status_code
        == 201
    )

    names = {row["document"] for row in rows_of(demo, "documents", "entity")}

    assert "'=1+1" in names
    assert "=1+1" not in names
