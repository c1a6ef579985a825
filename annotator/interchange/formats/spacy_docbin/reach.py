"""Reach: which spans of a layer a span finder can propose at all, for it is told how long they may be."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.core.sentences import sentence

ENOUGH = 0.95
"""The least part of a label's spans that must be reached for training to make sense."""
LONGEST = 150
"""Longest proposal in tokens: the number of proposals, and so the time, grows with it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many spans of a label there are, and how many of them have at most the length looked for."""

    spans: int
    reached: int

    @property
    def share(self) -> float:
        """The part that is reached."""
        return self.reached / self.spans

    @property
    def enough(self) -> bool:
        """Whether training on it makes sense."""
        return self.share >= ENOUGH

    def as_json(self) -> dict[str, float]:
        """Return the line of the manifest."""
        return {"spans": self.spans, "reached": self.reached, "share": round(self.share, 4)}


AllCoverage = Mapping[str, Mapping[str, Coverage]]
"""Coverage by layer and label."""


class Reach:
    """The lengths of the spans of one layer, in tokens, by label."""

    def __init__(self) -> None:
        """Start with none."""
        self._lengths: dict[str, Counter[int]] = {}

    def add(self, label: str, tokens: int) -> None:
        """Note a span that the files hold."""
        self._lengths.setdefault(label, Counter())[tokens] += 1

    @property
    def max_length(self) -> int:
        """The greatest length to look for: that of the longest span, within reason."""
        longest = (max(lengths) for lengths in self._lengths.values())
        return min(max(longest, default=1), LONGEST)

    def coverage(self) -> Mapping[str, Coverage]:
        """Return what is reached of every label, by name."""
        return dict(self._coverage())

    def _coverage(self) -> Iterator[tuple[str, Coverage]]:
        limit = self.max_length
        for label in sorted(self._lengths):
            lengths = self._lengths[label]
            reached = sum(n for length, n in lengths.items() if length <= limit)
            yield label, Coverage(lengths.total(), reached)

    def notes(self, layer: str) -> Iterator[str]:
        """Yield a sentence for every label that is not reached well enough."""
        for label, one in self._coverage():
            if not one.enough:
                yield (
                    sentence(
                        "Only %(reached)s of %(spans)s spans of %(layer)s/%(label)s are at most "
                        "%(most)s tokens long, the most a span finder can look for: %(layer)s "
                        "gets no training configuration, for what is not proposed is never learnt.",
                        reached=one.reached,
                        spans=one.spans,
                        layer=layer,
                        label=label,
                        most=self.max_length,
                    )
                )
