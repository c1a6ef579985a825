"""The folder that Hugging Face's library opens by itself."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from annotator.core.errors import Refused
from annotator.core.report import ExportOptions
from annotator.core.scheme import Scheme
from annotator.interchange.formats.huggingface import write_hf
from tests.interchange.formats.spacy_docbin.builders import outgoing

OPTIONS = ExportOptions(format="hf", check=True)
PROGRAM = """
import json, sys
from datasets import load_dataset

data = load_dataset(sys.argv[1], cache_dir=sys.argv[2])
spans = data["train"].features["spans"].feature
labels = data["train"].features["labels"].feature
print(json.dumps({
    "rows": {name: len(part) for name, part in data.items()},
    "types": [type(spans["label"]).__name__, type(labels["label"]).__name__],
    "found": [
        [row["id"], row["text"][span["start"]:span["end"]], spans["layer"].int2str(span["layer"]),
         spans["label"].int2str(span["label"])]
        for row in data["train"] for span in row["spans"]
    ],
    "topics": [labels["label"].int2str(one["label"]) for one in data["validation"][0]["labels"]],
    "relations": data["train"][0]["relations"],
}))
"""


def test_the_library_opens_the_folder_with_its_classes(tmp_path: Path, scheme: Scheme) -> None:
    documents = [
        outgoing("a", "🙂 Élise rit.", ("Élise", "entity/PER")),
        outgoing("b", "Rien."),
        outgoing("c", "Lyon dort.", ("Lyon", "stance/FAVOR")),
        outgoing("d", "La paix.", split="dev", labels={"topic": ("peace",)}),
    ]
    write_hf(documents, tmp_path / "out", OPTIONS, scheme)

    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "home"),
    }
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "out"), str(tmp_path / "cache")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 0, done.stderr
    assert orjson.loads(done.stdout) == {
        "rows": {"train": 3, "validation": 1},
        "types": ["ClassLabel", "ClassLabel"],
        "found": [["a", "Élise", "entity", "PER"], ["c", "Lyon", "stance", "FAVOR"]],
        "topics": ["peace"],
        "relations": [],
    }


def test_an_empty_development_part_is_refused(tmp_path: Path, scheme: Scheme) -> None:
    with pytest.raises(Refused, match="would be in dev"):
        write_hf([outgoing("a", "Rien.")], tmp_path / "out", OPTIONS, scheme)
