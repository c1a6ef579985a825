"""Cohen's and Fleiss' kappa of document layers are those of the same choices as tables of items."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.agreement import items
from tests.core.agreement.made import Made, measured

LABELS = ("A", "B", "C")


@given(st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=12))
def test_kappas_are_those_of_the_tables(chosen: list[list[int]]) -> None:
    names = ("ana", "ben", "chloe")
    made = [
        Made(f"d{at}", "text", chosen={n: [LABELS[v]] for n, v in zip(names, row, strict=True)})
        for at, row in enumerate(chosen)
    ]
    table = np.array(chosen)
    found = measured(made, kind="document")["beside"]

    pairs = [items.cohen_kappa(table[:, a], table[:, b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    defined = [one for one in pairs if not np.isnan(one)]
    counts = np.stack([(table == value).sum(axis=1) for value in range(3)], axis=1)
    fleiss = items.fleiss_kappa(counts)
    for name, wanted in (
        ("cohen_kappa", np.mean(defined) if defined else None),
        ("fleiss_kappa", None if np.isnan(fleiss) else fleiss),
    ):
        assert (found[name]["value"] is None) == (wanted is None), name
        if wanted is not None:
            assert found[name]["value"] == pytest.approx(wanted), name
