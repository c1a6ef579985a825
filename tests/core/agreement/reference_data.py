"""Work that was printed with its agreement: raters' values of items, and three people's units on one continuum."""

from collections import Counter

import numpy as np

from tests.core.agreement.made import Made


def rows(*lines: str) -> np.ndarray:
    """Return items × raters from one line of digits a rater; a star is missing."""
    table = [[-1 if c == "*" else int(c) - 1 for c in line.replace(" ", "")] for line in lines]
    return np.array(table, np.int64).T


def crossed(table: list[list[int]]) -> np.ndarray:
    """Return items × 2 raters from a table: rows are the first rater's values, columns the second's."""
    found = [[(a, b)] * n for a, line in enumerate(table) for b, n in enumerate(line)]
    return np.array([pair for group in found for pair in group], np.int64)


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
FLEISS_COUNTS = np.array([[Counter(line)[c] for c in "12345"] for line in FLEISS])

# Krippendorff, Mathet, Bouvry & Widlöcher 2016, and Krippendorff 2019, figure 12.11: three observers, 60 positions.
UNITS = {
    "alex": [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")],
    "paul": [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")],
    "suzan": [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")],
}  # fmt: skip
FIGURE = Made("figure", "x" * 60, UNITS)
