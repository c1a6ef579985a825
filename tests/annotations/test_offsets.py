"""Offsets of any text survive the way through storage, the API, the page and its swapped parts."""

from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotator.core.records import DocumentRecord
from annotator.documents.operations import store_documents
from tests.annotations.conftest import World
from tests.annotations.test_pages import HTMX, shown
from tests.people import Client, Person, without_csrf

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
        st.sampled_from('\r\n\t \u00a0\u202f\u200b\u200d\ufe0f\u0301👩🇫🇷l’-<&"\u2028\x85\x1c'),
    ),
    min_size=1,
    max_size=60,
)


@pytest.fixture
def desk(app: Flask, world: World) -> tuple[Person, Client]:
    person = Person(without_csrf(app), "zoe").join(world.project_id, "annotator")
    return person, person.browser()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.data())
@example("\r\n\r", None)
@example("e\u0301🙂\r\n« l’OTAN »", None)
def test_a_span_is_where_it_was_put(
    world: World, desk: tuple[Person, Client], text: str, data: st.DataObject | None
) -> None:
    person, browser = desk
    start = data.draw(st.integers(0, len(text) - 1)) if data else 0
    end = data.draw(st.integers(start + 1, len(text))) if data else len(text)
    [stored] = store_documents(world.project_id, [DocumentRecord(str(uuid4()), text)])
    base = f"/documents/{stored.id}"

    form = {"start": str(start), "end": str(end), "label": "PER"}
    answer = browser.post(f"{base}/spans", data=form, headers=HTMX)
    assert answer.status_code == 201

    span = person.call("GET", f"{base}/annotations").json["spans"][0]
    assert (span["start"], span["end"], span["quote"]) == (start, end, text[start:end])
    assert person.call("GET", base).json["text"] == text
    assert shown(browser.get(base).text) == text
    assert shown(answer.text) in text
    wrong = {"start": start, "end": end, "label": "ORG", "quote": text[start:end] + "x"}
    assert person.call("POST", f"{base}/spans", json=wrong).status_code == 422
