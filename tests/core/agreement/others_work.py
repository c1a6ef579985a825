"""Real work by several annotators, read from the files from which others worked out how far they agree."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from annotator.core.agreement import items
from annotator.core.agreement.columns import Ints
from tests.core.agreement.made import Made, measured, value

Entry = dict[str, Any]


def key(entry: Entry) -> tuple[str, ...]:
    names = ("corpus", "document", "measure", "unit", "labels")
    return tuple(entry.get(name, "") for name in names)


def read(folder: Path, name: str) -> list[Entry]:
    lines = (folder / name / "multi.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def marked(folder: Path, entry: Entry, rename: Callable[[str], str] = str) -> dict[str, Any]:
    documents = [one for one in read(folder, entry["corpus"]) if one["id"] == entry["document"]]
    made = []
    for one in documents:
        work: dict[str, list[tuple[Any, ...]]] = {name: [] for name in entry["annotators"]}
        for span in one["annotations"]:
            parts = tuple((a, b) for a, b in span.get("fragments") or ())
            several = (parts,) if len(parts) > 1 else ()
            work[span["annotator"]].append(
                (span["start"], span["end"], rename(span["label"]), *several)
            )
        made.append(Made(one["id"], one["text"], work))
    labels = sorted({span[2] for one in made for own in one.spans.values() for span in own})
    return measured(made, labels)


def rated(folder: Path, entry: Entry) -> Ints:
    language, task = entry["document"].split()
    table: dict[int, dict[str, str]] = defaultdict(dict)
    with (folder / entry["corpus"] / "items.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["language"], row["task"]) == (language, task):
                table[int(row["item_no"])][row["annotator"]] = row["label"]
    labels = sorted({label for row in table.values() for label in row.values()})
    return np.array(
        [[labels.index(row[name]) for name in entry["annotators"]] for row in table.values()]
    )


def one_kind(_label: str) -> str:
    return "argument"


def two_kinds(label: str) -> str:
    return "claim" if label == "major-claim" else label


TOKEN_LABELS = {
    "argument / O": one_kind,
    "claim, major-claim, premise, O": str,
    "claim (with major-claim), premise, O": two_kinds,
}
ITEMS: dict[str, Callable[[Ints], float]] = {
    "observed_agreement": items.percent,
    "krippendorff_alpha_nominal": items.krippendorff_alpha,
    "cohen_kappa": lambda table: items.cohen_kappa(table[:, 0], table[:, 1]),
    "fleiss_kappa": lambda table: items.fleiss_kappa(
        np.stack([(table == at).sum(axis=1) for at in range(table.max() + 1)], axis=1)
    ),
}


def worked_out(folder: Path, entry: Entry) -> float | None:
    """Return our value of what an entry measures."""
    if entry["corpus"] == "multi-xlime-agreement":
        return ITEMS[entry["measure"]](rated(folder, entry))
    if entry["measure"] == "f1_exact":
        name = "unlabelled_f1" if entry["unit"] == "span only" else "exact_f1"
        return value(marked(folder, entry), name)
    return value(marked(folder, entry, TOKEN_LABELS[entry["labels"]]), "token_kappa")
