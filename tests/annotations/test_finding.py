"""Finding documents: whatever is asked for, all pages together hold all that fits, once and in order."""

import random
from dataclasses import replace
from functools import partial
from itertools import product

import pytest

from annotator.accounts.operations import create_user
from annotator.annotations import anybody, finding, queue
from annotator.annotations.anybody import find_for_anybody
from annotator.annotations.finding import Filter, find_documents
from annotator.annotations.importing import Incoming, import_sets
from annotator.annotations.queue import next_document
from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.spans import Span
from annotator.database import db, uuid7, write_tx
from annotator.documents.operations import archive_document, restore_document, store_documents
from annotator.projects.members import add_member
from annotator.projects.models import Member
from annotator.projects.operations import change_project, create_project

DOCUMENTS = 60
STATUSES = ("", "assigned", "in_progress", "done", "skipped")


class Shelf:
    """A project in which two people have worked on some documents, and what should be found in it."""

    def __init__(self):
        self.project = create_project("Press").id
        self.people = [create_user(name).id for name in ("ana", "ben")]
        for person in self.people:
            add_member(self.project, person, "annotator")
        self.chance = chance = random.Random(3)  # noqa: S311 -- to be the same each time
        self.words = [chance.choice(["guerre", "paix", "guerre paix"]) for _ in range(DOCUMENTS)]
        records = [
            DocumentRecord(f"d-{at}", f"Il dit {words}.", {"part": at % 4})
            for at, words in enumerate(self.words)
        ]
        self.ids = [one.id for one in store_documents(self.project, records)]
        self.work, self.others, incoming = {}, {}, []
        for at, number in enumerate(self.ids):
            for person, work in enumerate((self.work, self.others)):
                if (person == 0 and at % 5 == 0) or (person == 1 and at % 5 > 1):
                    continue
                record = self.record()
                if record is not None:
                    work[number] = record
                    incoming.append(Incoming(number, self.people[person], record))
        import_sets(self.project, incoming, self.people[0])
        for number in self.ids[::9]:
            archive_document(number)
        self.listed = [number for number in self.ids if number not in self.ids[::9]]

    def record(self):
        chance = self.chance
        status = chance.choice([None, *STATUSES[1:]])
        if status is None:
            return None
        label = chance.choice([None, "PER", "PER", "LOC"])
        flag = chance.choice([None, None, "unclear"])
        spans = (Span(uuid7(), 0, 2, "entity", label),) if label else ()
        return AnnotationRecord("ana", status=status, spans=spans, flag=flag)

    def fits(self, number, which, work):
        at = self.ids.index(number)
        labels = {span.label for span in work.spans} if work else set()
        key, _, value = which.meta.partition("=")
        return (
            (not which.q or all(word in self.words[at].split() for word in which.q.split()))
            and (not which.status or which.status == (work.status if work else "assigned"))
            and (not which.label or which.label in labels)
            and (not which.flagged or bool(work and work.flag))
            and (not key or at % 4 == int(value))
        )

    def fits_anybody(self, number, which):
        works = [work.get(number) for work in (self.work, self.others)]
        if which.status == "assigned":
            if any(work and work.status != "assigned" for work in works):
                return False
            which = replace(which, status="")
        return any(self.fits(number, which, work) for work in works)

    def pages(self, which, find, limit=10):
        after, found = 0, []
        while after is not None:
            page, after = find(which, after, limit)
            assert len(page) <= limit
            found += page
        return found


@pytest.fixture
def shelf(app):
    with app.app_context():
        yield Shelf()


@pytest.mark.parametrize(("rare", "patience"), [(5000, 10.0), (0, 10.0), (0, 0.0), (5000, 0.0)])
def test_all_pages_hold_all_that_fits_once_and_in_order(shelf, monkeypatch, rare, patience):
    """Whether labels count as rare or not, and whether pages end when the time is up or when they are full."""
    for name, value in {"RARE": rare, "STRETCH": 9, "HITS": 7}.items():
        monkeypatch.setattr(finding, name, value)
    monkeypatch.setattr(anybody, "STRETCH", 9)
    with write_tx() as session:
        member = session.get_one(Member, (shelf.project, shelf.people[0]))
        passed = next(at for at, one in enumerate(shelf.ids) if one not in shelf.work)
        member.queue_cursor = shelf.ids[passed] - 1
    asked = [("", "guerre", "guerre paix"), STATUSES, ("", "PER", "LOC"), *[(False, True)] * 2]
    for q, status, label, flagged, newest in shelf.chance.sample([*product(*asked)], 40):
        meta = shelf.chance.choice(["", "part=2"])
        which = Filter(q, status, label, flagged, meta, newest, patience)
        mine = [n for n in shelf.listed if shelf.fits(n, which, shelf.work.get(n))]
        find = partial(find_documents, shelf.project, shelf.people[0])
        assert shelf.pages(which, find) == (mine[::-1] if newest else mine), which
        anybodys = [n for n in shelf.listed if shelf.fits_anybody(n, which)]
        find = partial(find_for_anybody, shelf.project)
        assert shelf.pages(which, find) == (anybodys[::-1] if newest else anybodys), which


def test_what_cannot_be_asked_for_is_refused(shelf):
    mine = partial(find_documents, shelf.project, shelf.people[0])
    for find in (mine, partial(find_for_anybody, shelf.project)):
        for which in (Filter(status="perhaps"), Filter(label="HERO")):
            with pytest.raises(Refused):
                shelf.pages(which, find)


@pytest.mark.parametrize("each", [0, 1])
def test_the_queue_gives_everybody_all_that_is_left_in_stretches(shelf, monkeypatch, each):
    monkeypatch.setattr(queue, "STRETCH", 3)
    change_project(shelf.project, {"settings": {"annotators_per_document": each or None}})
    given = []
    with write_tx() as session:
        for number in shelf.work:
            session.execute(
                finding.SETS.update()
                .where(finding.SETS.c.document_id == number)
                .values(status="done")
            )
    while (found := next_document(shelf.project, shelf.people[0])) is not None:
        given.append(found)
        with write_tx() as session:
            session.execute(
                finding.SETS.update()
                .where(
                    finding.SETS.c.document_id == found,
                    finding.SETS.c.annotator_id == shelf.people[0],
                )
                .values(status="done")
            )
    assert len(given) == len(set(given))
    free = [number for number in shelf.listed if number not in shelf.work]
    if each:
        taken = set(
            db.session.scalars(
                db.select(finding.SETS.c.document_id).where(
                    finding.SETS.c.annotator_id == shelf.people[1],
                    finding.SETS.c.status.in_(("in_progress", "done")),
                )
            )
        )
        free = [number for number in free if number not in taken]
        assert taken <= set(shelf.others)
    assert sorted(given) == free
    restore_document(shelf.ids[0])
    again = next_document(shelf.project, shelf.people[0])
    if not each:
        assert again == shelf.ids[0]
