"""The pages of a project: scheme, guidelines, settings, members."""

import json
import re
from html import unescape

import pytest

from annotator.database import db
from annotator.projects.models import Project
from annotator.projects.operations import create_project, put_guidelines
from annotator.projects.queries import find_project, members_of, scheme_of
from tests.people import Person, without_csrf

SMALL = {"layers": [{"name": "entity", "kind": "span", "labels": [{"name": "PER"}]}]}


@pytest.fixture
def ana(app):
    return Person(without_csrf(app), "ana")


@pytest.fixture
def project_id(app, ana):
    with app.app_context():
        return create_project("Peace talks", actor_id=ana.id).id


@pytest.fixture
def here(app, project_id):
    with app.app_context():
        yield "/projects/peace-talks"


def stored() -> Project:
    db.session.rollback()
    return find_project("peace-talks")


def test_the_scheme_page_shows_labels_with_colours_and_keys(ana, here):
    page = ana.browser().get(f"{here}/scheme").text
    for shown in ("#1b6ca8", "<kbd>1</kbd>", "PER", "REFUTES", "check_worthy", "holder", "author"):
        assert shown in page


def test_the_scheme_is_written_to_be_edited_and_changes_nothing_when_saved(ana, here):
    browser = ana.browser()
    page = unescape(browser.get(f"{here}/scheme").text)
    text = (
        page.partition('<textarea id="scheme"')[2].partition(">\n")[2].partition("</textarea>")[0]
    )
    assert json.loads(text) == stored().scheme
    assert '\n     {"name": "ORG", "color": "#' in text
    browser.post(f"{here}/scheme", data={"scheme": text.replace("\n", "\r\n"), "revision": "1"})
    assert stored().scheme_revision == 1


def test_a_manager_changes_the_scheme(ana, here):
    form = {"scheme": json.dumps(SMALL), "revision": "1"}
    answer = ana.browser().post(f"{here}/scheme", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{here}/scheme")
    assert scheme_of(stored()).layer("claim").archived


@pytest.mark.parametrize(
    ("scheme", "revision", "shown"),
    [
        ('{"layers": [\n}', "1", "line 2, column 1"),
        ('{"layers": [{"name": "e", "kind": "no"}]}', "1", "layers.0.kind"),
        (json.dumps(SMALL), "7", "changed since you looked"),
        ("[" * 100_000, "1", "nested too deeply"),
    ],
)
def test_a_faulty_scheme_comes_back_as_it_was_typed(ana, here, scheme, revision, shown):
    form = {"scheme": scheme, "revision": revision}
    answer = ana.browser().post(f"{here}/scheme", data=form)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert shown in page
    assert f"\n{scheme}</textarea>" in page
    assert f'name="revision" value="{revision}"' in page
    assert stored().scheme_revision == 1


def test_hostile_names_are_shown_as_text(ana, here):
    body = {"layers": [{"name": "e", "kind": "span", "description": "<script>x</script>", "labels": [
        {"name": "A", "description": "</textarea><img src=x>"}]}]}  # fmt: skip
    browser = ana.browser()
    browser.post(f"{here}/scheme", data={"scheme": json.dumps(body)})
    page = browser.get(f"{here}/scheme").text
    assert "<script>x" not in page
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


def test_guidelines_are_markdown_made_safe(ana, here):
    browser = ana.browser()
    page = browser.get(f"{here}/guidelines").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    text = "# Names\r\n\r\nMark **all**.\r\n\r\n<script>alert(1)</script> [x](javascript:alert(1))"
    answer = browser.post(f"{here}/guidelines", data={"guidelines": text, "seen": seen})
    assert answer.status_code == 303
    assert stored().settings["guidelines"] == text.replace("\r\n", "\n")
    shown = browser.get(f"{here}/guidelines").text.partition('<article class="card prose">')[2]
    shown = shown.partition("</article>")[0]
    assert "<h2>Names</h2>" in shown
    assert "<strong>all</strong>" in shown
    assert "<script" not in shown
    assert 'href="javascript' not in shown


def test_guidelines_changed_meanwhile_are_not_overwritten(ana, here, project_id):
    browser = ana.browser()
    page = browser.get(f"{here}/guidelines").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    put_guidelines(project_id, "of another")
    answer = browser.post(f"{here}/guidelines", data={"guidelines": "mine", "seen": seen})
    assert answer.status_code == 422
    assert "of another" in answer.text
    assert "\nmine</textarea>" in answer.text
    assert stored().settings["guidelines"] == "of another"


def test_settings_are_changed_and_faults_shown_at_their_field(ana, here):
    browser = ana.browser()
    form = {"name": "Talks", "language": "FR", "annotators": "2", "threshold": "0,8"}
    assert browser.post(f"{here}/settings", data=form).status_code == 303
    project = stored()
    assert (project.name, project.language) == ("Talks", "fr")
    assert project.settings == {"annotators_per_document": 2, "agreement_threshold": 0.8}
    assert re.search(
        r'<input id="threshold"[^>]* value="0.8"', browser.get(f"{here}/settings").text
    )
    for wrong, field in (
        ({"annotators": "many"}, "annotators-error"),
        ({"annotators": "99"}, "annotators-error"),
        ({"threshold": "1.5"}, "threshold-error"),
        ({"threshold": "high"}, "threshold-error"),
        ({"language": "?"}, "language-error"),
        ({"name": ""}, "name-error"),
    ):
        answer = browser.post(f"{here}/settings", data=form | wrong)
        assert answer.status_code == 422
        assert f'id="{field}"' in answer.text
    browser.post(f"{here}/settings", data=form | {"annotators": "", "threshold": ""})
    assert stored().settings == {"annotators_per_document": None, "agreement_threshold": None}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"annotators": "many"}, "Donnez un nombre de 1 à 50, ou rien pour toutes les personnes."),
        ({"threshold": "1.5"}, "Donnez un nombre de 0 à 1, ou rien."),
    ],
)
def test_faults_in_settings_are_said_in_the_readers_language(ana, here, wrong, said):
    form = {"name": "Talks", "language": "fr"} | wrong
    french = {"Accept-Language": "fr"}
    answer = ana.browser().post(f"{here}/settings", data=form, headers=french)
    page = unescape(answer.text)
    assert page.count(said) == 2
    assert "settings." not in page


