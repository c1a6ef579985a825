"""What a README says of the work that was taken."""

from annotator.core.records import DocumentRecord
from annotator.core.report import ExportOptions
from annotator.core.scheme_reader import read_scheme
from annotator.interchange.formats.data_card import data_card
from annotator.interchange.formats.manifest import Dataset

LABELS = [{"name": "PER", "description": "People | and\nnames"}, {"name": "LOC"}]
SCHEME = read_scheme({"layers": [{"name": "entity", "kind": "span", "labels": LABELS}]})


def test_choices_and_labels_in_use_are_told() -> None:
    dataset = Dataset()
    dataset.add(DocumentRecord("a", "Anna"), "train")
    dataset.count("train", "entity", "PER", 2)
    dataset.count("test", "entity", "PER")
    options = ExportOptions("hf", "majority:2", group_by="source", stratify="year", language="fr")

    card = data_card(dataset, options, SCHEME)

    assert "Annotations: majority:2; status: done; layers: all; labels: all; language: fr." in card
    assert "80/10/10 (train/dev/test), dealt out by a hash of the source, in equal parts of" in card
    assert "| entity | PER | People \\| and names | 2 | 0 | 1 |\n" in card
    assert "LOC" not in card
