"""A project in which three annotators finished 10,000 documents, with 25 spans each, in a database of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import flask_migrate
import numpy as np
from flask import Flask
from sqlalchemy import insert, update

from annotator import create_app
from annotator.accounts.operations import create_user
from annotator.annotations.models import AnnotationSet, SpanRow
from annotator.core.agreement.columns import Ints
from annotator.database import table_of, uuid7, write_tx
from annotator.documents.models import Document
from annotator.projects.models import Project
from annotator.projects.operations import create_project
from annotator.projects.queries import label_ids

DOCUMENTS, ANNOTATORS, SPANS, TOKENS = 10_000, ("ana", "ben", "chloe"), 25, 300
LABELS = ("LOC", "MISC", "ORG", "PER")
WORD = 6
TEXT = "abcde " * TOKENS


@dataclass(frozen=True)
class Drawn:
    """Spans that differ as people's do: edges, labels, and spans that one did not see. Columns, by set."""

    set: Ints
    label: Ints
    start: Ints
    end: Ints


def drawn(documents: int = DOCUMENTS, seed: int = 1) -> Drawn:
    """Draw the spans of everybody on this many documents."""
    rng = np.random.default_rng(seed)
    many = len(ANNOTATORS)
    shape = (documents, many, SPANS)
    places = rng.permuted(np.tile(np.arange(TOKENS // 3), (documents, 1)), axis=1)[:, :SPANS]
    first = np.broadcast_to(places[:, None, :] * 3, shape) + (rng.random(shape) < 0.15)
    last = first + 1 + (rng.random(shape) < 0.3)
    label = np.broadcast_to(rng.integers(0, len(LABELS), (documents, 1, SPANS)), shape)
    label = np.where(rng.random(shape) < 0.1, rng.integers(0, len(LABELS), shape), label)
    seen = rng.random(shape) < 0.95
    sets = np.broadcast_to(np.arange(documents * many).reshape(*shape[:2], 1), shape)
    columns = (sets, label, first * WORD, last * WORD - 1)
    return Drawn(*(np.ascontiguousarray(one[seen]).astype(np.int64) for one in columns))


@contextmanager
def filled() -> Iterator[tuple[Flask, Project]]:
    """Yield the application and the project, in its context."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SECRET_KEY": "a-key-for-a-bench", "INSTANCE": folder, "WORKER": "off"})
        with app.app_context():
            flask_migrate.upgrade()
            people = [create_user(name, "user").id for name in ANNOTATORS]
            labels = [{"name": name, "color": "#3b82f6"} for name in LABELS]
            scheme = {"layers": [{"name": "entity", "kind": "span", "labels": labels}]}
            project = create_project("Bench", scheme_body=scheme, actor_id=people[0])
            _fill(project.id, people)
            yield app, project


def _fill(project_id: int, people: list[int]) -> None:
    numbers = label_ids(project_id)
    documents = [
        {"id": at + 1, "project_id": project_id, "external_id": f"d-{at}", "length": len(TEXT),
         "text_sha256": "", "text": TEXT, "meta": {"source": "AFP" if at % 2 else "Reuters"}}
        for at in range(DOCUMENTS)
    ]  # fmt: skip
    sets = [
        {"id": at * len(people) + place + 1, "project_id": project_id, "document_id": at + 1,
         "annotator_id": person, "status": "done", "revision": 1}
        for at in range(DOCUMENTS)
        for place, person in enumerate(people)
    ]  # fmt: skip
    spans, work = [], drawn()
    for set_, label, start, end in zip(*map(np.ndarray.tolist, vars(work).values()), strict=True):
        number = numbers["entity", LABELS[label]]
        spans.append(
            {"set_id": set_ + 1, "id": uuid7(), "start": start, "end": end, "label_id": number}
        )
    with write_tx() as session:
        for model, rows in ((Document, documents), (AnnotationSet, sets), (SpanRow, spans)):
            for low in range(0, len(rows), 50_000):
                session.execute(insert(table_of(model)), rows[low : low + 50_000])


def edit() -> None:
    """Move the end of one span, as an annotator would."""
    spans, sets = table_of(SpanRow), table_of(AnnotationSet)
    with write_tx() as session:
        mine = spans.c.set_id == 1
        session.execute(update(spans).where(mine).values(end=spans.c.end + 1))
        session.execute(update(sets).where(sets.c.id == 1).values(revision=sets.c.revision + 1))
