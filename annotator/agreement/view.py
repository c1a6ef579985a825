"""What the page shows, put together: figures, plots, the tables beside them, and the spans behind a number."""

from typing import Any
from urllib.parse import urlencode

from annotator.agreement.asked import Asked
from annotator.agreement.carried import carried
from annotator.agreement.confusion import confusion
from annotator.agreement.diagnosis import diagnose, kind_name
from annotator.agreement.forest import forest
from annotator.agreement.gamma import gamma_is_there, last_gamma
from annotator.agreement.headlines import headlines
from annotator.agreement.heatmap import heatmap
from annotator.agreement.helps import measure_help
from annotator.agreement.methods import methods_sentence
from annotator.agreement.offsets import offsets
from annotator.agreement.over_time import over_time
from annotator.agreement.reading import (
    details_of,
    examples_of,
    layer_asked,
    raters_of,
    report_of,
)
from annotator.agreement.shares import shares
from annotator.agreement.strip import strip
from annotator.agreement.words import (
    below,
    certainty,
    meaning,
    measure_name,
    number,
    share,
)
from annotator.annotations.colors import label_numbers
from annotator.annotations.workers import MOST, address
from annotator.core.errors import Refused
from annotator.core.scheme import Layer
from annotator.core.sentences import sentence
from annotator.projects.models import Project
from annotator.projects.queries import scheme_of


def words() -> dict[str, Any]:
    """Return the functions by which templates say things."""
    return {
        "number": number,
        "share": share,
        "sentence": meaning,
        "certainty": certainty,
        "below": below,
        "measure_name": measure_name,
        "measure_help": measure_help,
        "kind_name": kind_name,
        "comparing": comparing,
    }


def choices(project: Project, asked: Asked) -> dict[str, Any]:
    """Return what the filters offer."""
    layers = [layer for layer in scheme_of(project).layers if not layer.archived]
    chosen = [layer for layer in layers if layer.name == asked.layer] or layers[:1]
    labels = [label.name for layer in chosen for label in layer.labels if not label.archived]
    return {
        "layers": [layer.name for layer in layers],
        "labels": labels,
        "raters": raters_of(project),
    }


def page_of(project: Project, asked: Asked) -> dict[str, Any]:
    """Return all that the page shows. Refuses questions that cannot be answered."""
    layer, part = layer_asked(project, asked, report_of(project, asked))
    details = details_of(project, layer, asked)
    top = [
        name for name in headlines(layer, details.get("median_length")) if name in part["measures"]
    ]
    measure = _measure(part, top, asked)
    return {
        "layer": layer,
        "part": part,
        "details": details,
        "marked": any(one["units"] for one in details["raters"]),
        "measure": measure,
        "numbers": {
            label: n
            for (of, label), n in label_numbers(scheme_of(project)).items()
            if of == layer.name
        },
        "headlines": top,
        "more": max(part["measures"][name].get("more_documents") or 0 for name in top),
        "carried": carried(part),
        "methods": methods_sentence(part, tuple(top), asked),
        "diagnosis": diagnose(details["kinds"], layer.kind, asked) if "kinds" in details else None,
        "plots": _plots(part, details, measure, asked),
        "examples": _examples(project, layer, asked),
    } | gamma_of(project, layer)


def gamma_of(project: Project, layer: Layer) -> dict[str, Any]:
    """Return what is shown of gamma on a layer."""
    return {
        "layer": layer,
        "gamma_there": gamma_is_there(),
        "gamma_job": last_gamma(project.id, layer.name),
    }


def _measure(part: dict[str, Any], top: list[str], asked: Asked) -> str:
    if asked.measure in part["measures"]:
        return asked.measure
    if asked.measure:
        there = ", ".join(part["measures"])
        message = sentence(
            "%(measure)s is no measure of the layer %(layer)s; there are: %(there)s.",
            measure=asked.measure,
            layer=part["layer"],
            there=there,
        )
        raise Refused.field("measure", message)
    known = [name for name in top if part["measures"][name]["value"] is not None]
    return (known or top)[0]


def _plots(
    part: dict[str, Any], details: dict[str, Any], measure: str, asked: Asked
) -> dict[str, Any]:
    by_label = measure
    if not any(measure in measures for measures in part["labels"].values()):
        by_label = next((name for one in part["labels"].values() for name in one), measure)
    by_document = measure
    if not any(measure in one["measures"] for one in part["by_document"]):
        by_document = next(
            (name for one in part["by_document"] for name in one["measures"]), measure
        )
    edges = details.get("edges")
    return {
        "heatmap": heatmap(part, measure, asked),
        "confusion": confusion(part, asked),
        "by_label": by_label,
        "forest": forest(part, by_label),
        "by_document": by_document,
        "strip": strip(part, details["documents"], by_document),
        "offsets": [offsets(edges, unit) for unit in ("tokens", "characters")] if edges else [],
        "shares": shares(details["raters"]),
        "time": over_time(part["over_time"], measure),
    }


def _examples(project: Project, layer: Layer, asked: Asked) -> Any:
    if not (asked.row or asked.column or asked.kind):
        return None
    return examples_of(project, layer, asked)


def comparing(document: int, names: list[str], layer: Layer, span: object = None) -> str:
    """Return where the work of these raters on a text lies side by side, of as many as fit there."""
    query = [] if layer.kind == "relation" else [("layer", layer.name)]
    query += [] if span is None else [("span", str(span))]
    more = f"&{urlencode(query)}" if query else ""
    anchor = "" if span is None else f"#s-{span}"
    return f"/documents/{document}{address(names[:MOST])}{more}{anchor}"
