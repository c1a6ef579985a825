"""Intervals over documents: the quick way of leaving one out equals leaving it out, and limits are where they must be."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from annotator.core.agreement.columns import Floats
from annotator.core.agreement.formulas import alpha, proportion
from annotator.core.agreement.intervals import jackknife
from annotator.core.agreement.items import MISSING, krippendorff_ordinal
from annotator.core.agreement.resampling import bootstrap, columns_of, percentiles
from annotator.core.agreement.tables import Formula, Table, counts
from tests.core.agreement.made import LABELS, Made, corpora, measured, value

TEXT = "one two three four five six"


def by_hand(whole: float, without: list[float]) -> tuple[float, float]:
    """Student's t with n - 1 degrees of freedom around log(1 - x), the error from leaving each document out."""
    n = len(without)
    points = [math.log(1 - x) for x in without]
    centre = sum(points) / n
    error = math.sqrt((n - 1) / n * sum((x - centre) ** 2 for x in points))
    reach = t.ppf(0.975, n - 1) * error
    return 1 - math.exp(math.log(1 - whole) + reach), 1 - math.exp(math.log(1 - whole) - reach)


def expected(made: list[Made], name: str, read: Any) -> tuple[float, float] | None:
    whole = read(measured(made))[name]["value"]
    rest = [read(measured([*made[:at], *made[at + 1 :]])) for at in range(len(made))]
    without = [one[name]["value"] for one in rest if one]
    if whole in (None, 1) or len(without) < 5 or None in without or 1 in without:
        return None
    if max(without) - min(without) < 1e-12:
        return None
    low, high = by_hand(whole, without)
    lowest = 0.0 if name.endswith("f1") else -1.0
    return max(low, lowest), high


@settings(max_examples=8)
@given(st.lists(corpora(annotators=3, most=1), min_size=5, max_size=7))
def test_limits_come_from_leaving_out_each_document(groups: list[list[Made]]) -> None:
    made = [Made(f"d{at}", one.text, one.spans) for at, [one] in enumerate(groups)]

    for name, found in measured(made)["measures"].items():
        wanted = expected(made, name, lambda report: report["measures"])
        if wanted is not None:
            assert (found["low"], found["high"]) == pytest.approx(wanted, abs=1e-7), name
            assert f"log(1-x) over {len(made)} documents" in found["method"]


def disagreeing(number: int) -> list[Made]:
    """Documents in which ben misses a different span each time, and chloe every third one."""
    spans = [(0, 3, "A"), (4, 7, "B"), (8, 13, "A"), (14, 18, "C")]
    return [
        Made(f"d{at}", TEXT, {
            "ana": spans,
            "ben": [s for i, s in enumerate(spans) if i != at % 4],
            "chloe": spans[: 2 + at % 3],
        })
        for at in range(number)
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["A", "B", "C"])
def test_limits_of_labels_come_from_leaving_out_each_document(label: str) -> None:
    made = disagreeing(8)

    for name, found in measured(made)["labels"][label].items():
        wanted = expected(made, name, lambda report: report["labels"][label])
        assert wanted is not None
        assert (found["low"], found["high"]) == pytest.approx(wanted, abs=1e-7), name


@pytest.mark.parametrize(("number", "there"), [(4, False), (5, True)])
def test_fewer_than_five_documents_give_no_interval(number: int, *, there: bool) -> None:
    found = measured(disagreeing(number))["measures"]["exact_f1"]

    assert (found["low"] is not None) == there
    assert (found["reason"] is None) == there
    if not there:
        assert found["reason"] == "No interval: 4 documents are shared, 5 are needed."


def test_no_disagreement_is_said_in_words() -> None:
    made = [
        Made(f"d{at}", TEXT, {name: [(0, 3, "A")] for name in ("ana", "ben")}) for at in range(30)
    ]

    for name, found in measured(made)["measures"].items():
        if name == "cu_alpha":
            continue
        assert (found["value"], found["low"], found["high"]) == (1.0, None, None)
        assert "No disagreement in 30 documents" in found["reason"]
        assert "fewer than 3/30 (10.0%) of documents contain one" in found["reason"]


def test_disagreement_in_one_document_alone_gives_a_plain_interval() -> None:
    same = {name: [(0, 3, "A"), (4, 7, "B")] for name in ("ana", "ben")}
    made = [Made(f"d{at}", TEXT, same) for at in range(9)]
    made.append(Made("odd", TEXT, {"ana": [(0, 3, "A")], "ben": [(4, 7, "B")]}))

    found = measured(made)["measures"]["exact_f1"]

    assert "jackknife-t on x over 10 documents" in found["method"]
    assert 0 <= found["low"] < found["value"] < found["high"] <= 1


