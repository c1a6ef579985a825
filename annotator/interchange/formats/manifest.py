"""Manifests: what an export holds and was made from, without a clock or a path, so that equal exports are equal."""

import hashlib
import platform
import zlib
from collections import Counter
from typing import Any

from annotator.core.records import DocumentRecord
from annotator.core.report import ExportOptions, ExportReport
from annotator.core.scheme import Scheme, as_json
from annotator.core.splits import DEFAULT_RATIOS, SALT
from annotator.core.texts import text_digest


class Dataset:
    """The documents of an export, counted by split; their digest does not depend on their order."""

    def __init__(self) -> None:
        """Start with none."""
        self.documents: Counter[str] = Counter()
        self._digests: set[bytes] = set()
        self._labels: Counter[tuple[str, str, str]] = Counter()

    def add(self, document: DocumentRecord, split: str) -> None:
        """Count a document."""
        self.documents[split] += 1
        row = f"{document.id}\0{text_digest(document.text)}\0{split}"
        self._digests.add(hashlib.sha256(row.encode()).digest())

    def count(self, split: str, layer: str, label: str, number: int = 1) -> None:
        """Count spans or document labels."""
        self._labels[layer, label, split] += number

    def digest(self) -> str:
        """Return the SHA-256 over the documents' ids, texts and splits."""
        return hashlib.sha256(b"".join(sorted(self._digests))).hexdigest()

    def labels(self) -> dict[str, dict[str, dict[str, int]]]:
        """Return the numbers by layer, label and split."""
        table: dict[str, dict[str, dict[str, int]]] = {}
        for (layer, label, split), number in self._labels.items():
            table.setdefault(layer, {}).setdefault(label, {})[split] = number
        return table


def describe(
    dataset: Dataset, report: ExportReport, options: ExportOptions, scheme: Scheme
) -> dict[str, Any]:
    """Return the manifest that all formats share."""
    return {
        "format": options.format,
        "dataset_sha256": dataset.digest(),
        "documents": dict(dataset.documents),
        "labels": dataset.labels(),
        "spans": report.numbers(),
        "spans_by_label": report.spans_by_label(),
        "options": options.as_json(),
        "split": {
            "parts": options.split or DEFAULT_RATIOS,
            "group_by": options.group_by or "document id",
            "salt": SALT,
        },
        "offsets": "Unicode code points, end exclusive",
        "scheme": as_json(scheme),
        "versions": {"python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION},
        "notes": report.all_notes,
    }
