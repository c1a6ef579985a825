"""The annotations of a JSONL record: from JSON values to checked annotation sets."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from annotator.core.errors import Refused
from annotator.core.records import KINDS, STATUSES, AnnotationRecord, Relation
from annotator.core.relations import check_ends
from annotator.core.sentences import sentence
from annotator.core.spans import (
    Fragments,
    Span,
    check_extent,
    check_overlap,
    check_quote,
    clean_fragments,
)
from annotator.core.votes import span_key
from annotator.interchange.formats.json_values import (
    as_id,
    as_list,
    as_names,
    as_object,
    as_offset,
    as_text,
    under,
)
from annotator.interchange.formats.vocabulary import Vocabulary

SPAN_FIELDS = frozenset(
    ("id", "start", "end", "layer", "label", "quote", "attributes", "fragments", "note", "origin")
)
LONGEST_ORIGIN = 32
SET_FIELDS = frozenset(
    "annotator kind status spans relations labels note flag revision".split()  # noqa: SIM905 -- shorter
)


class SetReader:
    """Reads the annotation sets of one text; `warnings` says what was not kept."""

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        """Read against this scheme and this text."""
        self.vocabulary = vocabulary
        self.text = text
        self.warnings: dict[str, None] = {}

    def full(self, body: dict[str, Any], annotator: str) -> AnnotationRecord:
        """Read a set in the full shape: spans, relations, labels and all."""
        self._warn_of_fields(body.keys() - SET_FIELDS, "annotation sets")
        spans, renamed = self.spans(body, as_list(body, "spans", "spans"), "spans")
        return AnnotationRecord(
            annotator=annotator,
            kind=_choice(body, "kind", KINDS, "work"),
            status=_choice(body, "status", STATUSES, "done"),
            spans=spans,
            relations=self._relations(body, spans, renamed),
            labels=self._labels(body),
            note=as_text(body, "note", "note"),
            flag=as_text(body, "flag", "flag") if body.get("flag") is not None else None,
            revision=as_offset(body, "revision", "revision") if "revision" in body else 0,
        )

    def spans(
        self, owner: Mapping[str, Any], bodies: Iterable[object], path: str
    ) -> tuple[tuple[Span, ...], dict[UUID, UUID]]:
        """Read the spans of one set; equal ones are kept once, and the second dictionary tells under which id."""
        kept: dict[Any, Span] = {}
        ids: dict[UUID, UUID] = {}
        for at, body in enumerate(bodies):
            try:
                span = self.span(as_object(body, ""))
                if span.id in ids:
                    raise Refused.field(
                        "id", sentence("The id %(id)s is there twice in one set.", id=span.id)
                    )
            except Refused as refusal:
                raise under(f"{path}.{at}", refusal) from None
            first = kept.setdefault(span_key(span), span)
            ids[span.id] = first.id
            if first is not span:
                who = owner.get("annotator") or "somebody"
                self._warn(
                    sentence(
                        "%(who)s has the span %(label)s %(start)s-%(end)s twice: kept once.",
                        who=who,
                        label=span.label,
                        start=span.start,
                        end=span.end,
                    )
                )
        spans = tuple(kept.values())
        self._check_overlaps(spans, path)
        return spans, ids

    def span(self, body: dict[str, Any]) -> Span:
        """Read one span."""
        if not body.keys() <= SPAN_FIELDS:
            self._warn_of_fields(body.keys() - SPAN_FIELDS - {"annotator"}, "spans")
        start, end = as_offset(body, "start", "start"), as_offset(body, "end", "end")
        check_extent(self.text, start, end)
        name = as_text(body, "label", "label")
        if not name:
            raise Refused.field("label", sentence("The label is missing."))
        layer, label = self.vocabulary.label("span", as_text(body, "layer", "layer"), name)
        if label.name != name:
            self._warn(
                sentence(
                    "The label %(name)s is kept as %(kept)s.", name=repr(name), kept=label.name
                )
            )
        attributes = body.get("attributes")
        fragments = body.get("fragments")
        span = Span(
            id=as_id(body, "id", "id"),
            start=start,
            end=end,
            layer=layer.name,
            label=label.name,
            attributes=layer.check_attributes(as_object(attributes, "attributes"))
            if attributes
            else {},
            fragments=self._fragments(start, end, fragments) if fragments else (),
            note=as_text(body, "note", "note"),
            origin=_origin(body) if "origin" in body else "",
        )
        if body.get("quote") is not None:
            check_quote(self.text, span, as_text(body, "quote", "quote"))
        return span

    def _fragments(self, start: int, end: int, value: object) -> Fragments:
        if not isinstance(value, list) or not all(_is_pair(part) for part in value):
            raise Refused.field("fragments", sentence("Fragments are written [[start, end], …]."))
        return clean_fragments(start, end, value)

    def _check_overlaps(self, spans: tuple[Span, ...], path: str) -> None:
        """Refuse overlaps in layers that allow none; sorted by start, only spans still open can overlap."""
        closed = {one.name for one in self.vocabulary.scheme.layers if one.overlap == "none"}
        open_spans: list[Span] = []
        for span in sorted(
            (one for one in spans if one.layer in closed), key=lambda one: one.start
        ):
            open_spans = [one for one in open_spans if one.end > span.start]
            try:
                check_overlap(span, open_spans)
            except Refused as refusal:
                raise under(f"{path}.{spans.index(span)}", refusal) from None
            open_spans.append(span)

    def _relations(
        self, body: dict[str, Any], spans: Iterable[Span], renamed: Mapping[UUID, UUID]
    ) -> tuple[Relation, ...]:
        by_id = {span.id: span for span in spans}
        kept: dict[tuple[Any, ...], Relation] = {}
        ids: set[UUID] = set()
        for at, raw in enumerate(as_list(body, "relations", "relations")):
            try:
                relation = self._relation(as_object(raw, ""), by_id, renamed)
                if relation.id in ids:
                    raise Refused.field(
                        "id", sentence("The id %(id)s is there twice in one set.", id=relation.id)
                    )
            except Refused as refusal:
                raise under(f"relations.{at}", refusal) from None
            ids.add(relation.id)
            key = (relation.label, relation.head, relation.tail, relation.value)
            if kept.setdefault(key, relation) is not relation:
                self._warn(
                    sentence(
                        "A relation %(label)s is there twice: kept once.", label=relation.label
                    )
                )
        return tuple(kept.values())

    def _relation(
        self, body: dict[str, Any], spans: Mapping[UUID, Span], renamed: Mapping[UUID, UUID]
    ) -> Relation:
        name = as_text(body, "label", "label")
        layer, member = self.vocabulary.relation(name)
        value = body.get("value")
        relation = Relation(
            id=as_id(body, "id", "id"),
            label=member.name,
            head=_end(body, "from", renamed),
            tail=None if body.get("to") is None else _end(body, "to", renamed),
            value=None if value is None else as_text(body, "value", "value"),
        )
        tail = None if relation.tail is None else spans[relation.tail]
        check_ends(layer, member, spans[relation.head], tail, relation.value)
        return relation

    def _labels(self, body: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        chosen: dict[str, tuple[str, ...]] = {}
        for layer_name, raw in as_object(body.get("labels") or {}, "labels").items():
            path = f"labels.{layer_name}"
            values = as_names(raw, path)
            layer = self.vocabulary.scheme.layer(layer_name)
            if layer is None or layer.kind != "document":
                known = ", ".join(one.name for one in self.vocabulary.scheme.of_kind("document"))
                message = sentence(
                    "There is no document layer %(layer)s; there are: %(known)s.",
                    layer=layer_name,
                    known=known or sentence("none"),
                )
                raise Refused.field(path, message)
            if len(values) > 1 and not layer.multiple:
                raise Refused.field(
                    path,
                    sentence("The layer %(layer)s takes one label only.", layer=layer_name),
                )
            try:
                found = [self.vocabulary.label("document", layer_name, one)[1] for one in values]
            except Refused as refusal:
                raise Refused.field(path, refusal.message) from None
            chosen[layer_name] = tuple(label.name for label in found)
        return chosen

    def _warn_of_fields(self, names: Iterable[str], owner: str) -> None:
        for name in sorted(names):
            self._warn(
                sentence(
                    "The field %(name)s of %(owner)s is not part of the format: left out.",
                    name=repr(name),
                    owner=owner,
                )
            )

    def _warn(self, message: str) -> None:
        self.warnings[message] = None


def _origin(body: Mapping[str, Any]) -> str:
    origin = as_text(body, "origin", "origin")
    if len(origin) > LONGEST_ORIGIN:
        message = sentence(
            "The origin has %(length)s characters; it may have %(most)s.",
            length=len(origin),
            most=LONGEST_ORIGIN,
        )
        raise Refused.field("origin", message)
    return origin


def _choice(body: Mapping[str, Any], name: str, options: tuple[str, ...], default: str) -> str:
    value = body.get(name)
    if value is None:
        return default
    if value not in options:
        raise Refused.field(
            name,
            sentence(
                "%(name)s is one of %(known)s, not %(value)s.",
                name=name,
                known=", ".join(options),
                value=repr(value),
            ),
        )
    return str(value)


def _end(body: dict[str, Any], name: str, ids: Mapping[UUID, UUID]) -> UUID:
    if body.get(name) is None:
        raise Refused.field(name, sentence("The relation needs the id of the span it begins at."))
    wanted = as_id(body, name, name)
    if wanted not in ids:
        raise Refused.field(
            name, sentence("There is no span %(wanted)s in this set.", wanted=wanted)
        )
    return ids[wanted]


def _is_pair(part: object) -> bool:
    return (
        isinstance(part, list)
        and len(part) == 2
        and all(isinstance(one, int) and not isinstance(one, bool) for one in part)
    )
