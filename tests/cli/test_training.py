"""What is exported trains as it is."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def trained(folder: Path, *stages: tuple[str, str, int]) -> dict[str, float]:
    """Train stage after stage (configuration, output, steps); return the scores of the last on its own training data."""
    import spacy  # noqa: PLC0415 -- slow to import
    from spacy.training import Corpus  # noqa: PLC0415

    for config, output, steps in stages:
        train = [sys.executable, "-m", "spacy", "train", config, "--output", output]
        subprocess.run([*train, "--training.max_steps", str(steps)], cwd=folder, check=True)
    nlp = spacy.load(folder / stages[-1][1] / "model-last")
    return nlp.evaluate(list(Corpus(folder / "train")(nlp)))


def exported(shell: Shell, folder: Path, layer: str) -> Path:
    shell.ok("seed")
    whose = ("--annotations", "ana", "--layer", layer)
    shell.json("export", "demo", "--format", "spacy", *whose, "--output", folder)
    return folder / layer


def test_the_exported_entities_train_a_model_that_knows_them(shell: Shell, tmp_path: Path) -> None:
    folder = exported(shell, tmp_path / "out", "entity")

    assert trained(folder, ("config.cfg", "model", 300))["ents_f"] > 0.95


@pytest.mark.slow
def test_the_exported_claims_train_two_stages_that_know_them(shell: Shell, tmp_path: Path) -> None:
    folder = exported(shell, tmp_path / "out", "claim")

    stages = (("span_finder.cfg", "span_finder", 300), ("spancat.cfg", "out", 100))
    assert trained(folder, *stages)["spans_sc_f"] > 0.9


@pytest.mark.slow
def test_the_exported_topics_train_a_model_that_knows_them(shell: Shell, tmp_path: Path) -> None:
    folder = exported(shell, tmp_path / "out", "topic")

    assert trained(folder, ("config.cfg", "out", 100))["cats_score"] > 0.9


PROGRAM = """
import json, sys
from datasets import load_dataset

data = load_dataset(sys.argv[1], cache_dir=sys.argv[2])
features = data["train"].features
span, tag = features["spans"].feature, features["ner_tags"].feature
print(json.dumps([
    {
        "id": row["id"],
        "spans": [
            [one["start"], one["end"], span["layer"].int2str(one["layer"]), span["label"].int2str(one["label"])]
            for one in row["spans"]
        ],
        "begun": sum(1 for one in row["ner_tags"] if one is not None and tag.int2str(one)[0] == "B"),
    }
    for part in data.values() for row in part
]))
"""


def test_the_exported_folder_is_opened_by_the_datasets_library(
    shell: Shell, tmp_path: Path
) -> None:
    shell.ok("seed")
    export = ("export", "demo", "--annotations", "ana", "--format")
    shell.ok(*export, "hf", "--output", tmp_path / "hf")
    shell.ok(*export, "jsonl", "--output", tmp_path / "jsonl")
    offline = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "hf"), str(tmp_path / "cache")]
    found = subprocess.run(command, capture_output=True, check=True, env=os.environ | offline)

    lines = (tmp_path / "jsonl" / "data.jsonl").read_bytes().splitlines()
    written = {one["id"]: one["annotations"][0]["spans"] for one in map(json.loads, lines)}
    rows = {row["id"]: row for row in json.loads(found.stdout)}
    assert rows.keys() == written.keys()
    for name, spans in written.items():
        held = Counter((s["start"], s["end"], s["layer"], s["label"]) for s in spans)
        assert Counter(map(tuple, rows[name]["spans"])) == held
    entities = sum(s["layer"] == "entity" for spans in written.values() for s in spans)
    begun = sum(row["begun"] for row in rows.values())
    assert 0.95 * entities < begun <= entities
