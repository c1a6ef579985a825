"""Ordinal alpha of a document layer: its answers, and how it is distributed over resamples."""

from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.answers import Answer, answer, undefined
from annotator.core.agreement.catalog import ONE_VALUE
from annotator.core.agreement.cells import Cells, cells_of
from annotator.core.agreement.chosen import Chosen
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.figures import Figures
from annotator.core.agreement.ordinal import RankColumns, Ranks, ordinal_figures
from annotator.core.sentences import listed, sentence

WORDS = sentence(
    "Krippendorff's alpha with his ordinal metric; the order is that of the labels in the scheme"
)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The answers for pairs, and ranks that meet, by document; without them `why` says why there are none."""

    words: str
    why: str
    pairs: list[Answer]
    met: Ranks | None = None

    def of_groups(self, group: Ints, groups: int) -> list[Answer]:
        """Return the answers for groups of documents."""
        if self.met is None:
            return [undefined(self.words, self.why) for _ in range(groups)]
        met = self.met
        kept, row = np.unique(met.row, return_inverse=True)
        ranks = Ranks(met.first, met.second, met.weight, row, met.many)
        figures = ordinal_figures(ranks, group[kept], groups)
        documents = np.bincount(group[kept], minlength=groups).tolist()
        return [_answer(figures, at, many, self.words) for at, many in enumerate(documents)]

    def columns(self, documents: int) -> dict[str, RankColumns]:
        """Return what resamples of the documents are counted from, by measure."""
        return {} if self.met is None else {"alpha_ordinal": RankColumns.of(self.met, documents)}


def ordinal_of(chosen: Chosen, cells: Cells) -> Ordinal:
    """Take the ranks of what was chosen, where the layer has an order."""
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
    left_out = sentence("finished without a label, left out: %(missing)s", missing=missing)
    words = listed([WORDS, left_out]) if missing else WORDS
    if not len(sub):
        why = sentence("Undefined: no document has the labels of two annotators.")
        return _none(words, why, cells)
    rank = rank[rated]
    met = Ranks(rank[sub.first], rank[sub.second], sub.weight, sub.document, len(ranks))
    return Ordinal(words, "", _pairs(met, sub, words, cells), met)


def _none(words: str, why: str, cells: Cells) -> Ordinal:
    return Ordinal(words, why, [undefined(words, why) for _ in cells.pairs])


def _pairs(met: Ranks, sub: Cells, words: str, cells: Cells) -> list[Answer]:
    alone = Ranks(met.first, met.second, np.ones(len(sub)), np.arange(len(sub)), met.many)
    figures = ordinal_figures(alone, sub.pair, len(sub.pairs))
    documents: Ints = np.bincount(sub.pair, minlength=len(sub.pairs))
    found = {
        tuple(pair): _answer(figures, at, int(documents[at]), words)
        for at, pair in enumerate(sub.pairs.tolist())
    }
    none = undefined(words, sentence("Undefined: no document has the labels of both."))
    return [found.get(tuple(pair), none) for pair in cells.pairs.tolist()]


def _answer(figures: Figures, at: int, documents: int, words: str) -> Answer:
    about = {"method": words, "n": documents, "undefined": ONE_VALUE}
    return answer(figures, at, documents, about)


def _not_ordinal(chosen: Chosen) -> str:
    if not chosen.layer.ordered:
        return sentence("The labels of this layer are not marked as ordered.")
    if chosen.several:
        return sentence(
            "Documents may have several labels of this layer, so they have no one rank."
        )
    return ""
