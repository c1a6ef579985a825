"""Counts kept by document: after any edits they give what counting everything anew gives."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from annotator.agreement import counting
from annotator.agreement.queries import project_agreement
from annotator.core.agreement.question import Question
from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.database import db, now, write_tx
from annotator.documents.models import Document
from annotator.interchange.storing import store_records
from annotator.projects.models import Project
from annotator.projects.operations import create_project
from tests.conftest import build_app, close_database
from tests.people import Person

TEXT = "Ana said, in Kyiv: no. Ben left."
NAMES = ("ana", "ben", "chloe")
SCHEME = {
    "layers": [
        {"name": "entity", "kind": "span", "labels": [{"name": n} for n in ("A", "B", "C")],
         "attributes": [{"name": "sure", "type": "choice", "choices": ["yes", "no", "half"]}],
         "roles": [{"name": "holder", "layers": ["entity"], "implied": ["author"]}]},
        {"name": "link", "kind": "relation", "labels": [{"name": "NEAR"}]},
        {"name": "topic", "kind": "document", "multiple": True,
         "labels": [{"name": n} for n in ("war", "peace")]},
    ]
}  # fmt: skip
QUESTIONS = (
    Question(),
    Question(layers=("entity",), labels=("A", "B")),
    Question(annotators=("ana", "chloe")),
    Question(layers=("topic",), annotators=("ben", "ana")),
)


class Bureau:
    """A project whose annotators work by the API."""

    def __init__(self, folder: Path) -> None:
        self.app = build_app(folder)
        self.manager = Person(self.app, "manager")
        with self.app.app_context():
            project = create_project("Bureau", scheme_body=SCHEME, actor_id=self.manager.id)
            self.project_id = project.id
        # Known in another order than that of their names, as people come and go.
        self.people = {
            name: Person(self.app, name).join(self.project_id, "annotator")
            for name in ("chloe", "ana", "ben")
        }
        self.documents: list[int] = []

    def store(self, done: list[str]) -> None:
        name = f"d{len(self.documents)}"
        work = tuple(AnnotationRecord(one) for one in done)
        with self.app.app_context():
            store_records(
                self.project_id, self.manager.id, [DocumentRecord(name, TEXT, annotations=work)]
            )
            query = select(Document.id).where(Document.external_id == name)
            self.documents.append(db.session.scalars(query).one())

    def call(self, name: str, method: str, at: int, path: str, body: Any) -> None:
        number = self.documents[at % len(self.documents)]
        answer = self.people[name].call(method, f"/documents/{number}/{path}", json=body)
        assert answer.status_code in (200, 201, 404), answer.text

    def join(self, name: str, at: int, label: str) -> None:
        """Link the first two spans of a set, if there are two."""
        number, person = self.documents[at % len(self.documents)], self.people[name]
        work = person.call("GET", f"/documents/{number}/annotations")
        spans = work.json["spans"] if work.status_code == 200 else []
        if len(spans) > 1:
            body = {"label": label, "from": spans[0]["id"], "to": spans[1]["id"]}
            answer = person.call("POST", f"/documents/{number}/relations", json=body)
            assert answer.status_code in (200, 201, 409), answer.text

    def archive(self, at: int) -> None:
        number = self.documents[at % len(self.documents)]
        with self.app.app_context(), write_tx() as session:
            session.execute(update(Document).where(Document.id == number).values(archived_at=now()))

    def asked(self, question: Question) -> Any:
        """Return the answer, or the sentence of the refusal."""
        with self.app.app_context():
            project = db.session.get_one(Project, self.project_id)
            try:
                return project_agreement(project, question)
            except Refused as refusal:
                return str(refusal)


@contextmanager
def bureau(database: Path) -> Iterator[Bureau]:
    counting.forget_counts()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(database, Path(folder) / "annotator.sqlite3")
        found = Bureau(Path(folder))
        yield found
        close_database(found.app)


@st.composite
def acts(draw: st.DrawFn) -> tuple[Any, ...]:
    at, name = draw(st.integers(0, 5)), draw(st.sampled_from(NAMES))
    kind = draw(
        st.sampled_from(
            ("span", "span", "span", "join", "labels", "done", "open", "store", "archive")
        )
    )
    if kind == "span":
        start = draw(st.integers(0, len(TEXT) - 1))
        end = draw(st.integers(start + 1, min(len(TEXT), start + 12)))
        body = {"start": start, "end": end, "label": draw(st.sampled_from("ABC"))}
        sure = draw(st.sampled_from(("yes", "no", "half", None)))
        more = {"attributes": {"sure": sure}} if sure else {}
        return ("call", name, "POST", at, "spans", body | more)
    if kind == "join":
        return ("join", name, at, draw(st.sampled_from(("holder", "NEAR"))))
    if kind == "labels":
        chosen = draw(st.lists(st.sampled_from(("war", "peace")), unique=True))
        return ("call", name, "PUT", at, "labels", {"topic": chosen})
    if kind in ("done", "open"):
        status = "done" if kind == "done" else "in_progress"
        return ("call", name, "POST", at, "status", {"status": status})
    if kind == "store":
        return ("store", draw(st.lists(st.sampled_from(NAMES), unique=True)))
    return ("archive", at)


def assert_equal(found: Any, wanted: Any) -> None:
    """Compare numbers as numbers: sums of other orders differ in their last digits."""
    if isinstance(wanted, dict):
        assert set(found) == set(wanted)
        for name in wanted:
            assert_equal(found[name], wanted[name])
    elif isinstance(wanted, list):
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            assert_equal(one, other)
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, abs=1e-9)
    else:
        assert found == wanted


@settings(max_examples=15)
@given(st.lists(st.lists(acts(), min_size=1, max_size=5), min_size=2, max_size=5))
def test_counts_brought_up_to_date_equal_counts_from_scratch(
    migrated_database: Path, rounds: list[list[tuple[Any, ...]]]
) -> None:
    with bureau(migrated_database) as office:
        for done in (NAMES, NAMES[:2], NAMES[1:], NAMES[:1]):
            office.store(list(done))
        for some in rounds:
            for act, *arguments in some:
                getattr(office, act)(*arguments)
            kept = [office.asked(question) for question in QUESTIONS]
            at_hand = dict(counting._kept)
            counting.forget_counts()
            fresh = [office.asked(question) for question in QUESTIONS]
            counting._kept.update(at_hand)
            assert_equal(kept, fresh)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The documents whose texts are read, time by time."""
    found: list[list[int]] = []
    tokens_of = counting.tokens_of

    def reading(documents: list[int], rule: Any) -> Any:
        found.append(list(documents))
        return tokens_of(documents, rule)

    monkeypatch.setattr(counting, "tokens_of", reading)
    return found


