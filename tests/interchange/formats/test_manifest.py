from annotator.core.records import DocumentRecord
from annotator.core.report import ExportOptions, ExportReport
from annotator.core.scheme import Scheme, as_json
from annotator.interchange.formats.manifest import Dataset, describe

DOCUMENTS = [
    (DocumentRecord(f"d{at}", f"text {at}"), "dev" if at % 3 else "train") for at in range(9)
]


def dataset(rows: list[tuple[DocumentRecord, str]]) -> Dataset:
    made = Dataset()
    for document, split in rows:
        made.add(document, split)
    return made


def test_digest_does_not_depend_on_the_order() -> None:
    assert dataset(DOCUMENTS[::-1]).digest() == dataset(DOCUMENTS).digest()


def test_digest_depends_on_ids_texts_and_splits() -> None:
    (first, _), *rest = DOCUMENTS
    others = [
        (DocumentRecord("x", first.text), "train"),
        (DocumentRecord(first.id, "other"), "train"),
        (first, "test"),
    ]
    digests = {dataset([other, *rest]).digest() for other in others}
    assert len(digests | {dataset(DOCUMENTS).digest()}) == 4


def test_manifest_holds_counts_choices_and_scheme(scheme: Scheme) -> None:
    report = ExportReport()
    report.received["entity", "PER"] = report.exact["entity", "PER"] = 2
    made = dataset(DOCUMENTS)
    made.count("train", "entity", "PER", 2)
    manifest = describe(made, report, ExportOptions(format="jsonl", group_by="story"), scheme)
    assert manifest["documents"] == {"train": 3, "dev": 6}
    assert manifest["labels"] == {"entity": {"PER": {"train": 2}}}
    assert manifest["spans_by_label"]["entity"]["PER"]["exact"] == 2
    assert manifest["options"]["status"] == "done"
    assert manifest["split"]["group_by"] == "story"
    assert manifest["scheme"] == as_json(scheme)