def test_a_value_that_hangs_on_one_document_has_no_interval() -> None:
    idle: dict[str, list[Any]] = {"ana": [], "ben": []}
    made = [Made(f"d{at}", TEXT, idle) for at in range(9)]
    made.append(Made("odd", TEXT, {"ana": [(0, 3, "A")], "ben": [(0, 3, "A"), (4, 7, "B")]}))

    found = measured(made)["measures"]["exact_f1"]

    assert found["value"] == pytest.approx(2 / 3)
    assert (found["low"], found["reason"]) == (
        None,
        "No interval: without one of the documents the value is undefined, or leaving one out never changes it.",
    )


def test_documents_that_all_say_the_same_have_no_interval() -> None:
    """Leaving one out changes nothing, but that is no proof that the next document is like them."""
    alike = {"ana": [(0, 3, "A"), (4, 7, "B")], "ben": [(0, 3, "A"), (8, 13, "B")]}
    apart = {"ana": [(0, 3, "A")], "ben": [(4, 7, "A")]}
    half, none = (
        measured([Made(f"d{at}", TEXT, spans) for at in range(10)])["measures"]["exact_f1"]
        for spans in (alike, apart)
    )

    assert (half["value"], half["low"], none["value"], none["low"]) == (0.5, None, 0.0, None)
    assert "leaving one out never changes it" in half["reason"]
    assert none["reason"] == half["reason"]


def test_jackknife_keeps_groups_apart() -> None:
    rng = np.random.default_rng(3)
    without = rng.uniform(0.4, 0.6, 20)
    group = np.repeat([0, 1], 10)

    both = jackknife(np.array([0.5, 0.52]), without, group)
    second = jackknife(np.array([0.52]), without[10:], np.zeros(10, np.int64))

    assert (both.low[1], both.high[1]) == pytest.approx((second.low[0], second.high[0]))


def resampled(table: Table, formula: Formula, resamples: int = 1000, seed: int = 0) -> Floats:
    every = np.arange(len(table))
    columns = columns_of(table, formula, every, np.zeros_like(every), (len(table), 1))
    return bootstrap({"one": columns}, every, resamples, seed)["one"]


def test_bootstrap_is_repeatable_and_near_the_jackknife() -> None:
    rng = np.random.default_rng(7)
    size = rng.integers(5, 20, 200).astype(float)
    table = counts(2 * size, 2 * np.floor(size * rng.uniform(0.3, 0.9, 200)))

    values = resampled(table, proportion, seed=11)
    again = resampled(table, proportion, seed=11)

    totals, rest = table.totals(np.zeros(200, np.int64), 1)
    limits = jackknife(proportion(totals), proportion(rest), np.zeros(200, np.int64))
    assert len(values) == 1000
    assert (values == again).all()
    assert not (values == resampled(table, proportion, seed=12)).all()
    assert percentiles(values) == pytest.approx((limits.low[0], limits.high[0]), abs=0.01)


def test_bootstrap_weighs_whole_documents() -> None:
    """Resampling a table and resampling documents written out in full are the same thing."""
    value_, row = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
    n, agree = np.array([10.0, 10.0]), np.array([8.0, 6.0])
    used = np.array([6.0, 4.0, 5.0, 5.0])
    table = Table(n, agree, n, row, value_, used, used)

    found = set(np.round(resampled(table, alpha, 50, seed=1), 12))

    def direct(first: int, second: int) -> float:
        total = table.summed(np.zeros(2, np.int64), np.array([first, second], float), 1)
        return float(alpha(total.totals(np.zeros(1, np.int64), 1)[0])[0])

    wanted = {round(direct(*times), 12) for times in ((2, 0), (1, 1), (0, 2))}
    assert sorted(found) == pytest.approx(sorted(wanted))


def test_ordinal_alpha_is_distributed_as_over_documents_drawn_one_by_one() -> None:
    rng = np.random.default_rng(5)
    ranks = np.clip(rng.integers(0, 3, (12, 1)) + rng.integers(-1, 2, (12, 3)), 0, 2)
    ranks[0] = ranks[1, 2] = MISSING
    made = [
        Made(f"d{at:02}", TEXT, chosen={
            name: [] if rank == MISSING else [LABELS[rank]]
            for name, rank in zip(("ana", "ben", "chloe"), row, strict=True)
        })
        for at, row in enumerate(ranks.tolist())
    ]  # fmt: skip

    found = measured(made, kind="document", ordered=True)["bootstrap"]
    drawn = np.random.default_rng(found["seed"]).integers(0, 12, (found["resamples"], 12))
    values = [krippendorff_ordinal(ranks[rows]) for rows in drawn]

    assert found["measures"]["alpha_ordinal"]["quantiles"] == pytest.approx(
        np.nanquantile(values, np.linspace(0, 1, 101))
    )


def test_values_are_numbers_of_json() -> None:
    report = measured(disagreeing(6))

    assert type(value(report, "iou_f1")) is float
    assert type(report["measures"]["exact_f1"]["n"]) is int
    assert type(report["confusion"]["counts"][0][0]) is int
