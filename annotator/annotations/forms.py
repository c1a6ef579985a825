"""What the forms of the labelling page send, as acts on a set."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from annotator.annotations.operations import MAX_NOTE
from annotator.annotations.relations import NewRelation
from annotator.annotations.spans import NewSpan
from annotator.core.errors import Refused
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence

Form = Mapping[str, str]
ATTRIBUTE = "attr:"


def new_span(form: Form, text: str) -> NewSpan:
    """Read the span to create: by offsets, or by a quote and which of its occurrences is meant."""
    layer, label = _layer_and_label(form)
    quote = form.get("quote")
    if "start" in form or "end" in form:
        start, end = _number(form, "start"), _number(form, "end")
    else:
        start, end = find_quote(text, quote or "", _number(form, "occurrence", "1"))
    return NewSpan(start, end, label, layer, _uuid(form), quote)


def span_patch(form: Form) -> dict[str, Any]:
    """Read the changes to a span."""
    patch: dict[str, Any] = {name: _number(form, name) for name in ("start", "end") if name in form}
    if "label" in form:
        patch["layer"], patch["label"] = _layer_and_label(form)
    if "note" in form:
        patch["note"] = _note(form["note"])
    return patch


def _note(text: str) -> str:
    """Return a note with the newlines that were typed; forms send each as two characters."""
    if len(text) > MAX_NOTE:
        raise Refused.field(
            "note", sentence("A note has at most %(most)s characters.", most=MAX_NOTE)
        )
    return text.replace("\r\n", "\n")


def attribute_values(form: Form) -> dict[str, str]:
    """Read the attributes of a span: fields named `attr:NAME`, empty to take one away."""
    return {
        name.removeprefix(ATTRIBUTE): value
        for name, value in form.items()
        if name.startswith(ATTRIBUTE)
    }


def new_relation(form: Form) -> NewRelation:
    """Read the relation or filled role to create: to a span, or to a value."""
    head = _uuid(form, "from")
    if head is None:
        raise Refused.field("from", sentence("Say from which span the relation leads."))
    value = form.get("value", "").strip() or None
    return NewRelation(form.get("label", ""), head, _uuid(form, "to"), value, _uuid(form))


def extent(form: Form) -> tuple[int, int]:
    """Read a stretch of the text, `start` and `end`."""
    return _number(form, "start"), _number(form, "end")


def label_and_places(form: Any) -> tuple[str, str | None, list[tuple[int, int]], Any]:
    """Read a label, its layer, the places to label (`at`, each `12-16`), and the one selected by hand (`own`)."""
    layer, label = _layer_and_label(form)
    own = _place(form["own"]) if form.get("own") else None
    return label, layer, [_place(place) for place in form.getlist("at")], own


def _place(text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    pair = {"start": start, "end": end}
    return _number(pair, "start"), _number(pair, "end")


def inspected_span(form: Form) -> UUID | None:
    """Read which span is in the inspector."""
    return _uuid(form, "span")


def document_labels(form: Any, scheme: Scheme) -> dict[str, list[str]]:
    """Read the labels of the whole document: what is not ticked is taken away."""
    return {layer.name: form.getlist(layer.name) for layer in scheme.of_kind("document")}


def find_quote(text: str, quote: str, occurrence: int) -> tuple[int, int]:
    """Return the extent of the n-th occurrence of a quote, from 1; refuses one that is not there."""
    if not quote:
        raise Refused.field(
            "quote", sentence("Write the text to mark, exactly as it stands in the document.")
        )
    at = -1
    for found in range(occurrence):
        at = text.find(quote, at + 1)
        if at < 0:
            message = _too_few(quote, found)
            raise Refused.field("quote" if found == 0 else "occurrence", message)
    if at < 0:
        raise Refused.field("occurrence", sentence("Occurrences are counted from 1."))
    return at, at + len(quote)


def _too_few(quote: str, found: int) -> str:
    if found == 0:
        return sentence("%(quote)r is not in the text: copy it from there, exactly.", quote=quote)
    if found == 1:
        return sentence("%(quote)r is once in the text: copy it from there, exactly.", quote=quote)
    return sentence(
        "%(quote)r is %(count)s times in the text: copy it from there, exactly.",
        quote=quote,
        count=found,
    )


def _layer_and_label(form: Form) -> tuple[str | None, str]:
    """A label comes alone, with its layer beside it, or as `layer/label`."""
    layer, _, label = form.get("label", "").rpartition("/")
    return form.get("layer") or layer or None, label


def _number(form: Form, name: str, default: str = "") -> int:
    value = form.get(name, default)
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise Refused.field(
            name,
            sentence("%(name)s must be a whole number, not %(value)r.", name=name, value=value),
        )
    return int(value)


def _uuid(form: Form, name: str = "id") -> UUID | None:
    try:
        return UUID(form[name]) if form.get(name) else None
    except ValueError:
        raise Refused.field(
            name, sentence("%(name)s must be a UUID, not %(value)r.", name=name, value=form[name])
        ) from None
