"""The report: agreement in every layer, in the shape that the command and the API answer with."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from annotator.core.agreement.answers import Answer
from annotator.core.agreement.context import Context
from annotator.core.agreement.intervals import more_documents
from annotator.core.agreement.label_report import label_report
from annotator.core.agreement.layer_counts import LayerCounts, count_layer
from annotator.core.agreement.layers import Content, layer_work
from annotator.core.agreement.question import Question
from annotator.core.agreement.relation_report import relation_report
from annotator.core.agreement.selection import Shared
from annotator.core.agreement.span_report import span_report
from annotator.core.agreement.tokens import Tokens
from annotator.core.scheme import Layer

Report = dict[str, Any]
OF_KIND = {"span": span_report, "document": label_report, "relation": relation_report}


def agreement_report(
    content: Content, layers: Sequence[Layer], question: Question, tokens: Tokens
) -> Report:
    """Return the agreement in these layers as plain values for JSON; what is undefined is null with its reason."""
    counted = (count_layer(layer_work(content, layer, question.labels), tokens) for layer in layers)
    return report_of(content.shared, counted, Context())


def report_of(shared: Shared, counted: Iterable[LayerCounts], context: Context) -> Report:
    """Return the agreement in the layers that were counted; layers of relations apart from the others."""
    found = [layer_report(shared, one, context) for one in counted]
    return {
        "layers": [one for one in found if one["kind"] != "relation"],
        "relations": [one for one in found if one["kind"] == "relation"],
    }


def layer_report(shared: Shared, counted: LayerCounts, context: Context) -> dict[str, Any]:
    """Return the agreement in one layer; the counts are those of the shared sets."""
    names = shared.annotators
    body = OF_KIND[counted.layer.kind](counted, replace(context, names=shared.names))
    for measure in body["measures"].values():
        measure["more_documents"] = _more(measure, len(shared.names))
    return {
        "layer": counted.layer.name,
        "kind": counted.layer.kind,
        "documents": len(shared.names),
        "annotators": list(names),
        "left_out": [
            {"document": document, "reason": reason} for document, reason in shared.left_out
        ],
        **{name: value for name, value in body.items() if value is not None},
        "pairs": [
            {"a": names[a], "b": names[b], "documents": documents, "measures": measures}
            for (a, b), documents, measures in body["pairs"]
        ],
        "by_document": [
            {"document": name, "measures": measures}
            for name, measures in zip(shared.names, body["by_document"], strict=True)
        ],
    }


def _more(measure: Answer, documents: int) -> int | None:
    if measure["low"] is None:
        return None
    return more_documents(measure["value"], (measure["low"], measure["high"]), documents)
