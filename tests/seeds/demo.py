"""The demo data as the tests read it: plain JSON, no code of the product."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ANNOTATORS = ["ana", "ben", "chloe"]
Json = dict[str, Any]

SCHEME: Json = json.loads((SEEDS / "scheme.json").read_text(encoding="utf-8"))
LAYERS: dict[str, Json] = {layer["name"]: layer for layer in SCHEME["layers"]}
LINES = (SEEDS / "demo.jsonl").read_bytes().decode("utf-8").removesuffix("\n").split("\n")
DOCUMENTS: list[Json] = [json.loads(line) for line in LINES]
TEXTS = {document["id"][:6]: document["text"] for document in DOCUMENTS}


def sets() -> Iterator[tuple[Json, Json]]:
    for document in DOCUMENTS:
        for work in document["annotations"]:
            yield document, work


def entities(document: Json, annotator: str) -> set[tuple[int, int, str]]:
    work = next(work for work in document["annotations"] if work["annotator"] == annotator)
    spans = (span for span in work["spans"] if span["layer"] == "entity")
    return {(span["start"], span["end"], span["label"]) for span in spans}


def label_names(layer: str) -> list[str]:
    return [label["name"] for label in LAYERS[layer]["labels"]]


def roles() -> dict[tuple[str, str], Json]:
    return {
        (name, role["name"]): role
        for name, layer in LAYERS.items()
        for role in layer.get("roles", [])
    }
