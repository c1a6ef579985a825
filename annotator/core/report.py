"""Exports: what goes into one, how it was asked for, and what became of every span."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.sentences import sentence
from annotator.core.spans import Span

LISTS = ("layers", "labels")
"""The options that are lists of names."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What was asked of an export; the defaults are those of the command.

    `annotations` is a policy as written by people; `labels` are written LABEL or LAYER/LABEL; `split` is train/dev/test parts, None where none
    were given. `keep_split` names the earlier export whose splits are kept: for the command the path of its
    manifest, inside by its digest. `language` is the project's. `max_loss` is the greatest number of spans left out.
    With `dry_run` everything is done but nothing written.
    """

    format: str
    annotations: str = ""
    status: str = "done"
    layers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    split: str | None = None
    group_by: str = ""
    stratify: str = ""
    keep_split: str = ""
    align: str = "strict"
    language: str = "xx"
    check: bool = False
    max_loss: int | None = None
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what decides the content of the export, for its manifest."""
        names = (
            "annotations",
            "status",
            "split",
            "group_by",
            "stratify",
            "keep_split",
            "align",
            "language",
        )
        lists = {name: list(getattr(self, name)) for name in LISTS}
        return lists | {name: getattr(self, name) for name in names}

    def takes(self, layer: str, label: str) -> bool:
        """Say whether spans, or documents, with this label are wanted."""
        named = not self.labels or not {label, f"{layer}/{label}"}.isdisjoint(self.labels)
        return named and (not self.layers or layer in self.layers)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document on its way out: the annotations chosen for it, what was disputed, and its split."""

    document: DocumentRecord
    chosen: tuple[AnnotationRecord, ...]
    disputed: tuple[Span, ...] = ()
    split: str = ""


Kind = tuple[str, str, str, bool]
"""Layer, label, reason, and whether it was changed (or left out)."""


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A span that was changed or left out. Where it was changed, `held` is the extent in the export."""

    document: str
    annotator: str
    span: Span
    reason: str
    held: tuple[int, int] | None = None

    @property
    def kind(self) -> Kind:
        """What happened to a span of which label, and why."""
        return (self.span.layer, self.span.label, self.reason, self.held is not None)

    def __str__(self) -> str:
        """Return the row in words."""
        what = f"{self.annotator}: {self.span.layer}/{self.span.label} {self.span.start}-{self.span.end}"
        became = f"changed to {self.held[0]}-{self.held[1]}" if self.held else "left out"
        return f"{self.document}, {what}: {became} ({self.reason})"

    def as_json(self) -> dict[str, Any]:
        """Return the row of the report."""
        row = {
            "document": self.document,
            "annotator": self.annotator,
            "start": self.span.start,
            "end": self.span.end,
            "layer": self.span.layer,
            "label": self.span.label,
            "reason": self.reason,
            "id": str(self.span.id),
        }
        if self.held:
            row |= {"new_start": self.held[0], "new_end": self.held[1]}
        return row


Counts = Counter[tuple[str, str]]
"""Numbers of spans by (layer, label)."""
Coverage = Mapping[str, Mapping[str, Mapping[str, float]]]
"""By layer and label: how many `spans` there are, how many of them training can have `reached`, their `share`."""


