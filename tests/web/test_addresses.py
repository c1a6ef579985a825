"""Numbers in addresses."""

import pytest
from flask import Flask

from tests.people import Person

HUGE = [2**63, 10**30]


@pytest.mark.parametrize("number", HUGE)
def test_a_number_that_no_row_can_have_is_nothing(app: Flask, number: int) -> None:
    ana = Person(app, "ana")

    answer = ana.call("GET", f"/documents/{number}")
    page = ana.browser().get(f"/documents/{number}")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert page.status_code == 404
    assert ana.call("GET", f"/documents/{2**63 - 1}").status_code == 404
