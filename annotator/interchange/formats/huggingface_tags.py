"""Tags: the spans of layers that never overlap, once more as a tag for each word, as models for tokens read them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.core.alignment import Tokens
from annotator.core.records import AnnotationRecord
from annotator.core.report import Prepared
from annotator.core.scheme import Layer, Scheme
from annotator.core.sentences import sentence
from annotator.core.spans import Span
from annotator.interchange.formats.spacy_docbin.layout import lay_out
from annotator.interchange.formats.spacy_docbin.survey import Item, Target, any_overlap
from annotator.interchange.formats.words import words_in

FIRST = "ner_tags"
"""The column of the first layer that can be tagged; others have their layer's name behind it."""
OUTSIDE = "O"

Tags = list[str | None]
Row = Mapping[str, Sequence[str | None]]
"""The words of a text and the columns of their tags."""


@dataclass(frozen=True, slots=True)
class TagColumn:
    """A column of tags for one layer."""

    name: str
    layer: Layer

    @property
    def classes(self) -> list[str]:
        """The tags there can be: outside, then beginning and inside of each label."""
        return [OUTSIDE, *(f"{at}-{label.name}" for label in self.layer.labels for at in "BI")]


class Tagger:
    """Finds the layers that can be tagged, then tags documents; counts the spans that tags do not hold."""

    def __init__(self, scheme: Scheme, align: str) -> None:
        """Begin with no document; `align` is how spans are fitted to words."""
        self._scheme = scheme
        self._align = align
        self._used: set[str] = set()
        self._overlapping: set[str] = set()
        self.missing: Counter[str] = Counter()

    def look_at(self, one: Prepared) -> None:
        """Note which layers are used, and which overlap."""
        for record in one.chosen:
            by_layer: dict[str, list[Span]] = {}
            for span in record.spans:
                self._used.add(span.layer)
                if not span.fragments:
                    by_layer.setdefault(span.layer, []).append(span)
            self._overlapping.update(name for name, own in by_layer.items() if any_overlap(own))

    def columns(self) -> list[TagColumn]:
        """Return the columns of the layers that are used and never overlap, in the order of the scheme."""
        flat = [
            layer
            for layer in self._scheme.layers
            if layer.kind == "span"
            and layer.name in self._used
            and layer.name not in self._overlapping
        ]
        names = [FIRST, *(f"{FIRST}_{layer.name}" for layer in flat[1:])]
        return [TagColumn(name, layer) for name, layer in zip(names, flat, strict=False)]

    def tagged(
        self,
        one: Prepared,
        columns: Sequence[TagColumn],
        records: Iterable[AnnotationRecord | None],
    ) -> Iterator[Row]:
        """Yield for each record the words of the text, and a tag for each word in every column.

        A tag is None, a missing value, where a span fits no words, is disputed, or nobody worked.
        """
        text = one.document.text
        tokens = words_in(text)
        words = [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]
        for record in records:
            tags: dict[str, Tags] = {column.name: [None] * len(words) for column in columns}
            if record:
                item = Item(one.document.id, text, one.split, record, one.disputed)
                tags = {column.name: self._tags(item, tokens, column) for column in columns}
            yield {"tokens": words, **tags}

    def _tags(self, item: Item, tokens: Tokens, column: TagColumn) -> Tags:
        layout = lay_out(item, tokens, Target(column.layer, "ents", ()), self._align)
        self.missing[column.name] += len(layout.lost)
        tags: Tags = [OUTSIDE] * len(tokens.starts)
        for span, place in layout.held:
            tags[place.first] = f"B-{span.label}"
            inside = slice(place.first + 1, place.last)
            tags[inside] = [f"I-{span.label}"] * len(tags[inside])
        for first, last in layout.masked:
            tags[first:last] = [None] * (last - first)
        return tags

    def notes(self) -> list[str]:
        """Return a sentence for each column that cannot hold all spans."""
        return [
            sentence(
                "%(number)s spans fit no words and are missing values in %(name)s; the column "
                "spans has them.",
                number=number,
                name=name,
            )
            for name, number in self.missing.items()
            if number
        ]
