"""The question: what people ask of agreement."""

from dataclasses import dataclass
from datetime import date

GOLD = "(gold)"
SUGGESTED = " (suggested)"
"""What the gold sets are called as a rater, and what stands after the name of whoever suggested."""
PERIODS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: nothing means all layers, all labels, all annotators who finished a document, all documents.

    `annotators` may name gold and suggestions as well. Documents count by the day of their last change, `since` and
    `until` included, and by `meta`, which is key=value. `over` asks for the figures of each period.
    """

    layers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    meta: tuple[str, ...] = ()
    over: str = ""

    @property
    def further(self) -> bool:
        """Whether gold or suggestions are compared, too."""
        return any(name == GOLD or name.endswith(SUGGESTED) for name in self.annotators)

    @property
    def narrowed(self) -> bool:
        """Whether only some documents are looked at."""
        return bool(self.since or self.until or self.meta)
