"""Many programs at once on few documents: as the same person and as several, with and without If-Match."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from tests.durability.calls import UNANSWERED, Answer, Call, Caller
from tests.durability.installation import TEXT, Installation, Running

EXPECTED = (200, 201, 409, 412)


@dataclass
class Crowd:
    """What the programs saw. `changes` are acknowledged changes by (document, token); `counted` adds to notes."""

    seconds: float = 0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    changes: Counter[tuple[int, str]] = field(default_factory=Counter)
    counted: Counter[tuple[int, str]] = field(default_factory=Counter)
    stale: list[tuple[int, Answer]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Visitor:
    """One program: it creates spans, changes its own, and counts in the note of the set that it shares."""

    number: int
    document: int
    caller: Caller
    crowd: Crowd
    seen: int = 0
    last: str = ""
    made: int = 0

    @property
    def place(self) -> tuple[int, str]:
        """The set it works on."""
        return self.document, self.caller.token

    def send(self, method: str, path: str, body: object = None, seen: int | None = None) -> Answer:
        """Send a call and note what came of it."""
        call = Call(method, f"/documents/{self.document}/{path}", body, seen)
        began = time.perf_counter()
        answer = self.caller.send(call)
        with self.crowd.lock:
            self.crowd.latencies.append(time.perf_counter() - began)
            self.crowd.statuses[answer.status] += 1
            if answer.status not in EXPECTED:
                self.crowd.failures.append(f"{call} was answered {answer}")
            if answer.status == 412 and seen is not None:
                self.crowd.stale.append((seen, answer))
            if answer.status in (200, 201) and method != "GET":
                self.crowd.changes[self.place] += 1
        return answer

    def create(self) -> None:
        """Create a span where no other program of the crowd does."""
        start = (self.number + 64 * self.made) % (len(TEXT) - 40)
        end = start + 1 + self.made % 39
        self.made += 1
        body = {"id": str(uuid4()), "start": start, "end": end, "label": "PER"}
        answer = self.send("POST", "spans", body)
        if answer.status == 201:
            self.last, self.seen = body["id"], answer.revision

    def change(self) -> None:
        """Change the last span, if nobody wrote in the set meanwhile."""
        if self.last:
            answer = self.send("PATCH", f"spans/{self.last}", {"note": str(uuid4())}, self.seen)
            self.seen = answer.revision

    def count(self) -> None:
        """Add one to the number in the note: no such addition may be lost."""
        stored = self.send("GET", "annotations").body
        text = str(int(stored["note"] or 0) + 1)
        if self.send("PUT", "note", {"text": text}, stored["revision"]).status == 200:
            with self.crowd.lock:
                self.crowd.counted[self.place] += 1

    def stay(self, until: float) -> None:
        """Work until the time is up."""
        acts = (self.create, self.count, self.create, self.change)
        turn = self.number
        try:
            while time.perf_counter() < until:
                acts[turn % len(acts)]()
                turn += 1
        except UNANSWERED as error:
            self.crowd.failures.append(f"no answer: {error!r}")
        finally:
            self.caller.connection.close()


def gather(
    installation: Installation,
    running: Running,
    visitors: int,
    seconds: float,
    stay: Callable[[Visitor, float], None] = Visitor.stay,
) -> Crowd:
    """Let this many programs work at once, spread over the documents and the people."""
    crowd, tokens = Crowd(), list(installation.tokens.values())
    documents, began = installation.documents, time.perf_counter()
    threads = []
    for number in range(visitors):
        document = documents[number % len(documents)]
        token = tokens[number // len(documents) % len(tokens)]
        visitor = Visitor(number, document, Caller(running.url, token), crowd)
        threads.append(threading.Thread(target=stay, args=(visitor, began + seconds)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    crowd.seconds = time.perf_counter() - began
    return crowd


def lost_updates(running: Running, crowd: Crowd) -> list[str]:
    """Say where a set's revision or its note is not what was acknowledged."""
    faults = []
    for (document, token), changes in crowd.changes.items():
        with Caller(running.url, token) as caller:
            stored = caller.read(document)
        if stored["revision"] != changes:
            faults.append(
                f"{changes} changes were acknowledged, the revision is {stored['revision']}"
            )
        if int(stored["note"] or 0) != crowd.counted[document, token]:
            faults.append(f"{crowd.counted[document, token]} were counted, {stored['note']} noted")
    return faults
