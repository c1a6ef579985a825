"""Gamma on the page: asked for by a button, waited for, shown; or why it cannot be had."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from annotator.agreement import gamma
from annotator.agreement.gamma import last_gamma
from annotator.database import write_tx
from annotator.jobs.models import Job
from tests.agreement.conftest import BASE, Demo, words_of
from tests.people import Client, without_csrf

MEASURE = {
    "value": 0.62,
    "low": None,
    "high": None,
    "method": "gamma, 30 samples",
    "n": 9,
    "reason": "none",
}


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library be one that is installed; nothing is computed in these tests."""
    if find_spec(gamma.LIBRARY) is None:
        monkeypatch.setattr(gamma, "LIBRARY", "json")


def begin(demo: Demo) -> None:
    """Let the job that was asked for be at work."""
    with of_job(demo) as job:
        job.state, job.done, job.total = "running", 7, 18


def finish(demo: Demo) -> None:
    """Let the job that was asked for have its result."""
    with of_job(demo) as job:
        job.state, job.finished_at = "done", job.created_at
        job.result = {"measure": MEASURE, "documents": 18, "annotators": ["ana", "ben"]}


@contextmanager
def of_job(demo: Demo) -> Iterator[Job]:
    with demo.app.app_context(), write_tx() as session:
        job = last_gamma(demo.project_id, "claim")
        assert job is not None
        yield session.get_one(Job, job.id)


def test_without_the_library_the_page_says_how_to_get_it(
    still: Demo, looker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gamma, "LIBRARY", "no_such_library")

    page = looker.get(f"{BASE}?layer=claim").text

    assert "pip install -r requirements-gamma.txt" in page
    assert f'action="{BASE}/gamma"' not in page


@pytest.mark.usefixtures("there")
def test_gamma_is_asked_for_and_waited_for(demo: Demo, visitor: Client) -> None:
    without_csrf(demo.app)

    answer = visitor.post(f"{BASE}/gamma", data={"layer": "claim"})
    page = visitor.get(f"{BASE}?layer=claim").text
    again = f"{BASE}/gamma?layer=claim"
    begin(demo)
    waiting = visitor.get(again).text
    finish(demo)
    finished = visitor.get(again).text

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{BASE}?layer=claim#gamma"
    assert "Compute it in the background" not in words_of(page)
    for text in (page, waiting):
        assert "It is being computed in the background" in words_of(text)
        assert f'hx-get="{again}"' in text
    assert "7 of 18 documents" in words_of(waiting)
    assert "0.62" in words_of(finished)
    assert "hx-get" not in finished
    assert "Compute it in the background" in visitor.get(f"{BASE}?layer=entity").text


@pytest.mark.usefixtures("there")
def test_gamma_that_was_computed_is_shown(demo: Demo, visitor: Client) -> None:
    without_csrf(demo.app)
    visitor.post(f"{BASE}/gamma", data={"layer": "claim"})
    finish(demo)

    page = words_of(visitor.get(f"{BASE}?layer=claim").text)

    assert "0.62" in page
    assert "annotators disagree 38 % as much as on shuffled annotations." in page
    assert "gamma, 30 samples" in page
    assert "Compute it again in the background" in page


@pytest.mark.usefixtures("there")
def test_gamma_that_is_being_computed_is_cancelled_and_what_was_computed_before_shown(
    demo: Demo, visitor: Client
) -> None:
    without_csrf(demo.app)
    visitor.post(f"{BASE}/gamma", data={"layer": "claim"})
    finish(demo)
    visitor.post(f"{BASE}/gamma", data={"layer": "claim"})
    waiting = visitor.get(f"{BASE}?layer=claim").text

    answer = visitor.post(f"{BASE}/gamma/cancel", data={"layer": "claim"})
    page = words_of(visitor.get(f"{BASE}?layer=claim").text)

    assert f'action="{BASE}/gamma/cancel"' in waiting
    assert answer.headers["Location"] == f"{BASE}?layer=claim#gamma"
    assert "The computation of gamma is cancelled." in page
    assert "gamma, 30 samples" in page
    assert "Compute it again in the background" in page
    assert f'action="{BASE}/gamma/cancel"' not in page


@pytest.mark.usefixtures("there")
def test_gamma_is_nothing_for_those_who_may_not_see_others(demo: Demo) -> None:
    without_csrf(demo.app)

    answer = demo.people["annotator"].browser().post(f"{BASE}/gamma", data={"layer": "claim"})

    assert answer.status_code == 404


@pytest.mark.usefixtures("there")
def test_gamma_on_other_layers_is_refused_with_those_there_are(demo: Demo, visitor: Client) -> None:
    without_csrf(demo.app)

    page = visitor.post(f"{BASE}/gamma", data={"layer": "topic"}, follow_redirects=True)

    assert "There is no layer of spans topic; there are: entity, claim, stance." in page.text
