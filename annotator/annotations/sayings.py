"""What the status line says after an act."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any
from unicodedata import bidirectional
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.annotations.document_sayings import ABOUT, QUOTE
from annotator.annotations.editing import Place
from annotator.annotations.links import spans_by_id
from annotator.annotations.meanwhile import begins
from annotator.annotations.queries import Work
from annotator.annotations.rendering import short_quote
from annotator.annotations.stored import span_from_value
from annotator.core.changes import Change
from annotator.core.spans import AttributeValue, Span
from annotator.documents.texts import text_of
from annotator.projects.queries import label_names


def said(place: Place, work: Work, changes: Sequence[Change], same: str | None = None) -> str:
    """Say in a sentence what was stored, or which span was as it was wished already."""
    first = _about_same(place, work, same) if same else about(place, work, changes)
    total = ngettext("%(num)s span.", "%(num)s spans.", work.span_count)
    return " ".join(filter(None, (first, total, _("Saved."))))


def about(place: Place, work: Work, changes: Sequence[Change]) -> str:
    """Say in a sentence what changed: spans before relations, those before what holds for the whole document."""
    spans = [change for change in changes if change.object == "span"]
    links = [change for change in changes if change.object == "relation"]
    first = [_about_many(place, spans)] if _are_alike(spans) else []
    first = first or [_about_span(place, change) for change in spans[:1]]
    first = first or [_about_link(place, work, change) for change in links[:1]]
    others = (change for change in changes if change.object in ABOUT and not begins(change))
    first = first or [ABOUT[change.object](place, change) for change in islice(others, 1)]
    return "".join(first)


def _about_same(place: Place, work: Work, same: str) -> str:
    span = spans_by_id(work.set_id, [UUID(same)], label_names(place.project_id)).get(UUID(same))
    if span is None:
        return ""
    quote = _apart(short_quote(text_of(place.document_id), span, QUOTE))
    return str(_("%(quote)s is %(label)s already.", quote=quote, label=span.label))


def _are_alike(spans: Sequence[Change]) -> bool:
    """Say whether several spans came or went that have one label."""
    kinds = {(one.before is None, one.after is None, _value(one)["label"]) for one in spans}
    return len(spans) > 1 and len(kinds) == 1 and None in (spans[0].before, spans[0].after)


def _about_many(place: Place, spans: Sequence[Change]) -> str:
    label = label_names(place.project_id)[_value(spans[0])["label"]][1]
    if spans[0].after is None:
        return str(
            ngettext(
                "%(num)s place is no longer %(label)s.",
                "%(num)s places are no longer %(label)s.",
                len(spans),
                label=label,
            )
        )
    return str(
        ngettext(
            "%(num)s place is %(label)s.",
            "%(num)s places are %(label)s.",
            len(spans),
            label=label,
        )
    )


def _value(change: Change) -> Any:
    """Return what there is, or what there was."""
    return change.after or change.before


def _about_span(place: Place, change: Change) -> str:
    value, names = _value(change), label_names(place.project_id)
    span = span_from_value(UUID(change.id), value, names)
    quote, label = _apart(short_quote(text_of(place.document_id), span, QUOTE)), span.label
    if change.after is None:
        return str(_("%(quote)s is no longer %(label)s.", quote=quote, label=label))
    said = _about_details(quote, change.before, change.after) if change.before else ""
    return said or str(_("%(quote)s is %(label)s.", quote=quote, label=label))


def _about_details(quote: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Say which attribute or note of a span changed; nothing when none did."""
    if before["label"] != after["label"]:
        return ""
    old, new = before.get("attributes", {}), after.get("attributes", {})
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            value = _in_words(new.get(name))
            return str(_("%(quote)s: %(name)s is %(value)s.", quote=quote, name=name, value=value))
    if before.get("note") == after.get("note"):
        return ""
    if not after.get("note"):
        return str(_("The note on %(quote)s is empty.", quote=quote))
    return str(_("The note on %(quote)s is kept.", quote=quote))


def _in_words(value: AttributeValue | None) -> str:
    if value is None:
        return str(_("unset"))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value)


def _about_link(place: Place, work: Work, change: Change) -> str:
    value, names = _value(change), label_names(place.project_id)
    ends = [UUID(value[end]) for end in ("head", "tail") if value[end]]
    spans = spans_by_id(work.set_id, ends, names)
    text, name = text_of(place.document_id), names[value["label"]][1]
    quote = _apart(_quote(spans, value["head"], text))
    other = _apart(_quote(spans, value["tail"], text) if value["tail"] else value["value"])
    if change.after is None:
        return str(
            _("%(quote)s no longer has %(name)s: %(other)s.", quote=quote, name=name, other=other)
        )
    return str(_("%(quote)s has %(name)s: %(other)s.", quote=quote, name=name, other=other))


def _quote(spans: Mapping[UUID, Span], span_id: str, text: str) -> str:
    span = spans.get(UUID(span_id))
    return short_quote(text, span, QUOTE) if span else ""


def _apart(words: str) -> str:
    """Set words apart that go from right to left, so that the sentence around them keeps its order."""
    is_rtl = any(bidirectional(sign) in {"R", "AL"} for sign in words)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if is_rtl else words
