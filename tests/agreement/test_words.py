"""Figures as people read them."""

import pytest
from flask import Flask
from flask_babel import force_locale

from annotator.agreement.words import number


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"), (0.0, "0.00"), (0.00002, "0.00"), (-0.0002, "0.00"), (0.0038, "0.004"), (-0.0012, "−0.001"),
        (0.126, "0.13"), (-0.25, "−0.25"), (0.994, "0.99"), (0.9999, "0.999"), (1.0, "1.00"),
    ],
)  # fmt: skip
def test_figures_say_neither_nothing_nor_all_where_it_is_not(
    app: Flask, value: float | None, shown: str
) -> None:
    with app.test_request_context(), force_locale("en"):
        assert number(value) == shown
