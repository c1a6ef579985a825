"""Counting what formats hold exactly that need no tokens: every span of every chosen set."""

from annotator.core.report import ExportReport, Prepared
from annotator.interchange.formats.manifest import Dataset


def count_exact(one: Prepared, split: str, dataset: Dataset, report: ExportReport) -> None:
    """Count a document, and all spans chosen for it as held exactly."""
    dataset.add(one.document, split)
    for record in one.chosen:
        for span in record.spans:
            report.received[span.layer, span.label] += 1
            report.exact[span.layer, span.label] += 1
            dataset.count(split, span.layer, span.label)
