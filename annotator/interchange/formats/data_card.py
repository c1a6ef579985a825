"""Data card: the part of a README that says whose work an export holds, of what, and how often."""

from annotator.core.report import ExportOptions
from annotator.core.scheme import Scheme
from annotator.core.splits import DEFAULT_RATIOS, SPLITS
from annotator.interchange.formats.manifest import Dataset

CARD = """
## What was taken

- Annotations: {whose}; status: {status}; layers: {layers}; labels: {only}; language: {language}.
- Parts: {parts} (train/dev/test), dealt out by {how}. Documents reserved for a part are in it.

| layer | label | meaning | {splits} |
| --- | --- | --- | {columns} |
"""


def data_card(dataset: Dataset, options: ExportOptions, scheme: Scheme) -> str:
    """Return the choices made and a table of the labels in use with their numbers by split."""
    labels = dataset.labels()
    rows = [
        _row(layer.name, label.name, label.description, numbers)
        for layer in scheme.layers
        for label in layer.labels
        if (numbers := labels.get(layer.name, {}).get(label.name))
    ]
    card = CARD.format(
        whose=options.annotations or "gold, or the only annotator's",
        status=options.status,
        layers=", ".join(options.layers) or "all",
        only=", ".join(options.labels) or "all",
        language=options.language,
        parts=options.split or DEFAULT_RATIOS,
        how=_how(options),
        splits=" | ".join(SPLITS),
        columns=" | ".join(["---:"] * len(SPLITS)),
    )
    return card + "".join(rows)


def _row(layer: str, label: str, meaning: str, numbers: dict[str, int]) -> str:
    counts = " | ".join(str(numbers.get(split, 0)) for split in SPLITS)
    return f"| {layer} | {label} | {_cell(meaning)} | {counts} |\n"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _how(options: ExportOptions) -> str:
    ways = [f"a hash of the {options.group_by or 'document'}"]
    if options.stratify:
        ways.append(f"in equal parts of each {options.stratify}")
    if options.keep_split:
        ways.append("as in an earlier export where that had the document")
    return ", ".join(ways)
