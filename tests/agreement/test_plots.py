"""Plots: what is drawn where, from figures made up for the purpose."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from annotator.agreement.asked import Asked
from annotator.agreement.confusion import confusion
from annotator.agreement.forest import forest
from annotator.agreement.headlines import PLACES, STANCES, STRETCHES, headlines
from annotator.agreement.heatmap import heatmap
from annotator.agreement.offsets import offsets
from annotator.agreement.over_time import over_time
from annotator.agreement.periods import MOST, unit_of
from annotator.agreement.scales import at, shade, short
from annotator.agreement.shares import shares
from annotator.agreement.strip import SINGLE, strip
from annotator.core.scheme import Label, Layer, Role

ASKED = Asked(layer="entity")


def figure(
    value: float | None, low: float | None = None, high: float | None = None
) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "n": 10, "reason": "" if value else "none"}


def pair(a: str, b: str, value: float | None) -> dict[str, Any]:
    return {"a": a, "b": b, "documents": 4, "measures": {"exact_f1": figure(value)}}


PART = {
    "annotators": ["ana", "ben", "eve"],
    "pairs": [pair("ana", "ben", 0.9), pair("ana", "eve", 0.4), pair("ben", "eve", None)],
}


def test_heatmap_has_each_pair_on_both_sides_of_the_diagonal() -> None:
    plot = heatmap(PART, "exact_f1", ASKED)

    places = {(cell.x, cell.y) for cell in plot.pairs}
    assert len(places) == 6
    assert all(
        (cell.x, cell.y) != (plot.left + i * 66, plot.top + i * 46)
        for cell in plot.pairs
        for i in range(3)
    )
    assert max(cell.x for cell in plot.pairs) + 66 < plot.width
    assert plot.lowest is not None
    assert (plot.lowest.a, plot.lowest.b, plot.lowest.figure["value"]) == ("ana", "eve", 0.4)


def test_heatmap_leads_to_the_pair_alone() -> None:
    plot = heatmap(PART, "exact_f1", ASKED)

    assert plot.pairs[0].address == "?layer=entity&annotators=ana&annotators=ben"


def test_mean_with_the_others_leaves_out_what_is_undefined() -> None:
    means = [value for _, _, value, _ in heatmap(PART, "exact_f1", ASKED).means]

    assert means == [pytest.approx(0.65), 0.9, 0.4]


def test_long_names_are_slanted_and_cut() -> None:
    names = ["an-annotator-with-a-long-name", "ben"]
    part = {"annotators": names, "pairs": [pair(*names, 0.5)]}

    plot = heatmap(part, "exact_f1", ASKED)

    assert plot.slanted
    assert plot.rows[0][1] == "an-annotator-…"
    assert plot.rows[0][2] == names[0]


def test_confusion_leaves_out_labels_that_nobody_used() -> None:
    counts = [[3, 0, 1], [0, 0, 0], [2, 0, 0]]
    plot = confusion({"confusion": {"labels": ["A", "B", "(no span)"], "counts": counts}}, ASKED)

    assert [name for _, name, _ in plot.rows] == ["A", "(no span)"]
    assert [(one.row, one.column, one.count, one.same) for one in plot.cells] == [
        ("A", "A", 3, True),
        ("A", "(no span)", 1, False),
        ("(no span)", "A", 2, False),
    ]
    assert plot.cells[0].shade == "7"
    assert plot.cells[1].address.endswith("row=A&column=%28no+span%29")


def test_forest_draws_undefined_values_as_nothing_and_begins_below_a_negative_limit() -> None:
    part = {
        "measures": {"exact_f1": figure(0.5, 0.25, 0.75)},
        "labels": {"A": {"exact_f1": figure(-0.2, -0.3, 0.1)}, "B": {"exact_f1": figure(None)}},
        "bootstrap": {"threshold": 0.25},
    }

    plot = forest(part, "exact_f1")

    whole, low, none = plot.lines
    assert plot.ticks[0][1] == -0.5
    assert (whole.x, whole.low, whole.high) == ("66.67%", "50.00%", "83.33%")
    assert low.x == "20.00%"
    assert (none.x, none.low) == ("", "")
    assert (plot.reference, plot.threshold) == (whole.x, "50.00%")


def documents(count: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    values = [{"document": f"d{at}", "measures": {"exact_f1": at / count}} for at in range(count)]
    shown = [{"document": f"d{at}", "id": at, "units": at % 7} for at in range(count)]
    return {"by_document": values}, shown


def test_strip_has_a_dot_for_each_document_the_worst_listed_first() -> None:
    part, shown = documents(5)
    part["by_document"].append({"document": "x", "measures": {"exact_f1": None}})

    plot = strip(part, [*shown, {"document": "x", "id": 9, "units": 0}], "exact_f1")

    assert [x for x, _, _ in plot.dots] == ["0.00%", "20.00%", "40.00%", "60.00%", "80.00%"]
    assert [one.name for one in plot.worst] == ["d0", "d1", "d2", "d3", "d4"]
    assert plot.undefined == 1
    assert plot.clouds == []


def test_many_documents_are_drawn_together_but_for_the_worst() -> None:
    plot = strip(*documents(5000), "exact_f1")

    assert len(plot.dots) == SINGLE
    assert sum(count for *_, count in plot.clouds) == 5000 - SINGLE
    assert len(plot.clouds) < 1000


def test_offsets_are_all_counted_in_some_bar() -> None:
    counted = {
        "characters": {"0": 5, "1": 1, "-12": 2, "3": 1},
        "tokens": {"0": 6, "-2": 2, "1": 1},
    }
    edges = {"start": counted, "end": {"characters": {"0": 9}, "tokens": {"0": 9}}}

    for unit in ("tokens", "characters"):
        start, end = offsets(edges, unit).panels
        assert (start.same, start.all) == (5, 9)
        assert sum(bar.count for bar in start.bars) == 4
        assert sum(bar.count for bar in end.bars) == 0
        assert len({bar.name for bar in start.bars}) == len(start.bars)
    named = {bar.name: bar.count for bar in offsets(edges, "characters").panels[0].bars}
    assert {name: count for name, count in named.items() if count} == {"<−8": 2, "1–2": 1, "3–4": 1}


def test_bars_of_annotators_are_as_long_as_they_marked_spans_a_document() -> None:
    counted = [
        {"annotator": "ana", "documents": 2, "units": 8, "labels": {"A": 6, "B": 2}},
        {"annotator": "ben", "documents": 4, "units": 8, "labels": {"A": 8, "B": 0}},
    ]

    ana, ben = shares(counted).raters

    assert (ana.each, ben.each) == (4, 2)
    assert [(one.label, one.x, one.width) for one in ana.shares] == [
        ("A", "0.00%", "75.00%"), ("B", "75.00%", "25.00%"),
    ]  # fmt: skip
    assert [(one.label, one.width) for one in ben.shares] == [("A", "50.00%")]


def test_one_period_is_no_course_of_time() -> None:
    assert over_time([period("2026-05-04", "2026-05-10", 0.5)], "exact_f1") is None


def period(since: str, until: str, value: float) -> dict[str, Any]:
    measures = {"exact_f1": figure(value, 0.1, 0.9)}
    return {"since": since, "until": until, "documents": 3, "measures": measures}


def test_not_all_of_many_periods_are_named() -> None:
    periods = [period(f"2026-05-1{at}", f"2026-05-1{at}", at / 20) for at in range(10)]

    plot = over_time(periods, "exact_f1")

    assert plot is not None
    assert [one.period[-2:] for one in plot.moments if one.named] == ["10", "13", "16", "19"]
    heights = [one.y for one in plot.moments]
    assert heights == sorted(heights, reverse=True)


def test_periods_are_named_as_short_as_they_can_be() -> None:
    spans = [
        ("2026-05-04", "2026-05-10"),
        ("2026-06-01", "2026-06-30"),
        ("2027-01-01", "2027-12-31"),
    ]

    plot = over_time([period(*span, 0.5) for span in spans], "exact_f1")

    assert plot is not None
    assert [one.period for one in plot.moments] == ["2026-05-04", "2026-06", "2027"]


def test_periods_are_the_shortest_of_which_there_are_not_too_many() -> None:
    first = date(2026, 1, 5)

    assert unit_of([first]) == "day"
    assert unit_of([first + timedelta(days=at) for at in range(MOST)]) == "day"
    assert unit_of([first + timedelta(days=at) for at in range(7 * MOST)]) == "week"
    assert unit_of([first + timedelta(weeks=at) for at in range(MOST + 1)]) == "month"
    assert unit_of([first + timedelta(days=400 * at) for at in range(40)]) == "year"


def test_headlines_follow_what_a_layer_is_for() -> None:
    labels = (Label("A", "#111111"), Label("B", "#111111"))

    assert headlines(Layer("entity", "span", labels), 9) == PLACES
    assert headlines(Layer("claim", "span", labels[:1]), 80) == STRETCHES
    assert headlines(Layer("stance", "span", labels, roles=(Role("target"),)), 9) == STANCES
    assert headlines(Layer("topic", "document", labels), None) == ("alpha", "percent", "ac1")
    assert headlines(Layer("mood", "document", labels, ordered=True), None)[0] == "alpha_ordinal"


def test_scales_stay_in_their_bounds() -> None:
    assert (at(-3), at(0.5), at(7)) == ("0.00%", "50.00%", "100.00%")
    assert [shade(x) for x in (None, -1, 0, 0.55, 1)] == ["none", "0", "0", "5", "9"]
    assert short("abcdef", 4) == "abc…"
    assert re.fullmatch(r"\d+\.\d\d%", at(1 / 3))
