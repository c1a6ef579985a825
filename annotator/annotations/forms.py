"""What the forms of the labelling page send, as acts on a set."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from annotator.annotations.spans import NewSpan
from annotator.core.errors import Refused
from annotator.core.scheme import Scheme

Form = Mapping[str, str]


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
    return patch


def document_labels(form: Any, scheme: Scheme) -> dict[str, list[str]]:
    """Read the labels of the whole document: what is not ticked is taken away."""
    return {layer.name: form.getlist(layer.name) for layer in scheme.of_kind("document")}


def find_quote(text: str, quote: str, occurrence: int) -> tuple[int, int]:
    """Return the extent of the n-th occurrence of a quote, from 1; refuses one that is not there."""
    if not quote:
        raise Refused.field(
            "quote", "Write the text to mark, exactly as it stands in the document."
        )
    at = -1
    for found in range(occurrence):
        at = text.find(quote, at + 1)
        if at < 0:
            times = {0: "not", 1: "once"}.get(found, f"{found} times")
            message = f"{quote!r} is {times} in the text: copy it from there, exactly."
            raise Refused.field("quote" if found == 0 else "occurrence", message)
    if at < 0:
        raise Refused.field("occurrence", "Occurrences are counted from 1.")
    return at, at + len(quote)


def _layer_and_label(form: Form) -> tuple[str | None, str]:
    """A label comes alone, with its layer beside it, or as `layer/label`."""
    layer, _, label = form.get("label", "").rpartition("/")
    return form.get("layer") or layer or None, label


def _number(form: Form, name: str, default: str = "") -> int:
    value = form.get(name, default)
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise Refused.field(name, f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _uuid(form: Form) -> UUID | None:
    try:
        return UUID(form["id"]) if form.get("id") else None
    except ValueError:
        raise Refused.field("id", f"The id must be a UUID, not {form['id']!r}.") from None
