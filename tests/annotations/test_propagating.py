"""The same words labelled everywhere: one act, one step to undo, marked, and nothing twice."""

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.annotations.models import SpanRow
from annotator.annotations.propagating import MOST, label_all, labelled_extents
from annotator.annotations.queries import events_of, work_on
from annotator.annotations.spans import NewSpan, create_span
from annotator.annotations.undoing import redo, undo
from annotator.core.errors import Refused
from annotator.database import db
from annotator.interchange.checking import check_database
from tests.annotations.conftest import TEXT, World
from tests.people import Client, Person, without_csrf

PLACES = [(at, at + 1) for at, sign in enumerate(TEXT) if sign == "s"]
HTMX = {"HX-Request": "true"}


def stored(world: World) -> list[tuple[int, int, str, str]]:
    spans = work_on(world.document_id, world.ana).spans
    return [(one.start, one.end, one.label, one.origin) for one in spans]


def test_all_places_are_labelled_in_one_step_and_marked(world: World) -> None:
    assert len(PLACES) > 2

    outcome = label_all(world.place(), "LOC", "entity", PLACES, PLACES[1])

    origins = {place: "" if place == PLACES[1] else "propagated" for place in PLACES}
    assert stored(world) == [(a, b, "LOC", origins[a, b]) for a, b in PLACES]
    assert len(events_of(outcome.set_id)) == 1
    assert undo(world.place()).changes
    assert stored(world) == []
    redo(world.place())
    assert [one[3] for one in stored(world)] == [*origins.values()]
    assert check_database().faults == []


def test_what_is_labelled_so_is_passed_over(world: World) -> None:
    create_span(world.place(), NewSpan(*PLACES[0], "LOC"))
    create_span(world.place(), NewSpan(*PLACES[1], "PER"))

    outcome = label_all(world.place(), "LOC", None, [*PLACES, PLACES[0]], None)

    made = [change for change in outcome.changes if change.object == "span"]
    assert len(made) == len(PLACES) - 1
    assert label_all(world.place(), "LOC", None, PLACES, None).changes == ()
    assert labelled_extents(outcome.set_id, world.project_id, "LOC", "entity") == PLACES


@pytest.mark.parametrize(
    ("label", "places", "said"),
    [
        ("NOPE", PLACES, "no label NOPE"),
        ("LOC", [], "at least one"),
        ("LOC", [PLACES[0], (9, 9)], "must be greater"),
        ("LOC", [(0, len(TEXT) + 1)], "past the text"),
        ("LOC", [(0, 1)] * (MOST + 1), "At most"),
        ("ONLY", [(0, 4), (3, 6)], "allows no overlap"),
    ],
)
def test_one_place_that_does_not_fit_stops_all(
    world: World, label: str, places: list[tuple[int, int]], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        label_all(world.place(), label, None, places, None)

    assert stored(world) == []


@pytest.fixture
def browser(app: Flask, world: World) -> Client:
    return Person(without_csrf(app), "zoe").join(world.project_id, "annotator").browser()


def test_the_page_labels_and_says_what_is_labelled(browser: Client, world: World) -> None:
    address = f"/documents/{world.document_id}"
    places = [f"{a}-{b}" for a, b in PLACES]

    answer = browser.post(
        f"{address}/spans/all",
        data={"label": "entity/LOC", "at": places, "own": places[0]},
        headers=HTMX,
    )

    assert answer.status_code == 201
    assert f"{len(PLACES)} places are LOC." in answer.text
    asked = {"label": "entity/LOC"}
    listed = browser.get(f"{address}/labelled", query_string=asked).json
    assert listed == {"places": [list(place) for place in PLACES]}
    assert 'data-most="1000"' in browser.get(f"{address}/occurrences").text
    origins = db.session.scalars(select(SpanRow.origin).order_by(SpanRow.start)).all()
    assert [*origins] == ["", *["propagated"] * (len(PLACES) - 1)]
    refused = browser.post(f"{address}/spans/all", data={"label": "LOC", "at": "x-2"}, headers=HTMX)
    assert refused.status_code == 422
    assert "whole number" in refused.text
    undone = browser.post(f"{address}/undo", headers=HTMX)
    assert f"{len(PLACES)} places are no longer LOC." in undone.text
