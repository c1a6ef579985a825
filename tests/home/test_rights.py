"""Who may do what: every role against every address of a project or a document.

Each address has its line in `RIGHTS`; one without a line fails a test, so that none is forgotten.
"""

import re
import shutil

import pytest

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
from tests.people import Client, Person, without_csrf

ROLES = ("reader", "annotator", "curator", "manager", "admin")
STRANGERS = ("none", "foreign")
ALL = set(ROLES)
ANNOTATORS = ALL - {"reader"}
SEERS = ALL - {"annotator"}
MANAGERS = {"manager", "admin"}

ONE, OTHER, LINK = (f"00000000-0000-7000-8000-00000000000{at}" for at in range(3))
UPLOAD = "00000000-0000-7000-8000-00000000000a"
SCHEME = {"layers": [{"name": "entity", "kind": "span", "labels": [{"name": "PER"}]}]}
SPAN = {"start": 0, "end": 3, "layer": "entity", "label": "PER"}

RIGHTS = {
    # Pages: the form that is sent
    "GET /projects/<slug>": (ALL, None),
    "GET /projects/<slug>/scheme": (ALL, None),
    "POST /projects/<slug>/scheme": (MANAGERS, {"scheme": '{"layers": []}'}),
    "GET /projects/<slug>/guidelines": (ALL, None),
    "POST /projects/<slug>/guidelines": (MANAGERS, {"guidelines": "Mark names."}),
    "GET /projects/<slug>/settings": (MANAGERS, None),
    "POST /projects/<slug>/settings": (MANAGERS, {"name": "Other", "language": "fr"}),
    "GET /projects/<slug>/members": (MANAGERS, None),
    "POST /projects/<slug>/members": (MANAGERS, {"name": "none", "role": "reader"}),
    "POST /projects/<slug>/members/<int:user_id>/remove": (MANAGERS, {}),
    "GET /projects/<slug>/documents": (ALL, None),
    "GET /projects/<slug>/documents?annotator=victim": (SEERS, None),
    "POST /projects/<slug>/documents": (MANAGERS, {"act": "reserve", "document": "1"}),
    "POST /projects/<slug>/documents/restore": (MANAGERS, {}),
    "POST /projects/<slug>/next": (ANNOTATORS, {}),
    "GET /projects/<slug>/import": (MANAGERS, None),
    "POST /projects/<slug>/import": (MANAGERS, {}),
    "GET /projects/<slug>/import/<uuid:upload_id>": (MANAGERS, None),
    "POST /projects/<slug>/import/<uuid:upload_id>": (MANAGERS, {"take": "text"}),
    "POST /projects/<slug>/import/<uuid:upload_id>/discard": (MANAGERS, {}),
    "GET /projects/<slug>/import/jobs/<int:import_id>": (MANAGERS, None),
    "POST /projects/<slug>/import/jobs/<int:import_id>/cancel": (MANAGERS, {}),
    "GET /projects/<slug>/agreement": (SEERS, None),
    "GET /projects/<slug>/agreement/<table>.csv": (SEERS, None),
    "GET /projects/<slug>/agreement/<table>.json": (SEERS, None),
    "POST /projects/<slug>/agreement/gamma": (SEERS, {"layer": "claim"}),
    "GET /projects/<slug>/exports": (SEERS, None),
    "POST /projects/<slug>/exports": (SEERS, {"format": "jsonl", "annotations": "all"}),
    "GET /projects/<slug>/exports/<int:job_id>": (MANAGERS, None),
    "POST /projects/<slug>/exports/<int:job_id>/again": (MANAGERS, {}),
    "POST /projects/<slug>/exports/<int:job_id>/cancel": (MANAGERS, {}),
    "GET /projects/<slug>/exports/<int:job_id>/download": (MANAGERS, None),
    "GET /projects/<slug>/exports/<int:job_id>/manifest": (MANAGERS, None),
    "GET /projects/<slug>/exports/<int:job_id>/spans": (MANAGERS, None),
    "POST /projects/<slug>/exports/rebuild": (SEERS, {"from": "1"}),
    "GET /projects/<slug>/exports/preflights/<int:look_id>": (MANAGERS, None),
    "POST /projects/<slug>/exports/preflights/<int:look_id>/export": (MANAGERS, {}),
    "POST /projects/<slug>/exports/preflights/<int:look_id>/cancel": (MANAGERS, {}),
    "GET /projects/<slug>/labels.css": (ALL, None),
    "GET /documents/<int:document_id>": (ALL, None),
    "GET /documents/<int:document_id>?annotator=victim": (SEERS, None),
    "GET /documents/<int:document_id>/panel": (ALL, None),
    "GET /documents/<int:document_id>/chunks/<int:number>": (ALL, None),
    "GET /documents/<int:document_id>/chunks/<int:number>?annotator=victim": (SEERS, None),
    "POST /documents/<int:document_id>/spans": (
        ANNOTATORS, {"start": "0", "end": "3", "label": "entity/PER"},
    ),
    "POST /documents/<int:document_id>/spans/<uuid:span_id>": (ANNOTATORS, {"end": "12"}),
    "POST /documents/<int:document_id>/spans/<uuid:span_id>/delete": (ANNOTATORS, {}),
    "GET /documents/<int:document_id>/spans/<uuid:span_id>/inspector": (ANNOTATORS, None),
    "GET /documents/<int:document_id>/spans/<uuid:span_id>/inspector?annotator=victim": (SEERS, None),
    "POST /documents/<int:document_id>/relations": (
        ANNOTATORS, {"label": "REFUTES", "from": ONE, "to": OTHER},
    ),
    "POST /documents/<int:document_id>/relations/<uuid:relation_id>/delete": (ANNOTATORS, {}),
    "GET /documents/<int:document_id>/unfinished": (ANNOTATORS, None),
    "POST /documents/<int:document_id>/flag": (ANNOTATORS, {"reason": "odd"}),
    "POST /documents/<int:document_id>/flag/delete": (ANNOTATORS, {}),
    "POST /documents/<int:document_id>/undo": (ANNOTATORS, {}),
    "POST /documents/<int:document_id>/redo": (ANNOTATORS, {}),
    "POST /documents/<int:document_id>/labels": (ANNOTATORS, {"topic": "war"}),
    "POST /documents/<int:document_id>/note": (ANNOTATORS, {"note": "odd"}),
    "POST /documents/<int:document_id>/status": (ANNOTATORS, {"status": "done"}),
    # Calls: the JSON that is sent
    "GET /api/v1/projects/<slug>": (ALL, None),
    "PATCH /api/v1/projects/<slug>": (MANAGERS, {"name": "Other"}),
    "GET /api/v1/projects/<slug>/scheme": (ALL, None),
    "PUT /api/v1/projects/<slug>/scheme": (MANAGERS, SCHEME),
    "GET /api/v1/projects/<slug>/progress": (ALL, None),
    "GET /api/v1/projects/<slug>/agreement": (SEERS, None),
    "GET /api/v1/projects/<slug>/documents": (ALL, None),
    "GET /api/v1/projects/<slug>/documents?annotator=victim": (SEERS, None),
    "POST /api/v1/projects/<slug>/next": (ANNOTATORS, None),
    "GET /api/v1/documents/<int:document_id>": (ALL, None),
    "GET /api/v1/documents/<int:document_id>/annotations": (ALL, None),
    "GET /api/v1/documents/<int:document_id>/annotations?annotator=victim": (SEERS, None),
    "GET /api/v1/documents/<int:document_id>/annotations?set=gold": (SEERS, None),
    "GET /api/v1/documents/<int:document_id>/history": (ANNOTATORS, None),
    "POST /api/v1/documents/<int:document_id>/spans": (ANNOTATORS, SPAN),
    "GET /api/v1/documents/<int:document_id>/spans/<uuid:span_id>": (ANNOTATORS, None),
    "PATCH /api/v1/documents/<int:document_id>/spans/<uuid:span_id>": (ANNOTATORS, {"end": 12}),
    "DELETE /api/v1/documents/<int:document_id>/spans/<uuid:span_id>": (ANNOTATORS, None),
    "POST /api/v1/documents/<int:document_id>/relations": (
        ANNOTATORS, {"label": "REFUTES", "from": ONE, "to": OTHER},
    ),
    "DELETE /api/v1/documents/<int:document_id>/relations/<uuid:relation_id>": (ANNOTATORS, None),
    "PUT /api/v1/documents/<int:document_id>/labels": (ANNOTATORS, {"topic": ["war"]}),
    "PUT /api/v1/documents/<int:document_id>/note": (ANNOTATORS, {"text": "odd"}),
    "POST /api/v1/documents/<int:document_id>/status": (ANNOTATORS, {"status": "done"}),
    "PUT /api/v1/documents/<int:document_id>/flag": (ANNOTATORS, {"reason": "odd"}),
    "DELETE /api/v1/documents/<int:document_id>/flag": (ANNOTATORS, None),
    "POST /api/v1/projects/<slug>/documents": (MANAGERS, [{"id": "new", "text": "text"}]),
    "POST /api/v1/projects/<slug>/exports": (SEERS, {"format": "jsonl", "annotations": "all"}),
    "GET /api/v1/jobs/<int:job_id>": (MANAGERS, None),
    "DELETE /api/v1/jobs/<int:job_id>": (MANAGERS, None),
    "GET /api/v1/exports/<int:job_id>/download": (MANAGERS, None),
    "GET /api/v1/exports/<int:job_id>/manifest": (MANAGERS, None),
    "POST /api/v1/documents/<int:document_id>/undo": (ANNOTATORS, None),
    "POST /api/v1/documents/<int:document_id>/redo": (ANNOTATORS, None),
}  # fmt: skip


def finished(kind: str, project_id: int, user_id: int, **params: str) -> int:
    with write_tx() as session:
        job = Job(kind=kind, project_id=project_id, created_by=user_id, state="done", params=params)
        job.result = ExportReport().as_json() if kind == "preflight" else None
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
    # 409: allowed, but there is nothing to undo.
    admitted = {name: answers[name] for name in ROLES if name in allowed}
    assert {status for status in admitted.values() if status >= 400} <= {409}, admitted


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
