"""What a check of the database found."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class CheckReport:
    """How much was looked at, and all that is wrong, in words."""

    documents: int = 0
    sets: int = 0
    events: int = 0
    spans: int = 0
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the answer of the command."""
        return {
            "documents": self.documents,
            "sets": self.sets,
            "events": self.events,
            "spans": self.spans,
            "faults": self.faults,
        }
