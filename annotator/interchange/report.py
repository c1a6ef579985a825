"""What an import did: how much is new, what was skipped and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from annotator.core.sentences import sentence
from annotator.interchange.formats.records import Place


def noted(place: Place, number: int, note: str) -> str:
    """Return a note on so many records of a file, the first of which is at this place."""
    if number == 1:
        return sentence("%(place)s: %(warning)s", place=str(place), warning=note)
    return sentence(
        "%(place)s (and %(more)s more): %(warning)s",
        place=str(place),
        more=number - 1,
        warning=note,
    )


@dataclass(slots=True)
class ImportReport:
    """Counts of what was stored, and everything that was not.

    `notes` on what was read have, by file and sentence, the first line and how many times it was said.
    """

    documents: int = 0
    spans: int = 0
    relations: int = 0
    skipped: list[tuple[Place, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    labels_created: list[str] = field(default_factory=list)
    notes: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def note(self, place: Place, said: Iterable[str]) -> None:
        """Note what was said of a record."""
        for one in said:
            line, number = self.notes.get((place.file, one), (place.line, 0))
            self.notes[place.file, one] = line, number + 1

    @property
    def all_warnings(self) -> list[str]:
        """All that is not quite as it was in the files, what is on records first."""
        notes = self.notes.items()
        said = [noted(Place(file, line), n, note) for (file, note), (line, n) in notes]
        return [*said, *self.warnings]

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
            "warnings": self.all_warnings,
            "labels_created": self.labels_created,
        }
