"""The first pass over an export: what its layers need is known only when all documents were seen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotator.core.records import AnnotationRecord
from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme import Layer, Scheme
from annotator.core.spans import Span
from annotator.interchange.formats.spool import Spool

LONG = 40
"""Where half of a layer's spans are longer, in code points, they are found by their edges, not word by word."""


@dataclass(frozen=True, slots=True)
class Item:
    """One document with the one annotation set that is written for it."""

    document: str
    text: str
    split: str
    record: AnnotationRecord
    disputed: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a layer goes: `ents`, `sc` (a span group, which may overlap) or `cats`, with the labels in use."""

    layer: Layer
    carrier: str
    labels: tuple[str, ...]


class Survey:
    """Keeps the documents in a temporary file while it looks at all of them, and gives them out again."""

    def __init__(self, scheme: Scheme, options: ExportOptions) -> None:
        """Survey the layers of this scheme, and of them what is wanted."""
        self.scheme = scheme
        self._options = options
        self._spool: Spool[Item] = Spool()
        self.overlapping: set[str] = set()
        self.lengths: dict[str, Counter[bool]] = defaultdict(Counter)
        self.used: Counter[tuple[str, str, str]] = Counter()
        self.unheld: Counter[str] = Counter()

    def __enter__(self) -> "Survey":
        """Open the temporary file."""
        self._spool.__enter__()
        return self

    def __exit__(self, *_fault: object) -> None:
        """Let the temporary file go."""
        self._spool.__exit__()

    def add(self, one: Prepared) -> None:
        """Take in a document, once for every set that models can learn from."""
        for record in taught(one.chosen):
            item = Item(one.document.id, one.document.text, one.split, record, one.disputed)
            self._spool.add(item)
            self._look_at(item)

    def items(self) -> Iterator[Item]:
        """Yield what was taken in, in the same order."""
        return iter(self._spool)

    def targets(self) -> list[Target]:
        """Return where each layer in use goes, in the order of the scheme.

        A span layer goes to `ents` when its spans are short and do not overlap, or must not.
        """
        used = {(layer, label) for layer, label, _ in self.used}
        found = []
        for layer in self.scheme.layers:
            labels = tuple(one.name for one in layer.labels if (layer.name, one.name) in used)
            if layer.kind == "document" and labels:
                found.append(Target(layer, "cats", tuple(self._categories(layer, labels))))
            elif layer.kind == "span" and labels:
                found.append(Target(layer, "ents" if self._is_flat(layer) else "sc", labels))
        return found

    def _categories(self, layer: Layer, used: Sequence[str]) -> Iterator[str]:
        """Yield the labels that a document of this layer has or has not."""
        for label in layer.labels:
            known = label.name in used or not label.archived
            if known and self._options.takes(layer.name, label.name):
                yield label.name

    def _is_flat(self, layer: Layer) -> bool:
        long = self.lengths[layer.name]
        overlapping = layer.overlap != "none" and layer.name in self.overlapping
        return not overlapping and long[True] <= long[False]

    def _look_at(self, item: Item) -> None:
        by_layer: dict[str, list[Span]] = {}
        for span in item.record.spans:
            self.used[span.layer, span.label, item.split] += 1
            self.lengths[span.layer][span.end - span.start > LONG] += 1
            if not span.fragments:
                by_layer.setdefault(span.layer, []).append(span)
            self.unheld["notes"] += bool(span.note)
        for layer, values in item.record.labels.items():
            for value in values:
                self.used[layer, value, item.split] += 1
        self.overlapping.update(layer for layer, spans in by_layer.items() if any_overlap(spans))
        self.unheld["relations"] += len(item.record.relations)
        self.unheld["notes"] += bool(item.record.note)


def taught(chosen: Sequence[AnnotationRecord]) -> list[AnnotationRecord]:
    """Return the sets to learn from: everybody's work where it was chosen, else gold, never suggestions."""
    work = [one for one in chosen if one.kind == "work"]
    return work or [one for one in chosen if one.kind == "gold"]


def any_overlap(spans: Iterable[Span]) -> bool:
    """Say whether any two of these continuous spans share a code point."""
    end = 0
    for span in sorted(spans, key=lambda one: one.start):
        if span.start < end:
            return True
        end = span.end
    return False