@dataclass(slots=True)
class ExportReport:
    """What an export wrote. Every span that came in is exact, changed or left out, by layer and label."""

    files: list[str] = field(default_factory=list)
    splits: Counter[str] = field(default_factory=Counter)
    received: Counts = field(default_factory=Counter)
    exact: Counts = field(default_factory=Counter)
    changed: list[SpanRow] = field(default_factory=list)
    left_out: list[SpanRow] = field(default_factory=list)
    coverage: Coverage = field(default_factory=dict)
    disputed: int = 0
    notes: list[str] = field(default_factory=list)
    manifest: str = ""

    @property
    def all_notes(self) -> list[str]:
        """What else is to be known of the export, the spans in dispute first."""
        if not self.disputed:
            return self.notes
        dispute = sentence(
            "%(number)s spans are in dispute and were not chosen.", number=self.disputed
        )
        return [dispute, *self.notes]

    @property
    def documents(self) -> int:
        """How many documents there are in all splits."""
        return self.splits.total()

    def by_label(self) -> Iterator[tuple[str, str, dict[str, int]]]:
        """Yield (layer, label, numbers) in order."""
        changed = Counter((row.span.layer, row.span.label) for row in self.changed)
        left_out = Counter((row.span.layer, row.span.label) for row in self.left_out)
        for key in sorted({*self.received, *self.exact, *changed, *left_out}):
            numbers = (self.received[key], self.exact[key], changed[key], left_out[key])
            yield *key, dict(zip(("in", "exact", "changed", "left_out"), numbers, strict=True))

    def spans_by_label(self) -> dict[str, dict[str, dict[str, int]]]:
        """Return the numbers by layer and label."""
        table: dict[str, dict[str, dict[str, int]]] = {}
        for layer, label, numbers in self.by_label():
            table.setdefault(layer, {})[label] = numbers
        return table

    def check(self, max_loss: int | None = None) -> None:
        """Refuse an export that loses more than was allowed.

        Raises RuntimeError when a span was forgotten: that is a fault of the exporter.
        """
        for layer, label, numbers in self.by_label():
            if numbers["in"] != numbers["exact"] + numbers["changed"] + numbers["left_out"]:
                message = f"spans of {layer}/{label} do not add up: {numbers}"
                raise RuntimeError(message)
        if max_loss is not None and len(self.left_out) > max_loss:
            first = self.left_out[0]
            message = sentence(
                "%(left_out)s spans would be left out and --max-loss allows %(max_loss)s. The "
                "first: %(label)s %(start)s-%(end)s of %(document)s (%(reason)s). Look at all "
                "with --dry-run; then mend them, try --align, or allow them with --max-loss %(left_out)s.",
                left_out=len(self.left_out),
                max_loss=max_loss,
                label=first.span.label,
                start=first.span.start,
                end=first.span.end,
                document=first.document,
                reason=first.reason,
            )
            raise Refused.field("max_loss", message)

    def numbers(self) -> dict[str, int]:
        """Return how many spans came in and what became of them."""
        return {
            "in": self.received.total(),
            "exact": self.exact.total(),
            "changed": len(self.changed),
            "left_out": len(self.left_out),
        }

    def losses(self) -> Counter[Kind]:
        """Return how many spans were changed or left out, by layer, label, reason and whether they were changed."""
        return Counter(row.kind for row in (*self.left_out, *self.changed))

    def as_json(self, folder: Path | None = None, most: int | None = None) -> dict[str, Any]:
        """Return the answer of the command; paths are relative to the export, or below `folder`.

        `most` is how many rows are given of each kind of loss; the counts are always of all.
        """
        return {
            "files": [_below(folder, name) for name in self.files],
            "documents": self.documents,
            "spans": self.numbers(),
            "changed": [row.as_json() for row in _first(self.changed, most)],
            "left_out": [row.as_json() for row in _first(self.left_out, most)],
            "manifest": _below(folder, self.manifest),
        }

    def in_full(self, folder: Path | None = None, most: int | None = None) -> dict[str, Any]:
        """Return the answer with what pages show beside it: sizes of splits, counts by label and by loss."""
        return self.as_json(folder, most) | {
            "splits": dict(self.splits),
            "spans_by_label": self.spans_by_label(),
            "losses": [[*kind, number] for kind, number in self.losses().items()],
            "coverage": self.coverage,
            "notes": self.all_notes,
        }


def _first(rows: list[SpanRow], most: int | None) -> Iterator[SpanRow]:
    seen: Counter[Kind] = Counter()
    for row in rows:
        seen[row.kind] += 1
        if most is None or seen[row.kind] <= most:
            yield row


def _below(folder: Path | None, name: str) -> str:
    return str(folder / name) if folder and name else name
