"""Home and the dashboard of a project."""

import pytest

from annotator.annotations.models import Progress
from annotator.core.records import DocumentRecord
from annotator.database import write_tx
from annotator.documents.operations import store_documents
from annotator.projects.operations import create_project
from annotator.projects.queries import find_project
from tests.people import Person, without_csrf


@pytest.fixture
def ana(app):
    return Person(without_csrf(app), "ana")


@pytest.fixture
def project_id(app, ana):
    with app.app_context():
        number = create_project("Peace talks", actor_id=ana.id).id
        store_documents(number, [DocumentRecord(f"d{at}", "text") for at in range(10)])
    return number


def count(app, project_id, person, spans=0, kind="work", **sets):
    with app.app_context(), write_tx() as session:
        for status, number in sets.items():
            session.add(
                Progress(
                    project_id=project_id,
                    annotator_id=person.id,
                    kind=kind,
                    status=status,
                    sets=number,
                    spans=spans,
                )
            )


def test_nobody_in_particular_is_asked_to_sign_in(client):
    answer = client.get("/")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


def test_home_without_projects_offers_to_make_one(ana):
    page = ana.browser().get("/").text
    assert 'action="/projects"' in page


def test_a_project_made_at_home_opens(app, ana):
    browser = ana.browser()
    answer = browser.post("/projects", data={"name": "Peace talks", "language": "fr"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/projects/peace-talks")
    assert browser.get("/projects/peace-talks").status_code == 200
    with app.app_context():
        assert find_project("peace-talks").language == "fr"


@pytest.mark.parametrize(
    ("form", "field"),
    [({"name": ""}, "name"), ({"name": "P", "language": "no code"}, "language")],
)
def test_a_project_that_cannot_be_made_is_asked_for_again(ana, form, field):
    answer = ana.browser().post("/projects", data=form)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_home_shows_ones_own_progress(app, ana, project_id):
    ben = Person(app, "ben")
    count(app, project_id, ana, done=3, skipped=1)
    count(app, project_id, ben, done=7)
    page = ana.browser().get("/").text
    assert "3 of 10 documents done" in page
    assert 'action="/projects/peace-talks/next"' in page
    assert "Peace talks" not in ben.browser().get("/").text


def test_a_reader_is_not_sent_to_label(app, project_id):
    eve = Person(app, "eve").join(project_id, "reader")
    browser = eve.browser()
    assert "/next" not in browser.get("/").text
    assert "/next" not in browser.get("/projects/peace-talks").text


def test_the_dashboard_shows_others_to_those_who_may_see_them(app, ana, project_id):
    ben = Person(app, "ben").join(project_id, "annotator")
    count(app, project_id, ben, spans=41, done=4)
    seen = ana.browser().get("/projects/peace-talks").text
    assert "ben" in seen
    assert '<td class="number">41</td>' in seen
    assert "/projects/peace-talks/members" in seen
    cat = Person(app, "cat").join(project_id, "annotator")
    unseen = cat.browser().get("/projects/peace-talks").text
    assert "ben" not in unseen
    assert "/projects/peace-talks/members" not in unseen
    assert "/projects/peace-talks/guidelines" in unseen


def test_progress_over_the_api_counts_by_person_and_kind(app, ana, project_id):
    ben = Person(app, "ben").join(project_id, "annotator")
    Person(app, "cat").join(project_id, "annotator")
    count(app, project_id, ben, spans=5, done=4, in_progress=1)
    count(app, project_id, ana, kind="gold", spans=2, done=1)
    nought = {"assigned": 0, "in_progress": 0, "done": 0, "skipped": 0, "spans": 0}
    bens = {"annotator": "ben", "kind": "work", **nought, "done": 4, "in_progress": 1, "spans": 10}
    answer = ana.call("GET", "/projects/peace-talks/progress").json
    assert answer == {
        "documents": 10,
        "annotators": [
            {"annotator": "ana", "kind": "gold", **nought, "done": 1, "spans": 2},
            bens,
            {"annotator": "cat", "kind": "work", **nought},
        ],
    }
    own = ben.call("GET", "/projects/peace-talks/progress").json
    assert own == {"documents": 10, "annotators": [bens]}
