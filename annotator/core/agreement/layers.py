"""Layers: the shared work cut into layers, each with its labels numbered by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from annotator.core.agreement.columns import NONE, Ints
from annotator.core.agreement.extras import Carried, Extras
from annotator.core.agreement.layer_extras import carried_of, relations_of
from annotator.core.agreement.question import Question
from annotator.core.agreement.relation_tables import Relations
from annotator.core.agreement.selection import Shared
from annotator.core.agreement.work import Marks, Pieces, Work, marks_of
from annotator.core.errors import Refused
from annotator.core.scheme import Layer, Scheme
from annotator.core.sentences import sentence

Names = Mapping[int, tuple[str, str]]
"""Layer and label of each number."""


@dataclass(frozen=True, slots=True)
class SpanColumns:
    """All spans of the shared sets: `set` is a row of `Shared.sets`, `name` a number in the names."""

    set: Ints
    name: Ints
    start: Ints
    end: Ints
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Content:
    """What is in the shared sets; `chosen` has (set, name) of every document label; `lengths` are code points."""

    shared: Shared
    lengths: Ints
    names: Names
    spans: SpanColumns
    chosen: Sequence[tuple[int, int]]
    extras: Extras = field(default_factory=Extras)


@dataclass(frozen=True, slots=True)
class LayerWork:
    """The shared work in one layer. `values` has the labels each set chose for the document, in a document layer."""

    layer: Layer
    labels: tuple[str, ...]
    work: Work
    values: Sequence[frozenset[int]] = field(default_factory=tuple)
    carried: Carried = field(default_factory=Carried)
    relations: Relations | None = None

    @property
    def units(self) -> Marks | Relations:
        """What is compared in a layer of spans or relations."""
        return self.work.marks if self.relations is None else self.relations


def chosen_layers(scheme: Scheme, question: Question) -> list[Layer]:
    """Return the layers that are meant. Refuses unknown layers and labels."""
    current = [layer for layer in scheme.layers if not layer.archived]
    for name in question.layers:
        if scheme.layer(name) is None:
            there = ", ".join(layer.name for layer in current) or sentence("none")
            raise Refused.field(
                "layer",
                sentence(
                    "There is no layer %(name)s; there are: %(there)s.", name=name, there=there
                ),
            )
    asked = [layer for layer in scheme.layers if layer.name in question.layers] or current
    labels = sorted({label.name for layer in asked for label in layer.labels})
    for name in question.labels:
        if name not in labels:
            there = ", ".join(labels) or sentence("none")
            raise Refused.field(
                "label",
                sentence(
                    "There is no label %(name)s; there are: %(there)s.", name=name, there=there
                ),
            )
    wanted = set(question.labels)
    found = [
        layer for layer in asked if not wanted or wanted & {label.name for label in layer.labels}
    ]
    if not found:
        raise Refused.field(
            "layer", sentence("There is no layer to compare: nothing is marked here.")
        )
    return found


def layer_work(content: Content, layer: Layer, labels: Sequence[str]) -> LayerWork:
    """Return the work of one layer, cut down to these labels if any are named."""
    wanted = {label.name for label in layer.labels if not labels or label.name in labels}
    numbers = {
        number: label
        for number, (owner, label) in content.names.items()
        if owner == layer.name and label in wanted
    }
    in_order = [label.name for label in layer.labels] if layer.ordered else sorted(wanted)
    names = tuple(name for name in in_order if name in numbers.values())
    place = {name: at for at, name in enumerate(names)}
    label_of = np.full(max(content.names, default=0) + 1, -1)
    for number, label in numbers.items():
        label_of[number] = place[label]
    if layer.kind == "relation":
        empty = SpanColumns(NONE, NONE, NONE, NONE, Pieces())
        return LayerWork(
            layer,
            names,
            _work(content, _marks(empty, label_of)),
            relations=relations_of(content, label_of),
        )
    work = _work(content, _marks(content.spans, label_of))
    if layer.kind == "span":
        return LayerWork(layer, names, work, carried=carried_of(content, layer, work.marks))
    return LayerWork(layer, names, work, _values(content.chosen, label_of, work.sets))


def _work(content: Content, marks: Marks) -> Work:
    shared = content.shared
    return Work(
        texts=content.lengths,
        origin=np.arange(len(content.lengths)),
        copy=np.zeros(len(content.lengths), np.int64),
        set_document=shared.set_document,
        set_annotator=shared.set_annotator,
        marks=marks,
    )


def _marks(spans: SpanColumns, label_of: Ints) -> Marks:
    label = label_of[spans.name]
    rows = np.flatnonzero(label >= 0)
    place = np.full(len(label), -1)
    place[rows] = np.arange(len(rows))
    own = place[spans.pieces.span] >= 0
    pieces = Pieces(place[spans.pieces.span[own]], spans.pieces.start[own], spans.pieces.end[own])
    marks = marks_of(spans.set[rows], label[rows], spans.start[rows], spans.end[rows], pieces)
    return replace(marks, source=rows[marks.source])


def _values(
    chosen: Sequence[tuple[int, int]], label_of: Ints, sets: int
) -> tuple[frozenset[int], ...]:
    values: list[set[int]] = [set() for _ in range(sets)]
    for at, name in chosen:
        if label_of[name] >= 0:
            values[at].add(int(label_of[name]))
    return tuple(frozenset(one) for one in values)
