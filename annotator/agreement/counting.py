"""Counts kept by document: only documents whose work has changed are counted again.

Each process has its own in memory. What is kept names the revisions of the sets it was counted from, and every
question compares them with those of its own snapshot of the database: whoever wrote since, and in whatever process,
the answer is the one that counting from scratch would give.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np

from annotator.agreement.contents import choices_in, spans_in, tokens_of
from annotator.agreement.extras import extras_in, has_extras
from annotator.agreement.rolls import WorkRoll
from annotator.core.agreement.columns import Flags, Ints, changes
from annotator.core.agreement.extras import Extras
from annotator.core.agreement.layer_counts import LayerCounts, count_layer
from annotator.core.agreement.layers import Content, layer_work
from annotator.core.agreement.question import Question
from annotator.core.agreement.selection import Shared
from annotator.core.agreement.tokens import Rule, Tokens
from annotator.core.scheme import Layer
from annotator.database import db
from annotator.projects.models import Project
from annotator.projects.queries import label_names

LARGEST = 128 * 2**20
"""Bytes that all kept counts of a process may hold together."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The counts of a layer, and what they were counted from: set, revision, document and rater of each set."""

    counts: LayerCounts
    sets: Ints
    revisions: Ints
    raters: Sequence[str]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be counted: layers, cut down to labels, with one rule for tokens."""

    project: Project
    layers: Sequence[Layer]
    question: Question
    rule: Rule

    def key(self, layer: Layer) -> Key:
        """Name the counts of a layer; besides, they depend on the sets only."""
        project = (str(db.engine.url), self.project.id, self.project.scheme_revision)
        asked = (layer, self.question.labels, self.question.further, self.rule)
        return (*project, *asked)


_kept: OrderedDict[Key, Kept] = OrderedDict()
_lock = Lock()


def counted_layers(wish: Wish, roll: WorkRoll) -> list[LayerCounts]:
    """Return the counts of the layers on all documents that two raters finished, numbered as in the register."""
    with _lock:
        fresh = _Fresh(wish, roll)
        return [_brought_up_to_date(wish.key(layer), layer, fresh) for layer in wish.layers]


def forget_counts() -> None:
    """Forget everything that is kept."""
    with _lock:
        _kept.clear()


def _brought_up_to_date(key: Key, layer: Layer, fresh: "_Fresh") -> LayerCounts:
    kept = _kept.pop(key, None)
    old = None if kept is None else _unchanged(kept, fresh)
    changed = (
        np.ones(len(fresh.documents), bool)
        if old is None
        else ~np.isin(fresh.documents, old.whole.key)
    )
    if kept is None or old is None or not len(old.whole.key):
        counts = fresh.count(layer, changed)
    elif changed.any():
        counts = old.merged(fresh.count(layer, changed, old))
    else:
        counts = old
    _keep(key, Kept(counts, fresh.sets, fresh.revisions, fresh.roll.register.raters))
    return counts


def _unchanged(kept: Kept, fresh: "_Fresh") -> LayerCounts:
    """Return the counts of the documents whose sets are what they were, raters numbered anew."""
    old, place = kept.counts.whole, {name: at for at, name in enumerate(fresh.roll.register.raters)}
    rater = np.array([place.get(name, -1) for name in kept.raters], np.int64)
    order = np.argsort(fresh.sets)
    found = np.minimum(np.searchsorted(fresh.sets, kept.sets, sorter=order), len(order) - 1)
    row = order[found]
    same = (fresh.sets[row] == kept.sets) & (fresh.revisions[row] == kept.revisions)
    same &= rater[old.set_annotator] == fresh.rater[row]
    whole = np.bincount(old.set_document, same, len(old.key)) == np.bincount(old.set_document)
    there = np.searchsorted(fresh.documents, old.key)
    many = np.append(np.bincount(fresh.document, minlength=len(fresh.documents)), 0)
    whole &= many[there] == np.bincount(old.set_document)
    left = kept.counts.only(np.flatnonzero(whole[old.set_document]))
    return left.renamed(np.maximum(rater, 0))


def _keep(key: Key, kept: Kept) -> None:
    """Keep the counts, and forget those that were not asked for the longest while all together are too large."""
    _kept[key] = kept
    while sum(one.counts.size for one in _kept.values()) > LARGEST:
        _kept.popitem(last=False)


class _Fresh:
    """The sets that can be compared as they are now, and counts of some of their documents."""

    def __init__(self, wish: Wish, roll: WorkRoll) -> None:
        self.wish, self.roll = wish, roll
        rows = roll.shareable()
        self.sets, self.revisions = roll.sets[rows], roll.revisions[rows]
        self.rater = roll.register.set_rater[rows]
        fresh = changes(roll.register.set_document[rows])
        self.document = np.cumsum(fresh) - 1
        self.places = roll.register.set_document[rows][fresh]
        self.documents = roll.documents[self.places]
        self._read: dict[bytes, tuple[Content, Tokens]] = {}

    def count(self, layer: Layer, documents: Flags, like: LayerCounts | None = None) -> LayerCounts:
        """Count a layer on these documents; with the numbering of other counts to be merged with them."""
        content, tokens = self._content(documents)
        work = layer_work(content, layer, self.wish.question.labels)
        numbering = None if like is None else like.numbering
        return count_layer(work, tokens, self.documents[documents], numbering)

    def _content(self, documents: Flags) -> tuple[Content, Tokens]:
        """Read these documents, once for all layers."""
        name = documents.tobytes()
        if name not in self._read:
            self._read[name] = self._reading(documents)
        return self._read[name]

    def _reading(self, documents: Flags) -> tuple[Content, Tokens]:
        rows = np.flatnonzero(documents[self.document])
        place = np.cumsum(documents) - 1
        numbers, project = self.documents[documents], self.wish.project
        shared = Shared(
            annotators=tuple(self.roll.register.raters),
            documents=numbers,
            names=(),
            sets=rows,
            set_document=place[self.document[rows]],
            set_annotator=self.rater[rows],
            left_out=(),
        )
        spans = spans_in(project.id, self.sets[rows], numbers)
        extras = Extras()
        if has_extras(self.wish.layers):
            extras = extras_in(project.id, self.sets[rows], spans, numbers)
        content = Content(
            shared=shared,
            lengths=self.roll.lengths[self.places[documents]],
            names=label_names(project.id),
            spans=spans,
            chosen=choices_in(project.id, self.sets[rows], numbers),
            extras=extras,
        )
        return content, tokens_of(numbers.tolist(), self.wish.rule)
