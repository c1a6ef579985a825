"""The project's own JSONL, read: one line a document with everybody's work on it, or the flat shape."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.core.texts import check_text
from annotator.interchange.formats.json_line import parse
from annotator.interchange.formats.json_values import as_list, as_names, as_object, as_text, under
from annotator.interchange.formats.jsonl_sets import SetReader
from annotator.interchange.formats.records import Place, ReadRecord, RecordRefused
from annotator.interchange.formats.units import converted
from annotator.interchange.formats.vocabulary import Vocabulary

FIELDS = ("id", "text", "meta", "annotations", "annotators")
FOREIGN = frozenset(
    ("spans", "entities", "relations", "label", "labels", "tokens", "data", "predictions", "answer")
)
"""Fields in which other tools keep annotations: to pass them by would lose work."""


class JsonlReader:
    """Reads JSONL against a scheme. Sets that name nobody go to `annotator`, or are refused without one."""

    def __init__(self, scheme: Scheme, annotator: str | None = None) -> None:
        """Keep the scheme's names at hand."""
        self.vocabulary = Vocabulary(scheme)
        self.annotator = annotator or ""

    def pieces(self, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """Yield the lines that are not blank, with their numbers."""
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, line

    def read(self, piece: bytes | str, place: Place) -> ReadRecord:
        """Return the document of one line. Raises RecordRefused, naming the field by its path."""
        try:
            return self._record(parse(piece), place)
        except Refused as refusal:
            raise RecordRefused(place, refusal) from None

    def read_value(self, value: object, place: Place) -> ReadRecord:
        """Return the document of a JSON value that is parsed already."""
        try:
            return self._record(value, place)
        except Refused as refusal:
            raise RecordRefused(place, refusal) from None

    def _record(self, value: object, place: Place) -> ReadRecord:
        if not isinstance(value, dict):
            message = sentence(
                "A line must hold one document {…}; of a list, write each on a line of its own."
            )
            raise Refused(message)
        body = value
        meta = dict(as_object(body.get("meta") or {}, "meta"))
        warnings = _keep_others(body, meta)
        text = _text(body)
        sets = SetReader(self.vocabulary, text)
        try:
            annotations = self._annotations(body, meta, sets)
        except Refused:
            found = converted(text, as_list(body, "annotations", "annotations"))
            if found is None:
                raise
            sets = SetReader(self.vocabulary, text)
            annotations = self._annotations({**body, "annotations": found[0]}, meta, sets)
            warnings.append(
                sentence(
                    "The offsets count %(found)s: all quotes say so, so they are converted.",
                    found=found[1],
                )
            )
        record = DocumentRecord(_document_id(body, place), text, meta, annotations)
        return ReadRecord(record, (*warnings, *sets.warnings))

    def _annotations(
        self, body: dict[str, Any], meta: dict[str, Any], sets: SetReader
    ) -> tuple[AnnotationRecord, ...]:
        items = as_list(body, "annotations", "annotations")
        flat = _is_flat(items)
        finished = _finished(body, meta, flat=flat or not items)
        found = self._flat(items, finished, sets) if flat else self._full(items, sets)
        for name in finished or ():
            if ("work", name) not in found:
                found["work", name] = AnnotationRecord(name)
        return tuple(found.values())

    def _full(self, items: list[Any], sets: SetReader) -> dict[tuple[str, str], AnnotationRecord]:
        found: dict[tuple[str, str], AnnotationRecord] = {}
        for at, item in enumerate(items):
            try:
                named = self._named(item, required=item.get("kind", "work") == "work")
                record = sets.full(item, named)
                if (record.kind, named) in found:
                    message = sentence(
                        "%(named)s has two sets of kind %(kind)s in one document.",
                        named=named,
                        kind=record.kind,
                    )
                    raise Refused.field("annotator", message)
            except Refused as refusal:
                raise under(f"annotations.{at}", refusal) from None
            found[record.kind, named] = record
        return found

    def _flat(
        self, items: list[Any], finished: list[str] | None, sets: SetReader
    ) -> dict[tuple[str, str], AnnotationRecord]:
        """Read spans that name their annotator, in the order of `finished`, then as they come."""
        by_annotator: dict[str, list[tuple[int, Any]]] = {name: [] for name in finished or ()}
        for at, item in enumerate(items):
            try:
                by_annotator.setdefault(self._named(item, required=True), []).append((at, item))
            except Refused as refusal:
                raise under(f"annotations.{at}", refusal) from None
        found = {}
        for name, own in by_annotator.items():
            places = [at for at, _ in own]
            try:
                spans, _ = sets.spans({"annotator": name}, (item for _, item in own), "")
            except Refused as refusal:
                raise _in_file_order(refusal, places) from None
            status = "done" if finished is None or name in finished else "in_progress"
            found["work", name] = AnnotationRecord(name, status=status, spans=spans)
        return found

    def _named(self, item: dict[str, Any], *, required: bool) -> str:
        name = as_text(item, "annotator", "annotator").strip() or self.annotator
        if required and not name:
            message = sentence(
                "The annotations name nobody: give each its annotator, or all of them one with --annotator NAME."
            )
            raise Refused.field("annotator", message)
        return name


def _text(body: dict[str, Any]) -> str:
    if body.get("text") is None:
        raise Refused.field("text", sentence("The text is missing: every document needs one."))
    text = as_text(body, "text", "text")
    check_text(text)
    return text


def _document_id(body: dict[str, Any], place: Place) -> str:
    """Return the id; a record of a file that has none is named after its place."""
    value = body.get("id")
    if value is None and place.file:
        return place.identity
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        message = sentence(
            "The id is missing or no name: it must be a text or a whole number below 2⁶⁴."
        )
        raise Refused.field("id", message)
    return value


def _keep_others(body: dict[str, Any], meta: dict[str, Any]) -> list[str]:
    """Move fields that are not part of the format into the metadata; say so."""
    warnings: list[str] = []
    for name in body:
        if name in FOREIGN:
            message = sentence(
                "%(name)s is no field of a document here: spans, relations and labels belong in"
                " annotations. Is this the format of another tool?",
                name=repr(name),
            )
            raise Refused.field(name, message)
    for name, value in body.items():
        if name in FIELDS:
            continue
        if name in meta:
            warnings.append(
                sentence(
                    "The field %(name)s is not part of the format and meta has it: left out.",
                    name=repr(name),
                )
            )
        else:
            meta[name] = value
            warnings.append(
                sentence(
                    "The field %(name)s is not part of the format: kept in meta.", name=repr(name)
                )
            )
    return warnings


def _is_flat(items: list[Any]) -> bool:
    """Say whether the annotations are single spans; refuses a mixture."""
    kinds = set()
    for at, item in enumerate(items):
        kinds.add("start" in as_object(item, f"annotations.{at}"))
        if len(kinds) > 1:
            message = sentence("Single spans and annotation sets cannot be mixed in one document.")
            raise Refused.field(f"annotations.{at}", message)
    return True in kinds


def _finished(body: dict[str, Any], meta: dict[str, Any], *, flat: bool) -> list[str] | None:
    """Return who finished the document, or None where the record does not say."""
    if body.get("annotators") is not None:
        return as_names(body["annotators"], "annotators")
    names = meta.get("annotators")
    if not flat or not isinstance(names, list):
        return None
    return as_names(names, "meta.annotators")


def _in_file_order(refusal: Refused, places: list[int]) -> Refused:
    """Return the refusal with the place of an annotator's span replaced by its place in the record."""
    fields = {}
    for field, messages in refusal.errors.items():
        at, _, rest = field.partition(".")
        fields[f"annotations.{places[int(at)]}.{rest}".strip(".")] = messages
    return Refused(refusal.message, fields)
