"""What an import did: how much is new, what was skipped and why."""

from dataclasses import dataclass, field
from typing import Any

from annotator.interchange.formats.records import Place


@dataclass(slots=True)
class ImportReport:
    """Counts of what was stored, and everything that was not."""

    documents: int = 0
    spans: int = 0
    relations: int = 0
    skipped: list[tuple[Place, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    labels_created: list[str] = field(default_factory=list)

    def add(self, other: "ImportReport") -> None:
        """Count in what another part of the import did."""
        self.documents += other.documents
        self.spans += other.spans
        self.relations += other.relations
        self.skipped += other.skipped
        self.warnings += other.warnings
        self.labels_created += other.labels_created

    def as_json(self) -> dict[str, Any]:
        """Return the answer of the command and the API."""
        return {
            "documents": self.documents,
            "spans": self.spans,
            "relations": self.relations,
            "skipped": [
                {"file": place.file, "line": place.line, "reason": reason}
                for place, reason in self.skipped
            ],
            "warnings": self.warnings,
            "labels_created": self.labels_created,
        }
