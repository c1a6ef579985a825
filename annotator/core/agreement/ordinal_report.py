"""Ordinal alpha of a document layer: its answers, and how it is distributed over resamples."""

from dataclasses import dataclass, field

import numpy as np

from annotator.core.agreement.answers import Answer, answer, undefined
from annotator.core.agreement.catalog import ONE_VALUE
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.chosen import Chosen
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.figures import Figures
from annotator.core.agreement.ordinal import RankColumns, Ranks, ordinal_figures

WORDS = (
    "Krippendorff's alpha with his ordinal metric; the order is that of the labels in the scheme"
)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The answer for all and for each pair, and the columns from which resamples are counted, by measure."""

    whole: Answer
    pairs: list[Answer]
    columns: dict[str, RankColumns] = field(default_factory=dict)


def ordinal_answers(chosen: Chosen, cells: Cells) -> Ordinal:
    """Return ordinal alpha, or why there is none."""
    why = _not_ordinal(chosen)
    if why:
        return _none(WORDS, why, cells)
    ranks = {label.name: rank for rank, label in enumerate(chosen.layer.labels)}
    of_kind = [ranks[chosen.labels[min(one)]] if one else -1 for one in chosen.kinds]
    rank = np.array(of_kind, np.int64)[chosen.value]
    rated = np.flatnonzero(rank >= 0)
    document, annotator, annotators = chosen.work()
    sub = cells_of(document[rated], annotator[rated], annotators)
    missing = len(rank) - len(rated)
    words = WORDS + (f"; finished without a label, left out: {missing}" if missing else "")
    if not len(sub):
        return _none(words, "Undefined: no document has the labels of two annotators.", cells)
    met = Ranks(
        rank[rated][sub.first], rank[rated][sub.second], sub.weight, sub.document, len(ranks)
    )
    columns = {"alpha_ordinal": RankColumns.of(met, chosen.documents)}
    return Ordinal(_whole(met, words), _pairs(met, sub, words, cells), columns)


def _none(words: str, why: str, cells: Cells) -> Ordinal:
    return Ordinal(undefined(words, why), [undefined(words, why) for _ in cells.pairs])


def _whole(met: Ranks, words: str) -> Answer:
    kept, row = np.unique(met.row, return_inverse=True)
    every = Ranks(met.first, met.second, met.weight, row, met.many)
    figures = ordinal_figures(every, np.zeros(len(kept), np.int64))
    return _answer(figures, 0, len(kept), words)


def _pairs(met: Ranks, sub: Cells, words: str, cells: Cells) -> list[Answer]:
    alone = Ranks(met.first, met.second, np.ones(len(sub)), np.arange(len(sub)), met.many)
    figures = ordinal_figures(alone, sub.pair)
    documents: Ints = np.bincount(sub.pair, minlength=len(sub.pairs))
    found = {
        tuple(pair): _answer(figures, at, int(documents[at]), words)
        for at, pair in enumerate(sub.pairs.tolist())
    }
    none = undefined(words, "Undefined: no document has the labels of both.")
    return [found.get(tuple(pair), none) for pair in cells.pairs.tolist()]


def _answer(figures: Figures, at: int, documents: int, words: str) -> Answer:
    about = {"method": words, "n": documents, "undefined": ONE_VALUE}
    return answer(figures, at, documents, about)


def _not_ordinal(chosen: Chosen) -> str:
    if not chosen.layer.ordered:
        return "The labels of this layer are not marked as ordered."
    if chosen.several:
        return "Documents may have several labels of this layer, so they have no one rank."
    return ""
