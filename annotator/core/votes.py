"""Votes: one annotation set made of what enough annotators have in common."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from annotator.core.records import AnnotationRecord, Relation
from annotator.core.spans import AttributeValue, Fragments, Span, reading_order

SpanKey = tuple[int, int, Fragments, str, str]
RelationKey = tuple[str, SpanKey, SpanKey | None, str | None]


def span_key(span: Span) -> SpanKey:
    """Return what makes two people's spans the same: extent, fragments, layer and label."""
    return (span.start, span.end, span.fragments, span.layer, span.label)


def merge(
    sets: Sequence[AnnotationRecord], needed: int, single: Collection[str] = ()
) -> tuple[AnnotationRecord, tuple[Span, ...]]:
    """Return the set of what at least `needed` of the sets hold, and the spans that fewer hold.

    Ids are those of the first holder in the order of the sets. `single` names the document layers with
    at most one value: they stay empty where two values have enough votes.
    """
    holders: dict[SpanKey, list[Span]] = {}
    for one in sets:
        for key, span in {span_key(span): span for span in reversed(one.spans)}.items():
            holders.setdefault(key, []).append(span)
    chosen = {key: spans for key, spans in holders.items() if len(spans) >= needed}
    disputed = (spans[0] for key, spans in holders.items() if key not in chosen)
    merged = _merged_spans(chosen, needed)
    record = AnnotationRecord(
        annotator="",
        spans=tuple(sorted(merged.values(), key=reading_order)),
        relations=_relations(sets, needed, merged),
        labels=_labels(sets, needed, single),
    )
    return record, tuple(sorted(disputed, key=reading_order))


def _merged_spans(chosen: Mapping[SpanKey, list[Span]], needed: int) -> dict[SpanKey, Span]:
    """Return one span for each key, with the attributes that enough holders agree on.

    Ids are unique within one person's set only, so one that is taken is replaced by one made from it.
    """
    merged: dict[SpanKey, Span] = {}
    taken: set[UUID] = set()
    for key in sorted(chosen):
        spans = chosen[key]
        identity = spans[0].id
        if identity in taken:
            identity = uuid5(identity, repr(key))
        taken.add(identity)
        merged[key] = replace(spans[0], id=identity, attributes=_attributes(spans, needed), note="")
    return merged


def _attributes(spans: Sequence[Span], needed: int) -> dict[str, AttributeValue]:
    agreed: dict[str, AttributeValue] = {}
    for name in sorted({name for span in spans for name in span.attributes}):
        votes = Counter(
            (type(value), value)
            for span in spans
            if (value := span.attributes.get(name)) is not None
        )
        (_, value), count = votes.most_common(1)[0]
        if count >= needed:
            agreed[name] = value
    return agreed


def _relations(
    sets: Sequence[AnnotationRecord], needed: int, merged: Mapping[SpanKey, Span]
) -> tuple[Relation, ...]:
    """Return the relations whose ends were chosen and that enough sets hold."""
    holders: dict[RelationKey, list[Relation]] = {}
    for one in sets:
        keys = {span.id: span_key(span) for span in one.spans}
        own: dict[RelationKey, Relation] = {}
        for relation in one.relations:
            tail = None if relation.tail is None else keys[relation.tail]
            own.setdefault((relation.label, keys[relation.head], tail, relation.value), relation)
        for key, relation in own.items():
            holders.setdefault(key, []).append(relation)
    chosen: dict[UUID, Relation] = {}
    for key in sorted(holders, key=repr):
        _, head, tail, _ = key
        ends_stay = head in merged and (tail is None or tail in merged)
        if len(holders[key]) >= needed and ends_stay:
            first = holders[key][0]
            identity = uuid5(first.id, repr(key)) if first.id in chosen else first.id
            chosen[identity] = replace(
                first,
                id=identity,
                head=merged[head].id,
                tail=None if tail is None else merged[tail].id,
            )
    return tuple(chosen.values())


def _labels(
    sets: Sequence[AnnotationRecord], needed: int, single: Collection[str]
) -> dict[str, tuple[str, ...]]:
    votes: dict[str, Counter[str]] = {}
    for one in sets:
        for layer, values in one.labels.items():
            votes.setdefault(layer, Counter()).update(dict.fromkeys(values, 1))
    chosen = {
        layer: tuple(value for value, count in counter.items() if count >= needed)
        for layer, counter in sorted(votes.items())
    }
    return {
        layer: () if layer in single and len(values) > 1 else values
        for layer, values in chosen.items()
    }
