"""Who may do what: every role against every address of a project or a document.

Each address has its line in `RIGHTS`; one without a line fails a test, so that none is forgotten.
"""

import re
import shutil

import pytest

from annotator.agreement import gamma
from annotator.core.records import DocumentRecord
from annotator.core.report import ExportOptions, ExportReport
from annotator.database import write_tx
from annotator.documents.operations import store_documents
from annotator.interchange.exporting import export_project
from annotator.interchange.jobs import folder_of
from annotator.interchange.uploads import Upload, UploadedFile
from annotator.jobs.models import Job
from annotator.projects.operations import create_project
from tests.conftest import build_app, close_database
from tests.home.rights import LINK, ONE, OTHER, RIGHTS, ROLES, STRANGERS, UPLOAD
from tests.people import Client, Person, without_csrf


def finished(kind: str, project_id: int, user_id: int, **params: str) -> int:
    with write_tx() as session:
        job = Job(kind=kind, project_id=project_id, created_by=user_id, state="done", params=params)
        job.result = ExportReport().in_full() if kind == "preflight" else None
        session.add(job)
        session.flush()
        return job.id


def uploaded(project_id: int) -> None:
    """Put a file where it waits to be imported."""
    upload = Upload(UPLOAD, project_id, [UploadedFile("text.txt", "text", 4, "text")])
    upload.folder.mkdir(parents=True)
    (upload.folder / "text").write_bytes(b"Text")
    upload.save()


class World:
    """A project with somebody in every role and work of theirs, and another project with its manager."""

    def __init__(self, app) -> None:
        self.people = {name: Person(app, name) for name in (*ROLES[:-1], *STRANGERS, "victim")}
        self.people["admin"] = Person(app, "admin", "admin")
        self.leaving = {name: Person(app, f"leaving-{name}") for name in (*ROLES, *STRANGERS)}
        with app.app_context():
            project = create_project("Peace talks").id
            [document] = store_documents(project, [DocumentRecord("d", "Ana said no to Ben.")])
            foreign = create_project("War").id
            manager = self.people["manager"].id
            wanted = {"format": "jsonl", "annotations": "all"}
            self.job_id = finished("export", project, manager, **wanted)
            self.look_id = finished("preflight", project, manager, **wanted)
            self.import_id = finished("import", project, manager, upload=UPLOAD)
        for role in ROLES[:-1]:
            self.people[role].join(project, role)
        for person in (self.people["victim"], *self.leaving.values()):
            person.join(project, "annotator")
        self.people["foreign"].join(foreign, "manager")
        self.document_id, self.project_id = document.id, project
        for name in (*ROLES[1:], "victim"):
            self._work(self.people[name])

    def _work(self, person: Person) -> None:
        here = f"/documents/{self.document_id}"
        claim = {"layer": "claim", "label": "CLAIM"}
        for path, body in (
            ("spans", {"id": ONE, "start": 0, "end": 11, **claim}),
            ("spans", {"id": OTHER, "start": 4, "end": 11, **claim}),
            ("relations", {"id": LINK, "label": "SUPPORTS", "from": ONE, "to": OTHER}),
        ):
            assert person.call("POST", f"{here}/{path}", json=body).status_code == 201
        done = person.call("POST", f"{here}/status", json={"status": "done"})
        assert done.status_code == 200

    def address(self, rule: str, name: str) -> str:
        values = {
            "slug": "peace-talks",
            "document_id": self.document_id,
            "user_id": self.leaving[name].id,
            "job_id": self.job_id,
            "look_id": self.look_id,
            "import_id": self.import_id,
            "upload_id": UPLOAD,
            "number": 0,
            "table": "pairs",
            "span_id": ONE,
            "relation_id": LINK,
        }
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), rule)

    def ask(self, app, line: str, name: str) -> int:
        """Send the request of a line as somebody, and return the status of the answer."""
        method, rule = line.split(" ", 1)
        body, address = RIGHTS[line][1], self.address(rule, name)
        person = self.people[name]
        person.app = app
        if rule.startswith("/api/v1"):
            sent = {} if body is None else {"json": body}
            answer = person.call(method, address.removeprefix("/api/v1"), **sent)
        else:
            answer = person.browser().open(address, method=method, data=body)
        answer.close()
        return answer.status_code


@pytest.fixture(scope="module")
def world(tmp_path_factory, migrated_database):
    folder = tmp_path_factory.mktemp("world")
    shutil.copyfile(migrated_database, folder / "annotator.sqlite3")
    app = build_app(folder)
    made = World(app)
    close_database(app)
    made.file = folder / "annotator.sqlite3"
    return made


@pytest.fixture
def app(tmp_path, world):
    """The application on a copy of the world."""
    shutil.copyfile(world.file, tmp_path / "annotator.sqlite3")
    app = without_csrf(build_app(tmp_path))
    with app.app_context():
        folder = folder_of(world.job_id, world.project_id)
        export_project(world.project_id, ExportOptions("jsonl", annotations="all"), folder)
        uploaded(world.project_id)
    folder.with_suffix(".zip").write_bytes(b"PK")
    yield app
    close_database(app)


def addresses(app) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if "<" in rule.rule and not rule.rule.startswith(("/static", "/account"))
    }


def test_every_address_has_its_line(app):
    assert {line.partition("?")[0] for line in RIGHTS} == addresses(app)


@pytest.mark.parametrize("line", RIGHTS)
def test_rights_are_kept(app, world, line):
    allowed = RIGHTS[line][0]
    answers = {name: world.ask(app, line, name) for name in (*STRANGERS, *ROLES)}
    assert {name: answers[name] for name in STRANGERS} == dict.fromkeys(STRANGERS, 404)
    refused = {name: answers[name] for name in ROLES if name not in allowed}
    assert set(refused.values()) <= {403, 404}, refused
    # 409: allowed, but there is nothing to undo. 422: gamma's library is not installed.
    futile = {409, 422} if line.endswith("/gamma") and not gamma.gamma_is_there() else {409}
    admitted = {name: answers[name] for name in ROLES if name in allowed}
    assert {status for status in admitted.values() if status >= 400} <= futile, admitted


@pytest.mark.parametrize("line", RIGHTS)
def test_nobody_comes_in_without_signing_in(app, world, line):
    method, rule = line.split(" ", 1)
    client = Client(app, app.response_class)
    answer = client.open(world.address(rule, "none"), method=method)
    if rule.startswith("/api/"):
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    else:
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/login")


def test_an_id_of_another_project_is_of_no_use(app, world):
    with app.app_context():
        number = create_project("Third", actor_id=world.people["reader"].id).id
        [document] = store_documents(number, [DocumentRecord("d", "text")])
    victim, reader = world.people["victim"], world.people["reader"]
    victim.app = reader.app = app
    assert reader.call("GET", f"/documents/{document.id}").status_code == 200
    assert victim.call("GET", f"/documents/{document.id}").status_code == 404
    # A span's id is looked for in one's own set only.
    assert reader.call("GET", f"/documents/{document.id}/spans/{ONE}").status_code == 404
    victims = victim.call("GET", f"/documents/{world.document_id}/spans/{ONE}")
    assert victims.status_code == 200