def test_only_changed_documents_are_counted_again(
    migrated_database: Path, read: list[list[int]]
) -> None:
    with bureau(migrated_database) as office:
        for _ in range(3):
            office.store(list(NAMES))
        office.asked(Question())
        office.asked(Question(annotators=("ana", "ben")))
        office.call("ana", "POST", 1, "spans", {"start": 0, "end": 3, "label": "A"})
        office.asked(Question())

        assert read == [office.documents, [office.documents[1]]]


def test_no_more_is_kept_than_may_be(
    migrated_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bureau(migrated_database) as office:
        office.store(list(NAMES))
        office.asked(Question())
        one = next(iter(counting._kept.values())).counts.size
        monkeypatch.setattr(counting, "LARGEST", 4 * one)
        for label in "ABC":
            office.asked(Question(labels=(label,)))
        office.asked(Question(labels=("A", "B")))

        kept = [one.counts.size for one in counting._kept.values()]
        assert 0 < sum(kept) <= 4 * one
        monkeypatch.setattr(counting, "LARGEST", 1)
        before = office.asked(Question(labels=("A", "C")))
        assert not counting._kept
        assert office.asked(Question(labels=("A", "C"))) == before


def test_a_new_name_among_the_old_ones_is_numbered_anew(migrated_database: Path) -> None:
    with bureau(migrated_database) as office:
        office.store(["ana", "chloe"])
        office.asked(Question())
        office.call("ana", "POST", 0, "status", {"status": "done"})
        office.store(["ben", "chloe"])
        kept = office.asked(Question())
        counting.forget_counts()

        assert [(p["a"], p["b"]) for p in kept["layers"][0]["pairs"]] == [
            ("ana", "chloe"), ("ben", "chloe"),
        ]  # fmt: skip
        assert_equal(kept, office.asked(Question()))
