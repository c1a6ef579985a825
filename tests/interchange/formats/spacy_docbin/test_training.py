"""The proof of an export: spaCy trains on it, as it is, and learns its training part by heart."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from annotator.core.report import ExportOptions
from annotator.core.scheme import Scheme
from annotator.interchange.formats.spacy_docbin import shards, write_spacy
from tests.interchange.formats.spacy_docbin.builders import outgoing

PEOPLE = ["Élise Vasseur", "Taras Holub", "Ana", "Karim Benali", "Ngozi", "Li Wei"]
PLACES = ["Genève", "Odessa", "Rabat", "Saint-Malo", "Kyiv", "Lagos"]
FRAMES = [
    "Hier, {0} a quitté {1} sans un mot.",
    "« {1} attend toujours », répète {0}.",
    "Le ministre reçoit {0} à {1} 🙂.",
    "Rien de neuf ce matin, la mer est calme.",
]


def spacy(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "spacy", *arguments]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_export_trains_as_it_is_and_overfits(
    tmp_path: Path, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "MAX_DOCUMENTS", 10)
    documents = []
    for at, (person, place) in enumerate(zip(PEOPLE, PLACES, strict=True)):
        for number, frame in enumerate(FRAMES):
            text = frame.format(person, place)
            marks = [(person, "entity/PER"), (place, "entity/LOC")] if person in text else []
            split = "dev" if (at + number) % 4 == 0 else "train"
            documents.append(outgoing(f"{at}-{number}", text, *marks, split=split))
    options = ExportOptions(format="spacy", language="fr", check=True)
    write_spacy(documents, tmp_path / "export", options, scheme)
    folder = tmp_path / "export" / "entity"
    assert len(list((folder / "train").iterdir())) == 2
    spacy(folder, "train", "config.cfg", "--output", "out")
    spacy(folder, "evaluate", "out/model-last", "train", "--output", "scores.json")
    assert orjson.loads((folder / "scores.json").read_bytes())["ents_f"] > 0.95


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "values"), [("topic", ("war", "peace")), ("mood", ("good", "bad"))]
)
def test_document_labels_train_as_they_are(
    tmp_path: Path, scheme: Scheme, layer: str, values: tuple[str, str]
) -> None:
    texts = ["Les chars avancent vers la ville.", "La trêve tient, on signe."]
    documents = [
        outgoing(f"{at}-{value}", f"{text} {at}", split=split, labels={layer: (value,)})
        for at in range(6)
        for split in ("train", "dev")
        for text, value in zip(texts, values, strict=True)
    ]
    documents.append(outgoing("none", "Rien.", labels={layer: ()}))
    options = ExportOptions(format="spacy", language="fr", check=True)
    write_spacy(documents, tmp_path / "export", options, scheme)
    folder = tmp_path / "export" / layer
    spacy(folder, "train", "config.cfg", "--output", "out", "--training.max_steps", "100")
    spacy(folder, "evaluate", "out/model-last", "train", "--output", "scores.json")
    assert orjson.loads((folder / "scores.json").read_bytes())["cats_score"] > 0.95
