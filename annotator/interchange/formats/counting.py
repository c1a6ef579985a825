"""Counting what formats hold exactly that need no tokens: every span of every chosen set."""

from collections import Counter

from annotator.core.report import ExportReport, Prepared
from annotator.interchange.formats.manifest import Dataset


def count_exact(one: Prepared, split: str, dataset: Dataset, report: ExportReport) -> None:
    """Count a document, its labels, and all spans chosen for it as held exactly."""
    dataset.add(one.document, split)
    spans = Counter((span.layer, span.label) for record in one.chosen for span in record.spans)
    report.disputed += len(one.disputed)
    report.received.update(spans)
    report.exact.update(spans)
    labels = Counter(
        (layer, label)
        for record in one.chosen
        for layer, values in record.labels.items()
        for label in values
    )
    for (layer, label), number in (spans + labels).items():
        dataset.count(split, layer, label, number)
