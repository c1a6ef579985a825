"""Values that have been published, each with its source and how closely it must be met."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from annotator.core.agreement import items
from tests.core.agreement.made import Made, measured, value

EXACT = 0.0005
"""Three decimals, as most papers print them."""


def rows(*lines: str) -> np.ndarray:
    """Return items × raters from one line of digits a rater; a star is missing."""
    table = [[-1 if c == "*" else int(c) - 1 for c in line.replace(" ", "")] for line in lines]
    return np.array(table, np.int64).T


def crossed(table: list[list[int]]) -> np.ndarray:
    """Return items × 2 raters from a table: rows are the first rater's values, columns the second's."""
    found = [[(a, b)] * n for a, line in enumerate(table) for b, n in enumerate(line)]
    return np.array([pair for group in found for pair in group], np.int64)


def kappa(ratings: np.ndarray) -> float:
    return items.cohen_kappa(ratings[:, 0], ratings[:, 1])


def pi(ratings: np.ndarray) -> float:
    return items.scott_pi(ratings[:, 0], ratings[:, 1])


DATA_C = rows(
    "123321412***",
    "1233224125*3",
    "*3332342251*",
    "12332441251*",
)
WIKIPEDIA = rows(
    "*****34121133*3",
    "1*213343*******",
    "**21344*21133*4",
)
NEWS = rows(
    "223*112233*12422322111312112222334333332",
    "2241111*32213422232111413213222233333332",
    "314111333211332234112*41*2123313*3343*32",
    "*24****1*21133***42*214132233**233***23*",
    "3**1112*3****4223**1*1**3*1**31*3*3333*2",
)
COHEN = crossed([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
COHEN_37 = crossed([[25, 13, 12], [12, 2, 16], [3, 15, 2]])
TWO_TAGS = crossed([[20, 20], [10, 50]])
THREE_TAGS = crossed([[46, 0, 0], [6, 32, 6], [0, 0, 10]])
HALF_FOR_CHECKS = np.array([[1, 0, 0.5], [0, 1, 0.5], [0.5, 0.5, 1]])
SKEWED = crossed([[8, 1], [0, 1]])
FLEISS = [
    "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444",
    "555555", "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112",
    "224444", "133555", "555555", "244444", "224555", "114444", "144445", "222224", "111155",
    "224444", "133333", "555555",
]  # fmt: skip

PUBLISHED = [
    (
        "Krippendorff 2011, Computing alpha-reliability, data C",
        items.krippendorff_alpha(DATA_C),
        0.743,
    ),
    ("Krippendorff 2011, data C, ordinal", items.krippendorff_ordinal(DATA_C), 0.815),
    ("Gwet 2014, data C, AC1", items.gwet_ac1(DATA_C), 0.775),
    (
        "The 3 × 15 example of encyclopedias and libraries",
        items.krippendorff_alpha(WIKIPEDIA),
        0.691358,
    ),
    ("Hayes & Krippendorff 2007, table 1, ordinal", items.krippendorff_ordinal(NEWS), 0.7598),
    ("Hayes & Krippendorff 2007, table 1, nominal", items.krippendorff_alpha(NEWS), 0.477),
    ("Cohen 1960, p. 45", kappa(COHEN), 0.492),
    ("Gwet 2008 on Cohen 1960, p. 45: AC1", items.gwet_ac1(COHEN), 0.5760),
    ("Gwet 2008 on Cohen 1960, p. 37: AC1", items.gwet_ac1(COHEN_37), -0.0480),
    ("Gwet 2008, skewed example: AC1", items.gwet_ac1(SKEWED), 0.8658),
    ("Gwet 2008, skewed example: pi", pi(SKEWED), 0.6078),
    ("Artstein & Poesio 2008, p. 558: kappa", kappa(TWO_TAGS), 0.348),
    ("Artstein & Poesio 2008, p. 558: pi", pi(TWO_TAGS), 0.341),
    ("Artstein & Poesio 2008, p. 558: percent", items.percent(TWO_TAGS), 0.7),
    ("Artstein & Poesio 2008, p. 568: kappa", kappa(THREE_TAGS), 0.8013),
    ("Artstein & Poesio 2008, p. 568: pi", pi(THREE_TAGS), 0.79953),
    ("Artstein & Poesio 2008, p. 568: alpha", items.krippendorff_alpha(THREE_TAGS), 0.800),
    (
        "Artstein & Poesio 2008, p. 568: weighted alpha",
        items.krippendorff_alpha(THREE_TAGS, HALF_FOR_CHECKS),
        0.8156,
    ),
]

LOOSER = {"Artstein & Poesio 2008, p. 568: alpha": 0.001}
"""Worked out in print from rounded numbers."""


@pytest.mark.parametrize(("source", "found", "printed"), PUBLISHED, ids=[p[0] for p in PUBLISHED])
def test_published_coefficient_is_met(source: str, found: float, printed: float) -> None:
    assert found == pytest.approx(printed, abs=LOOSER.get(source, EXACT))


def test_fleiss_kappa_of_1971_is_met() -> None:
    counts = np.array([[Counter(line)[c] for c in "12345"] for line in FLEISS])

    assert items.fleiss_kappa(counts) == pytest.approx(0.430, abs=EXACT)


# Krippendorff, Mathet, Bouvry & Widlöcher 2016, and Krippendorff 2019, figure 12.11: three observers, 60 positions.
UNITS = {
    "alex": [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")],
    "paul": [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")],
    "suzan": [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")],
}  # fmt: skip
FIGURE = Made("figure", "x" * 60, UNITS)


@pytest.mark.parametrize(
    ("name", "printed"), [("u_alpha", 0.510), ("u_alpha_binary", 0.413), ("cu_alpha", 0.724)]
)
def test_unitizing_alphas_of_2016_are_met(name: str, printed: float) -> None:
    assert value(measured([FIGURE], "1234567"), name) == pytest.approx(printed, abs=EXACT)


def test_unitizing_alphas_do_not_depend_on_how_the_continuum_is_cut() -> None:
    """The same units in two documents, cut where nobody has one, are the same continuum."""
    early = {name: [unit for unit in own if unit[1] <= 18] for name, own in UNITS.items()}
    late = {
        name: [(a - 18, b - 18, label) for a, b, label in own if a >= 18]
        for name, own in UNITS.items()
    }
    halves = [Made("one", "x" * 18, early), Made("two", "x" * 42, late)]

    whole, cut = measured([FIGURE], "1234567"), measured(halves, "1234567")

    for name in ("u_alpha", "u_alpha_binary", "cu_alpha", "char_alpha"):
        assert value(cut, name) == pytest.approx(value(whole, name), abs=1e-12)


def test_a_missing_annotator_does_not_count_as_one_who_marked_nothing() -> None:
    absent = replace(FIGURE, spans={name: UNITS[name] for name in ("alex", "paul")})
    idle = replace(FIGURE, spans=absent.spans | {"suzan": []})

    assert value(measured([absent], "1234567"), "u_alpha") > 0.3
    assert value(measured([idle], "1234567"), "u_alpha") < 0.15