def test_members_come_change_and_go(app, ana, here, project_id):
    ben = Person(app, "ben")
    browser = ana.browser()
    add = {"name": "ben", "role": "annotator"}
    assert browser.post(f"{here}/members", data=add).status_code == 303
    assert browser.post(f"{here}/members", data=add | {"role": "curator"}).status_code == 303
    assert "ben" in browser.get(f"{here}/members").text
    assert [(user.name, role) for user, role in members_of(project_id)] == [
        ("ana", "manager"), ("ben", "curator"),
    ]  # fmt: skip
    assert browser.post(f"{here}/members/{ben.id}/remove").status_code == 303
    db.session.rollback()
    assert [user.name for user, _ in members_of(project_id)] == ["ana"]


def test_what_cannot_be_done_with_members_is_said_on_their_page(ana, here):
    browser = ana.browser()
    for path, form, shown in (
        (
            "members",
            {"name": "nobody", "role": "reader"},
            "There is no user named 'nobody': check the spelling.",
        ),
        ("members", {"name": "ana", "role": "reader"}, "at least one manager"),
        ("members", {"name": "ana", "role": "owner"}, "A role is one of"),
        (f"members/{ana.id}/remove", {}, "at least one manager"),
    ):
        answer = browser.post(f"{here}/{path}", data=form)
        assert answer.status_code == 422
        assert shown in unescape(answer.text)


@pytest.mark.parametrize("page", ["scheme", "guidelines", "settings", "members"])
def test_pages_for_managers_are_closed_to_others(app, ana, here, project_id, page):
    ben = Person(app, "ben")
    assert ben.browser().get(f"{here}/{page}").status_code == 404
    ben.join(project_id, "annotator")
    browser = ben.browser()
    expected = 200 if page in ("scheme", "guidelines") else 403
    answer = browser.get(f"{here}/{page}")
    assert answer.status_code == expected
    assert "<textarea" not in answer.text
    assert browser.post(f"{here}/{page}", data={}).status_code == 403
