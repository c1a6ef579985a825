"""The numbers of the page: the report that programs get as well, and the details behind it, kept at hand."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

import orjson

from annotator.agreement.asked import Asked
from annotator.agreement.kept import kept_agreement, state_of
from annotator.core.errors import Refused
from annotator.core.scheme import Layer
from annotator.core.sentences import sentence
from annotator.database import db
from annotator.projects.models import Project
from annotator.projects.queries import scheme_of

if TYPE_CHECKING:
    from annotator.agreement.examples import Examples

# numpy and scipy would hold 55 MiB of every server that nobody asks for agreement: hence the imports in functions.

KEPT = 16
_kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
_lock = Lock()


def report_of(project: Project, asked: Asked) -> dict[str, Any]:
    """Return the agreement in all layers that have the labels asked for, in the shape of the API."""

    def unit() -> str:
        from annotator.agreement import material  # noqa: PLC0415

        return material.unit_for(project, asked)

    question = replace(asked.question(), over=_at_hand(project, "", asked, unit))
    return kept_agreement(project, question, asked.rule).whole()


def raters_of(project: Project) -> list[str]:
    """Return who may be compared: all who finished documents, gold, suggestions."""
    from annotator.agreement import material  # noqa: PLC0415

    return material.raters_of(project.id)


def details_of(project: Project, layer: Layer, asked: Asked) -> dict[str, Any]:
    """Return what lies behind the figures of a layer; see `details`."""

    def count() -> dict[str, Any]:
        from annotator.agreement import details  # noqa: PLC0415

        return details.details_of(project, layer, asked)

    return dict(_at_hand(project, layer.name, asked, count))


def examples_of(project: Project, layer: Layer, asked: Asked) -> "Examples":
    """Return the spans behind a number."""
    from annotator.agreement import examples  # noqa: PLC0415

    return examples.examples_of(project, layer, asked)


def layer_asked(
    project: Project, asked: Asked, report: dict[str, Any]
) -> tuple[Layer, dict[str, Any]]:
    """Return the layer that is asked for, the first one without a wish, and its part of the report."""
    parts = {part["layer"]: part for part in (*report["layers"], *report["relations"])}
    name = asked.layer or next(iter(parts))
    layer = scheme_of(project).layer(name)
    if layer is None or name not in parts:
        there = ", ".join(parts)
        message = sentence(
            "%(name)s is no layer with figures for this question; there are: %(there)s.",
            name=name,
            there=there,
        )
        raise Refused.field("layer", message)
    return layer, parts[name]


def _at_hand(project: Project, layer: str, asked: Asked, count: Callable[[], Any]) -> Any:
    """Return what was counted before for the same work, else count; for this layer or the choice of periods."""
    if asked.meta:  # metadata of documents change without a trace in what `state_of` looks at
        return count()
    key = (str(db.engine.url), layer, asked.scope(), *state_of(project))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return orjson.loads(_kept[key])
    found = orjson.dumps(count())
    with _lock:
        _kept[key] = found
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return orjson.loads(found)
