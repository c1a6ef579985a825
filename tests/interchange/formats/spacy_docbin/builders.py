"""Documents with spans found by their words, for tests of exports."""

from pathlib import Path
from uuid import uuid4

from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.spans import Fragments, Span
from annotator.interchange.formats.spacy_docbin import read_back
from annotator.interchange.formats.spacy_docbin.check import HeldDocument

Mark = tuple[str, str]
"""The marked words and `layer/label`; the words may be cut by `…` into fragments."""


def marked(text: str, words: str, name: str) -> Span:
    """Return the span of the first place where these words are."""
    layer, label = name.split("/")
    places, start = [], 0
    for part in words.split("…"):
        start = text.index(part, start)
        places.append((start, start + len(part)))
        start += len(part)
    fragments: Fragments = tuple(places) if len(places) > 1 else ()
    return Span(uuid4(), places[0][0], places[-1][1], layer, label, fragments=fragments)


def outgoing(
    name: str,
    text: str,
    *marks: Mark,
    split: str = "train",
    labels: dict[str, tuple[str, ...]] | None = None,
    disputed: tuple[Mark, ...] = (),
) -> Prepared:
    """Return a document by ana on its way out."""
    spans = tuple(marked(text, *one) for one in marks)
    record = AnnotationRecord("ana", spans=spans, labels=labels or {})
    return Prepared(
        DocumentRecord(name, text),
        (record,),
        tuple(marked(text, *one) for one in disputed),
        split,
    )


DEV = outgoing("dev", "Anna rit.", ("Anna", "entity/PER"), split="dev")
"""A document to develop with, for exports that are about something else."""

OPTIONS = ExportOptions(format="spacy", language="fr", check=True)


class Exported:
    """An export and what is in it, by document and layer."""

    def __init__(self, folder: Path, report: ExportReport) -> None:
        self.folder = folder
        self.report = report
        self.held = {(one.document, one.layer): one for one in read_back(folder)}

    def of(self, document: str, layer: str = "entity") -> HeldDocument:
        return self.held[document, layer]

    def lost(self) -> list[tuple[str, str]]:
        return [(row.document, row.reason) for row in self.report.left_out]


def quotes(one: HeldDocument) -> list[tuple[str, str]]:
    """Return the marked texts with their labels."""
    return [(span.quote, span.label) for span in one.spans]
