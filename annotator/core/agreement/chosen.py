"""What annotators chose for whole documents, as numbers."""

import numpy as np

from annotator.core.agreement.columns import Ints
from annotator.core.agreement.layer_counts import LayerCounts


class Chosen:
    """What each set chose for its document: `value` is its place among `kinds`, the sets of labels that occur."""

    def __init__(self, counted: LayerCounts) -> None:
        """Number what occurs among the sets that are compared."""
        whole, choices = counted.whole, counted.numbering.choices
        self.layer, self.labels = counted.layer, counted.labels
        self.set_document, self.set_annotator = whole.set_document, whole.set_annotator
        self.documents = len(whole.key)
        value = whole.counts.by_set["value"]
        used = sorted(np.unique(value).tolist(), key=lambda number: sorted(choices[number]))
        place = np.zeros(len(choices) + 1, np.int64)
        place[used] = np.arange(len(used))
        self.kinds = [choices[number] for number in used]
        self.value = place[value]

    @property
    def several(self) -> bool:
        """Whether a document may have more than one label."""
        return self.layer.multiple or any(len(one) > 1 for one in self.kinds)

    def work(self, copies: int = 1) -> tuple[Ints, Ints, int]:
        """Return the document and annotator of each set, repeated, and how many annotators there are."""
        document = np.arange(copies)[:, None] * self.documents + self.set_document
        annotators = int(self.set_annotator.max(initial=0)) + 1
        return document.ravel(), np.tile(self.set_annotator, copies), annotators
