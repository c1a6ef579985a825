"""Gamma: what goes into the program that measures it, and what is said of what comes out.

Mathet, Widlöcher & Métivier 2015: 1 - observed / expected disorder of the best alignment of all annotators' units.
Place and label weigh alike (alpha = beta = 1), a missing unit costs 1; expected disorder is that of random samples.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from annotator.core.agreement.answers import Answer, undefined
from annotator.core.agreement.layers import LayerWork
from annotator.core.agreement.selection import Shared
from annotator.core.sentences import listed, sentence

SAMPLES, SEED = 30, 1000
METHOD = sentence(
    "gamma of Mathet, Widlöcher & Métivier 2015, alpha 1, beta 1, empty 1, %(samples)s samples, "
    "seed %(seed)s + place of the document by name; unweighted mean over documents with a span",
    samples=SAMPLES,
    seed=SEED,
)
NO_INTERVAL = sentence("No interval: gamma is not a sum over documents.")

Results = Sequence[Mapping[str, Any]]
"""Of each document: its name, gamma or null, and the reason if it is null."""


def gamma_documents(shared: Shared, found: LayerWork) -> list[dict[str, Any]]:
    """Return the documents in which somebody marked a span, with everybody's units: the hulls of the spans."""
    work, marks = found.work, found.work.marks
    begin = np.searchsorted(marks.set, np.arange(work.sets + 1)).tolist()
    extents = list(zip(marks.start.tolist(), marks.end.tolist(), marks.label.tolist(), strict=True))
    place = {name: at for at, name in enumerate(sorted(shared.names))}
    documents: list[dict[str, Any]] = [
        {"document": name, "seed": SEED + place[name], "units": {}} for name in shared.names
    ]
    for at, (document, annotator) in enumerate(
        zip(work.set_document.tolist(), work.set_annotator.tolist(), strict=True)
    ):
        own = extents[begin[at] : begin[at + 1]]
        units = [[start, end, found.labels[label]] for start, end, label in own]
        documents[document]["units"][shared.annotators[annotator]] = units
    return [one for one in documents if any(one["units"].values())]


def gamma_answer(results: Results) -> Answer:
    """Return gamma over all documents."""
    values = [one["gamma"] for one in results if one["gamma"] is not None]
    failed = len(results) - len(values)
    left_out = sentence("documents it could not be taken on: %(failed)s", failed=failed)
    words = listed([METHOD, left_out]) if failed else METHOD
    if not values:
        why = sentence("Undefined: there is no document with a span to measure it on.")
        return undefined(words, why)
    value = float(np.mean(values))
    answer = undefined(words, NO_INTERVAL, len(values))
    return answer | {"value": value}
