"""Reading what several people made of one document, to lay it side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from annotator.annotations.compare_drawing import Marks, draw_marks
from annotator.annotations.drawing import canvas_of
from annotator.annotations.queries import labels_of, relations_of, spans_of
from annotator.annotations.workers import Worker
from annotator.core.comparison import Group, Side, compare
from annotator.core.records import Relation
from annotator.core.scheme import Scheme
from annotator.core.spans import Span
from annotator.documents.models import Document
from annotator.projects.queries import label_names


@dataclass(frozen=True, slots=True)
class Compared:
    """The work of several people side by side; `groups` are in reading order, the rest by person."""

    groups: tuple[Group, ...]
    marks: Marks
    group_of: Mapping[UUID, int]
    relations: tuple[Mapping[UUID, tuple[Relation, ...]], ...]
    spans: tuple[Mapping[UUID, Span], ...]
    labels: tuple[Mapping[str, tuple[str, ...]], ...]


def compare_work(document: Document, scheme: Scheme, workers: Sequence[Worker]) -> Compared:
    """Return the work of these people side by side."""
    key = (document.id, document.project_id, document.text_sha256)
    return _compared(key, scheme, tuple(workers))


@lru_cache(maxsize=4)
def _compared(key: tuple[int, int, str], scheme: Scheme, workers: tuple[Worker, ...]) -> Compared:
    """Keep what people are at, by all that it depends on."""
    document_id, project_id, digest = key
    names, canvas = label_names(project_id), canvas_of(document_id, scheme, digest)
    spans = [_counted(scheme, spans_of(worker.set_id, names)) for worker in workers]
    relations = [relations_of(worker.set_id, names) for worker in workers]
    sides = [Side(own, links) for own, links in zip(spans, relations, strict=True)]
    groups = compare(len(canvas.text), sides)
    marks = draw_marks(canvas, groups, [worker.name for worker in workers])
    return Compared(
        groups=groups,
        marks=marks,
        group_of={mark.span.id: mark.group for mark in marks.every if mark.anchor},
        relations=tuple(map(_by_head, relations)),
        spans=tuple({span.id: span for span in own} for own in spans),
        labels=tuple(labels_of(worker.set_id, names) for worker in workers),
    )


def _counted(scheme: Scheme, spans: Sequence[Span]) -> list[Span]:
    """Return the spans without the attributes that are not to count where people are compared."""
    aside = {
        (layer.name, one.name)
        for layer in scheme.layers
        for one in layer.attributes
        if not one.counts_in_agreement
    }

    def bare(span: Span) -> Span:
        kept = {n: value for n, value in span.attributes.items() if (span.layer, n) not in aside}
        return replace(span, attributes=kept)

    return [bare(span) if aside and span.attributes else span for span in spans]


def _by_head(relations: Sequence[Relation]) -> dict[UUID, tuple[Relation, ...]]:
    found: dict[UUID, tuple[Relation, ...]] = {}
    for one in relations:
        found[one.head] = (*found.get(one.head, ()), one)
    return found


def differing_labels(
    scheme: Scheme, compared: Compared
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...], bool]]:
    """Yield each document layer that anybody chose a label of, with everybody's labels, and whether they differ."""
    for layer in scheme.of_kind("document"):
        chosen = tuple(own.get(layer.name, ()) for own in compared.labels)
        if any(chosen):
            yield layer.name, chosen, len({frozenset(own) for own in chosen}) > 1
