"""Checking an export: the DocBin files are opened again and what they hold is counted anew."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from annotator.interchange.formats.spacy_docbin.layout import SPANS_KEY

Digest = int


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """A span as an export holds it, in code points; `span` is its id."""

    layer: str
    split: str
    document: str
    annotator: str
    span: str
    start: int
    end: int
    label: str
    quote: str


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document of one layer's folder with its text, spans, labels, and the number of masked tokens."""

    layer: str
    split: str
    document: str
    annotator: str
    text: str
    spans: tuple[HeldSpan, ...]
    cats: dict[str, float]
    masked: int


def read_back(folder: Path) -> Iterator[HeldDocument]:
    """Open every DocBin below an export's folder and yield its documents."""
    from spacy.tokens import DocBin  # noqa: PLC0415 -- slow to import, needed here only
    from spacy.vocab import Vocab  # noqa: PLC0415

    for path in sorted(folder.glob("*/*/*.spacy")):
        split, layer = path.parent.name, path.parent.parent.name
        for doc in DocBin().from_disk(path).get_docs(Vocab()):
            document, annotator = doc.user_data["document"], doc.user_data["annotator"]
            spans = [(span, span.ent_id_) for span in doc.ents]
            spans += [(span, span.id_) for span in doc.spans.get(SPANS_KEY, ())]
            yield HeldDocument(
                layer=layer,
                split=split,
                document=document,
                annotator=annotator,
                text=doc.text,
                spans=tuple(
                    HeldSpan(
                        layer=layer,
                        split=split,
                        document=document,
                        annotator=annotator,
                        span=identity,
                        start=span.start_char,
                        end=span.end_char,
                        label=span.label_,
                        quote=span.text,
                    )
                    for span, identity in spans
                ),
                cats=dict(doc.cats),
                masked=sum(
                    1 for token in doc if doc.has_annotation("ENT_IOB") and not token.ent_iob
                ),
            )


def check(folder: Path) -> Counter[tuple[str, str, str]]:
    """Return the numbers of spans that an export holds, by (layer, split, label)."""
    return Counter(
        (span.layer, span.split, span.label) for one in read_back(folder) for span in one.spans
    )


def digest(spans: Iterable[HeldSpan]) -> Digest:
    """Return a number that tells two collections of spans apart, whatever their order."""
    total = 0
    for span in spans:
        row = hashlib.sha256(repr(astuple(span)).encode()).digest()
        total = (total + int.from_bytes(row)) % 2**256
    return total
