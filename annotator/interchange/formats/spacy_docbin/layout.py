"""Laying out one annotation set on tokens: what each layer of a Doc holds, and what it cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from annotator.core.alignment import (
    DISCONTINUOUS,
    DUPLICATE,
    OVERLAP,
    Alignment,
    Tokens,
    align,
)
from annotator.core.spans import Span, reading_order
from annotator.interchange.formats.spacy_docbin.survey import Item, Target

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPANS_KEY = "sc"


@dataclass(slots=True)
class Layout:
    """The spans of one layer that tokens hold, those that no tokens hold with the reason, and masked tokens."""

    held: list[tuple[Span, Alignment]] = field(default_factory=list)
    lost: list[tuple[Span, str]] = field(default_factory=list)
    masked: list[tuple[int, int]] = field(default_factory=list)


def lay_out(item: Item, tokens: Tokens, target: Target, mode: str) -> Layout:
    """Place the spans of a layer.

    In `ents`, the longest of overlapping spans stays, then the earliest, then the smallest id; tokens of
    spans that are lost or disputed are masked: training learns nothing from them.
    """
    layout = Layout()
    placed = []
    for span in sorted(item.record.spans, key=reading_order):
        if span.layer != target.layer.name:
            continue
        if span.fragments:
            layout.lost.append((span, DISCONTINUOUS))
            continue
        alignment = align(item.text, tokens, span, mode)
        if alignment.held:
            placed.append((span, alignment))
        else:
            layout.lost.append((span, alignment.reason))
    _keep(placed, layout, exclusive=target.carrier == "ents")
    if target.carrier == "ents":
        disputed = (span for span in item.disputed if span.layer == target.layer.name)
        layout.masked = _masked(tokens, layout, disputed)
    return layout


def _keep(placed: list[tuple[Span, Alignment]], layout: Layout, *, exclusive: bool) -> None:
    taken: set[int] = set()
    seen: set[tuple[int, int, str]] = set()
    placed.sort(key=lambda pair: (pair[1].start - pair[1].end, pair[1].start, str(pair[0].id)))
    for span, alignment in placed:
        key = (alignment.first, alignment.last, span.label)
        if key in seen:
            layout.lost.append((span, DUPLICATE))
        elif exclusive and not taken.isdisjoint(range(alignment.first, alignment.last)):
            layout.lost.append((span, OVERLAP))
        else:
            seen.add(key)
            taken.update(range(alignment.first, alignment.last))
            layout.held.append((span, alignment))
    layout.held.sort(key=lambda pair: reading_order(pair[0]))
    layout.lost.sort(key=lambda pair: reading_order(pair[0]))


def _masked(tokens: Tokens, layout: Layout, disputed: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the ranges of tokens that nothing holds and that a lost or disputed span touches."""
    held = {at for _, one in layout.held for at in range(one.first, one.last)}
    touched = {
        at
        for span in (*(span for span, _ in layout.lost), *disputed)
        for part in span.parts
        for at in range(*tokens.touched(*part))
    }
    ranges: list[tuple[int, int]] = []
    for at in sorted(touched - held):
        if ranges and ranges[-1][1] == at:
            ranges[-1] = (ranges[-1][0], at + 1)
        else:
            ranges.append((at, at + 1))
    return ranges


def fill_spans(doc: "Doc", layout: Layout, carrier: str) -> None:
    """Write a layout into a Doc; each span's id goes with it."""
    from spacy.tokens import Span as SpacySpan  # noqa: PLC0415 -- slow to import

    spans = [
        SpacySpan(doc, one.first, one.last, label=span.label, span_id=str(span.id))
        for span, one in layout.held
    ]
    if carrier == "ents":
        missing = [SpacySpan(doc, first, last) for first, last in layout.masked]
        doc.set_ents(spans, missing=missing, default="outside")
    else:
        doc.spans[SPANS_KEY] = spans


def fill_cats(doc: "Doc", item: Item, target: Target) -> None:
    """Write the labels of a document layer into a Doc.

    Where a layer takes one label and there is not exactly one, nothing is written: it is missing.
    """
    values: Sequence[str] = item.record.labels.get(target.layer.name, ())
    if target.layer.multiple or len(values) == 1:
        doc.cats = {label: float(label in values) for label in target.labels}


def fill_user_data(doc: "Doc", item: Item, layout: Layout) -> None:
    """Note the document's id, the annotator, and every span of the layer by its id.

    `span:ID` holds start, end (code points), label and what became of the span, separated by spaces; `attributes:ID`
    its attributes, if any, as JSON.
    """
    doc.user_data["document"] = item.document
    doc.user_data["annotator"] = item.record.annotator
    states = [(span, one.reason or "exact") for span, one in layout.held]
    for span, state in sorted((*states, *layout.lost), key=lambda pair: reading_order(pair[0])):
        doc.user_data[f"span:{span.id}"] = f"{span.start} {span.end} {span.label} {state}"
        if span.attributes:
            attributes = orjson.dumps(span.attributes, option=orjson.OPT_SORT_KEYS)
            doc.user_data[f"attributes:{span.id}"] = attributes.decode()
