"""A project, people of every role in it, and records to send."""

import orjson
from sqlalchemy import func, select

from annotator.database import db
from annotator.documents.models import Document
from annotator.jobs.worker import Worker
from annotator.projects.operations import create_project
from tests.people import Person

NDJSON = {"Content-Type": "application/x-ndjson"}
TEXT = "Rutte 🙂 a parlé à Koursk."
PROBLEM = "application/problem+json"


def record(name, *spans, text=TEXT, **others):
    items = [{"annotator": "eva", "start": a, "end": b, "label": label} for a, b, label in spans]
    return {"id": name, "text": text, "annotations": items, "annotators": ["eva"]} | others


RECORDS = [
    record("one", (0, 5, "PER"), (19, 25, "LOC"), meta={"split": "train"}),
    record("two", meta={"split": "dev"}),
    record("três", (0, 5, "PER"), meta={"split": "test"}),
]


def lines(*records):
    return b"\n".join(one if isinstance(one, bytes) else orjson.dumps(one) for one in records)


class World:
    """A project and one person of every role, who act over HTTP."""

    def __init__(self, app):
        self.app = app
        with app.app_context():
            project = create_project("Peace talks")
            self.project_id, self.slug = project.id, project.slug
        roles = ("manager", "curator", "annotator", "reader")
        self.people = {role: Person(app, role).join(self.project_id, role) for role in roles}
        self.people |= {"stranger": Person(app, "stranger"), "admin": Person(app, "root", "admin")}

    def send(self, body, query="", who="manager", headers=NDJSON):
        path = f"/projects/{self.slug}/documents{query}"
        return self.people[who].call("POST", path, data=body, headers=headers)

    def ask(self, who="manager", headers=None, **options):
        body = {"format": "jsonl"} | options
        path = f"/projects/{self.slug}/exports"
        return self.people[who].call("POST", path, json=body, headers=headers or {})

    def call(self, method, path, who="manager", **arguments):
        return self.people[who].call(method, path, buffered=True, **arguments)

    def work(self):
        """Let a worker carry out what waits."""
        worker = Worker(self.app)
        while worker.run_one():
            pass

    def stored(self, column=Document.id):
        with self.app.app_context():
            return db.session.scalar(select(func.count(column)))
