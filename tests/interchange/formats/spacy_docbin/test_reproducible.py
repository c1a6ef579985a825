"""Equal work gives equal bytes, whatever the process and the hash seed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from uuid import UUID
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme_reader import read_scheme
from annotator.core.spans import Span
from annotator.interchange.formats import writer_of

scheme = read_scheme({"layers": [
    {"name": "entity", "kind": "span", "labels": [{"name": n} for n in ("PER", "LOC", "ORG")]},
    {"name": "claim", "kind": "span", "labels": [{"name": "C"}, {"name": "D"}]},
    {"name": "topic", "kind": "document", "multiple": True, "labels": [{"name": "x"}, {"name": "y"}]},
]})
text = "Marc Ruttea voit Lyon et l'OTAN."
spans = tuple(
    Span(UUID(int=at), start, end, layer, label)
    for at, (start, end, layer, label) in enumerate([
        (0, 10, "entity", "PER"), (17, 21, "entity", "LOC"), (27, 31, "entity", "ORG"),
        (0, 21, "claim", "C"), (12, 31, "claim", "D"),
    ])
)
record = AnnotationRecord("ana", spans=spans, labels={"topic": ("y",)})
documents = [
    Prepared(DocumentRecord(f"d{at}", text), (record,), spans[:1], split)
    for at, split in enumerate(["train", "dev", "train", "test"])
]
for name in ("spacy", "jsonl"):
    options = ExportOptions(format=name, language="fr", split="80/10/10", check=True)
    writer_of(name)(documents, Path(sys.argv[1]) / name, options, scheme)
assert "spacy" in sys.modules
"""


def exported(folder: Path, seed: str) -> dict[str, str]:
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    subprocess.run(command, check=True, env=environment, cwd=folder)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("first")


@pytest.fixture(scope="module")
def first(folder: Path) -> dict[str, str]:
    return exported(folder, "1")


def test_equal_work_gives_equal_bytes_in_every_process(
    tmp_path: Path, first: dict[str, str]
) -> None:
    assert exported(tmp_path, "2") == first
    assert {"spacy/manifest.json", "spacy/entity/config.cfg", "jsonl/train.jsonl"} <= first.keys()


def test_no_file_names_the_machine(folder: Path, first: dict[str, str]) -> None:
    for name in first:
        assert str(folder).encode() not in (folder / name).read_bytes(), name


@pytest.mark.parametrize("module", ["annotator.interchange.formats", "annotator.core.policy"])
def test_spacy_is_not_imported_before_it_is_used(module: str) -> None:
    program = f"import sys, {module}; sys.exit('spacy' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
