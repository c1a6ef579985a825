"""Real work by several annotators: the values that others worked out from the same files are met."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.core.agreement import items
from annotator.core.agreement.columns import Ints
from tests.core.agreement.made import Made, measured, value

CLOSE = 0.00006
"""They are printed with four decimals."""

FIRST_CHARACTER = 0.004
"""Theirs is the label of a token's first character; ours all labels that touch it. On these texts little differs."""

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


def found(folder: Path, entry: Entry) -> tuple[float, float] | None:
    """Return our value and how close it must be, or None where the entry means something that we do not measure."""
    unit, measure = entry["unit"], entry["measure"]
    if entry["corpus"] == "multi-xlime-agreement":
        return ITEMS[measure](rated(folder, entry)), CLOSE
    if measure == "f1_exact":
        name = "unlabelled_f1" if unit == "span only" else "exact_f1"
        return value(marked(folder, entry), name) or 0.0, CLOSE
    if measure == "cohen_kappa" and unit.startswith("token"):
        report = marked(folder, entry, TOKEN_LABELS[entry["labels"]])
        return value(report, "token_kappa") or 0.0, FIRST_CHARACTER
    return None


def test_values_worked_out_by_others_are_met(corpora: Path) -> None:
    entries = json.loads((corpora / "expected_agreement.json").read_text())["values"]

    ours = {key(entry): found(corpora, entry) for entry in entries}

    met = [entry for entry in entries if ours[key(entry)] is not None]
    # Left: kappa on characters, where we have alpha; and two means that count a pair without a span as 1.
    assert (len(entries), len(met)) == (22, 19)
    for entry in met:
        number, close = ours[key(entry)]  # type: ignore[misc]
        assert number == pytest.approx(entry["recomputed"], abs=close), key(entry)
        if "published" in entry:
            tolerance = entry["tolerance_to_published"]
            assert number == pytest.approx(entry["published"], abs=tolerance), key(entry)


def test_ac1_of_the_reference_implementation_is_met(corpora: Path) -> None:
    fixtures = sorted((corpora / "oracle-agreement-numbers/dkpro/gwet").glob("*.json"))
    assert len(fixtures) == 2

    for path in fixtures:
        body = json.loads(path.read_text())
        pairs = [[(a, b)] * n for a, line in enumerate(body["table"]) for b, n in enumerate(line)]
        table = np.array([pair for group in pairs for pair in group])
        [wanted] = [case["coefficient"] for case in body["cases"] if case["measure"] == "AC1"]
        assert items.gwet_ac1(table) == pytest.approx(wanted, abs=0.00006)
