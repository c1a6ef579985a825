"""The folder that Hugging Face's library opens by itself."""

import os
import subprocess
import sys
from dataclasses import replace
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
    "tagged": {row["id"]: row["tokens"] for row in data["train"]},
    "tags": {
        name: [
            [None if tag is None else feature.feature.int2str(tag) for tag in row[name]]
            for row in data["train"]
        ]
        for name, feature in data["train"].features.items() if name.startswith("ner_tags")
    },
}))
"""


def opened(folder: Path, tmp_path: Path) -> dict[str, object]:
    """Open a folder with the library, in a process of its own, without the net; return what it found."""
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "home"),
    }
    command = [sys.executable, "-c", PROGRAM, str(folder), str(tmp_path / "cache")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = orjson.loads(done.stdout)
    return found


def test_the_library_opens_the_folder_with_its_classes(tmp_path: Path, scheme: Scheme) -> None:
    documents = [
        outgoing("a", "🙂 Élise Roy rit.", ("Élise Roy", "entity/PER")),
        outgoing("b", "Rien."),
        outgoing("c", "Lyon dort.", ("Lyon", "stance/FAVOR"), ("Lyon dort", "stance/FAVOR")),
        outgoing("d", "La paix.", split="dev", labels={"topic": ("peace",)}),
        outgoing("e", "Anaïs dort.", ("Ana", "entity/PER"), ("Anaïs dort.", "sentence/S")),
        outgoing("f", "Un Lyon là.", ("là", "entity/LOC"), disputed=(("Lyon", "entity/LOC"),)),
    ]
    write_hf(documents, tmp_path / "out", OPTIONS, scheme)

    assert opened(tmp_path / "out", tmp_path) == {
        "rows": {"train": 5, "validation": 1},
        "types": ["ClassLabel", "ClassLabel"],
        "found": [
            ["a", "Élise Roy", "entity", "PER"],
            ["c", "Lyon dort", "stance", "FAVOR"],
            ["c", "Lyon", "stance", "FAVOR"],
            ["e", "Anaïs dort.", "sentence", "S"],
            ["e", "Ana", "entity", "PER"],
            ["f", "là", "entity", "LOC"],
        ],
        "topics": ["peace"],
        "relations": [],
        "tagged": {
            "a": ["🙂", "Élise", "Roy", "rit", "."],
            "b": ["Rien", "."],
            "c": ["Lyon", "dort", "."],
            "e": ["Anaïs", "dort", "."],
            "f": ["Un", "Lyon", "là", "."],
        },
        "tags": {
            "ner_tags": [
                ["O", "B-PER", "I-PER", "O", "O"],
                ["O", "O"],
                ["O", "O", "O"],
                [None, "O", "O"],
                ["O", None, "B-LOC", "O"],
            ],
            "ner_tags_sentence": [
                ["O"] * 5,
                ["O"] * 2,
                ["O"] * 3,
                ["B-S", "I-S", "I-S"],
                ["O"] * 4,
            ],
        },
    }


def test_what_tags_do_not_hold_is_told(tmp_path: Path, scheme: Scheme) -> None:
    documents = [
        outgoing("a", "Anaïs dort.", ("Ana", "entity/PER"), ("dort", "entity/LOC")),
        outgoing("b", "Rien.", split="dev"),
    ]
    report = write_hf(documents, tmp_path / "out", OPTIONS, scheme)

    assert report.notes == [
        "1 spans fit no words and are missing values in ner_tags; the column spans has them."
    ]
    assert report.numbers() == {"in": 2, "exact": 2, "changed": 0, "left_out": 0}
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "| `ner_tags` | entity |" in card
    widened = replace(OPTIONS, align="expand")
    assert write_hf(documents, tmp_path / "more", widened, scheme).notes == []


def test_layers_that_overlap_have_no_tags(tmp_path: Path, scheme: Scheme) -> None:
    documents = [
        outgoing("a", "Lyon dort.", ("Lyon", "entity/PER"), ("Lyon dort", "entity/LOC")),
        outgoing("b", "Rien.", split="dev"),
    ]
    write_hf(documents, tmp_path / "out", OPTIONS, scheme)

    found = opened(tmp_path / "out", tmp_path)
    assert found["tags"] == {}
    assert found["tagged"] == {"a": ["Lyon", "dort", "."]}


def test_an_empty_development_part_is_refused(tmp_path: Path, scheme: Scheme) -> None:
    with pytest.raises(Refused, match="would be in dev"):
        write_hf([outgoing("a", "Rien.")], tmp_path / "out", OPTIONS, scheme)
