"""The commands about projects and members, run as on a terminal."""

import json

import pytest

from annotator.accounts.operations import create_user
from annotator.projects.operations import create_project
from annotator.projects.queries import find_project, members_of, scheme_of


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=words)


def test_a_project_is_made_with_its_language_and_scheme(app, run, tmp_path):
    file = tmp_path / "scheme.json"
    layer = {"name": "entité", "kind": "span", "labels": [{"name": "PER"}]}
    file.write_text(json.dumps({"layers": [layer]}, ensure_ascii=False), encoding="utf-8")
    done = run("project", "create", "Paix", "--language", "fr", "--scheme", str(file), "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    body = json.loads(done.stdout)
    assert body == {
        "id": body["id"], "slug": "paix", "name": "Paix", "language": "fr", "documents": 0,
    }  # fmt: skip
    with app.app_context():
        assert [layer.name for layer in scheme_of(find_project("paix")).layers] == ["entité"]


def test_a_project_is_made_from_its_name_alone(run):
    done = run("project", "create", "Peace talks")
    assert done.exit_code == 0
    assert "peace-talks" in done.stdout


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b'{"layers": [\n}', "line 2, column 1"),
        (b"\xff\xfe", "UTF-16"),
        (b'{"layers": [{"name": "e", "kind": "no"}]}', "scheme.layers.0.kind"),
    ],
)
def test_a_faulty_scheme_ends_with_one_line(run, tmp_path, content, shown):
    file = tmp_path / "scheme.json"
    file.write_bytes(content)
    done = run("project", "create", "P", "--scheme", str(file))
    assert (done.exit_code, done.stdout) == (1, "")
    assert shown in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_scheme_that_cannot_be_read_ends_with_one_line(run, tmp_path):
    for path in (tmp_path / "nowhere.json", tmp_path):
        done = run("project", "create", "P", "--scheme", str(path))
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert f"{path} cannot be read" in done.stderr


def test_a_taken_name_ends_with_one_line(run):
    run("project", "create", "P")
    done = run("project", "create", "p")
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1


def test_wrong_usage_is_2(run):
    assert run("project", "create").exit_code == 2
    assert run("member", "add", "p", "ana", "--role", "owner").exit_code == 2


def test_projects_are_listed_and_shown_by_slug_or_name(app, run):
    with app.app_context():
        create_project("War")
        create_project("Peace talks", "fr", actor_id=create_user("ana").id)
    listed = json.loads(run("project", "list", "--json").stdout)["projects"]
    assert [project["slug"] for project in listed] == ["peace-talks", "war"]
    assert "peace-talks" in run("project", "list").stdout
    by_slug = json.loads(run("project", "show", "peace-talks", "--json").stdout)
    assert by_slug == json.loads(run("project", "show", "Peace talks", "--json").stdout)
    assert by_slug["members"] == [{"name": "ana", "role": "manager"}]
    assert len(by_slug["scheme"]["layers"]) == 5
    plain = run("project", "show", "peace-talks").stdout
    assert "PER, ORG, LOC, MISC" in plain
    assert "manager ana" in plain


def test_an_unknown_project_is_refused_with_the_way_out(run):
    done = run("project", "show", "nothing")
    assert done.exit_code == 1
    assert "flask project list" in done.stderr


def test_a_member_is_added_and_given_another_role(app, run):
    with app.app_context():
        project_id = create_project("Peace talks").id
        create_user("ana")
    for role in ("annotator", "curator"):
        done = run("member", "add", "peace-talks", "ana", "--role", role)
        assert (done.exit_code, done.stdout) == (0, f"ana is {role} in peace-talks.\n")
    with app.app_context():
        assert [(user.name, role) for user, role in members_of(project_id)] == [("ana", "curator")]
    assert run("member", "add", "peace-talks", "ben", "--role", "reader").exit_code == 1
    assert run("member", "add", "nothing", "ana", "--role", "reader").exit_code == 1
