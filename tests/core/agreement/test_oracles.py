"""Coefficients of random tables equal those of the libraries that people cite."""

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa, to_table

from annotator.core.agreement import items
from annotator.core.agreement.columns import Ints
from annotator.core.agreement.label_tables import masi_similarity
from tests.core.agreement import naive
from tests.core.agreement.made import Made, corpora, measured, value


@st.composite
def tables(draw: st.DrawFn, *, raters: int | None = None, missing: bool = False) -> Ints:
    """Items × raters with two values at least, so that coefficients are defined."""
    many = raters or draw(st.integers(2, 5))
    values = st.integers(-1 if missing else 0, 3)
    row = st.lists(values, min_size=many, max_size=many)
    table = np.array(draw(st.lists(row, min_size=2, max_size=15)), np.int64)
    paired = table[(table >= 0).sum(axis=1) > 1]
    assume(len(set(paired[paired >= 0].tolist())) > 1)
    return table


def with_gaps(table: Ints) -> np.ndarray:
    return np.where(table < 0, np.nan, table.astype(float)).T


@given(tables(missing=True))
def test_nominal_and_ordinal_alpha_equal_krippendorff(table: Ints) -> None:
    nominal, ordinal = (
        krippendorff.alpha(
            reliability_data=with_gaps(table), level_of_measurement=level, value_domain=[0, 1, 2, 3]
        )
        for level in ("nominal", "ordinal")
    )

    assert items.krippendorff_alpha(table) == pytest.approx(nominal, abs=1e-9)
    assert items.krippendorff_ordinal(table) == pytest.approx(ordinal, abs=1e-9)


@given(tables(raters=2))
def test_kappa_equals_scikit_learn(table: Ints) -> None:
    one, other = table[:, 0], table[:, 1]

    assert items.cohen_kappa(one, other) == pytest.approx(cohen_kappa_score(one, other), abs=1e-9)


@given(tables())
def test_fleiss_kappa_equals_statsmodels(table: Ints) -> None:
    counts = np.stack([(table == at).sum(axis=1) for at in range(4)], axis=1)

    assert items.fleiss_kappa(counts) == pytest.approx(fleiss_kappa(counts), abs=1e-9)


@given(tables(raters=2))
def test_pi_equals_nltk(table: Ints) -> None:
    triples = [(rater, item, table[item, rater]) for item in range(len(table)) for rater in (0, 1)]

    task = AnnotationTask(data=triples)

    assert items.scott_pi(table[:, 0], table[:, 1]) == pytest.approx(task.pi(), abs=1e-9)
    assert items.percent(table) == pytest.approx(task.avg_Ao(), abs=1e-9)


@given(tables(raters=2))
def test_kappa_equals_statsmodels(table: Ints) -> None:
    crossed = to_table(table, bins=4)[0]

    wanted = cohens_kappa(crossed, return_results=False)

    assert items.cohen_kappa(table[:, 0], table[:, 1]) == pytest.approx(wanted, abs=1e-9)


@given(tables())
def test_alpha_equals_nltk(table: Ints) -> None:
    triples = [(rater, item, v) for item, row in enumerate(table) for rater, v in enumerate(row)]

    wanted = AnnotationTask(data=triples).alpha()

    assert items.krippendorff_alpha(table) == pytest.approx(wanted, abs=1e-9)


def painted(made: list[Made], rule: str) -> tuple[list[str], np.ndarray]:
    """Return the annotators, and their values of all tokens, NaN for documents that they did not finish."""
    names = sorted({name for one in made for name in one.done})
    lines: list[list[object]] = [[] for _ in names]
    for one in naive.common(made):
        tokens = len(naive.token_values(one, one.done[0], rule))
        for line, name in zip(lines, names, strict=True):
            done = name in one.done
            line.extend(naive.token_values(one, name, rule) if done else [None] * tokens)
    kinds = sorted({v for line in lines for v in line if v is not None})
    place: dict[object, float] = {None: np.nan} | {kind: at for at, kind in enumerate(kinds)}
    return names, np.array([[place[v] for v in line] for line in lines])


WORDS = r"\w+|[^\w\s]"


@settings(max_examples=40)
@given(corpora())
def test_alphas_of_a_text_equal_krippendorff(made: list[Made]) -> None:
    report = measured(made)

    for name, rule in (("token_alpha", WORDS), ("char_alpha", r"(?s:.)")):
        _, values = painted(made, rule)
        paired = values[:, (~np.isnan(values)).sum(axis=0) > 1]
        if len(np.unique(paired[~np.isnan(paired)])) < 2:
            assert value(report, name) is None
            continue
        wanted = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal")
        assert value(report, name) == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=40)
@given(corpora(annotators=3))
def test_kappa_of_tokens_equals_scikit_learn(made: list[Made]) -> None:
    names, values = painted(made, WORDS)

    for pair in measured(made)["pairs"]:
        one, other = (values[names.index(pair[side])] for side in ("a", "b"))
        both = ~np.isnan(one) & ~np.isnan(other)
        found = pair["measures"]["token_kappa"]["value"]
        if len(np.unique(np.concatenate([one[both], other[both]]))) < 2:
            assert found is None
        else:
            wanted = cohen_kappa_score(one[both].astype(int), other[both].astype(int))
            assert found == pytest.approx(wanted, abs=1e-9)


SETS = [frozenset(s) for s in ([], [0], [1], [0, 1], [1, 2], [0, 1, 2])]


@given(st.lists(st.lists(st.sampled_from(SETS), min_size=3, max_size=3), min_size=2, max_size=12))
def test_alpha_with_masi_equals_nltk(chosen: list[list[frozenset[int]]]) -> None:
    assume(len({one for row in chosen for one in row}) > 1)
    similarity = masi_similarity(SETS)

    def distance(one: frozenset[int], other: frozenset[int]) -> float:
        return 1 - similarity[SETS.index(one), SETS.index(other)]

    triples = [(r, i, one) for i, row in enumerate(chosen) for r, one in enumerate(row)]
    wanted = AnnotationTask(data=triples, distance=distance).alpha()

    table = np.array([[SETS.index(one) for one in row] for row in chosen])
    assert items.krippendorff_alpha(table, similarity) == pytest.approx(wanted, abs=1e-9)


def test_masi_is_that_of_passonneau() -> None:
    table = masi_similarity([frozenset(s) for s in ([0], [0, 1], [1, 2], [3], [])])

    assert table[0, 1] == pytest.approx(1 / 2 * 2 / 3)
    assert table[1, 2] == pytest.approx(1 / 3 * 1 / 3)
    assert (table[0, 3], table[0, 4], table[4, 4]) == (0, 0, 1)


@given(tables(missing=True))
def test_a_document_layer_is_measured_as_its_items_are(table: Ints) -> None:
    """A rater whose value is missing has not finished the document."""
    labels = ("bad", "fair", "good", "superb")
    made = [
        Made(f"d{i}", "x", chosen={f"r{r}": [labels[v]] for r, v in enumerate(row) if v >= 0})
        for i, row in enumerate(table.tolist())
    ]
    ranked = np.where(table < 0, -1, table)

    report = measured(made, labels, kind="document", ordered=True)

    assert value(report, "alpha") == pytest.approx(items.krippendorff_alpha(ranked), abs=1e-9)
    assert value(report, "alpha_ordinal") == pytest.approx(
        items.krippendorff_ordinal(ranked), abs=1e-9
    )
    assert value(report, "ac1") == pytest.approx(items.gwet_ac1(ranked), abs=1e-9)
    assert value(report, "percent") == pytest.approx(items.percent(ranked), abs=1e-9)
