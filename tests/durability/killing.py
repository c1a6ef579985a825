"""Kill the server while people label, start it again, and compare what is stored with what was acknowledged."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.database.sqlite import driver
from tests.durability.calls import Caller
from tests.durability.content import Content, after
from tests.durability.installation import Installation, Running, found, start
from tests.durability.labeller import Labeller

LABELLERS = 8
FEWEST, MOST = 30, 120
"""Calls acknowledged in a round before the kill."""
PATIENCE = 20.0
"""Seconds after which the kill comes in any case."""


@dataclass
class Outcome:
    """What the rounds were and all that was wrong."""

    acknowledged: int = 0
    in_flight: int = 0
    done_unseen: int = 0
    complaints: list[str] = field(default_factory=list)


def kill_rounds(folder: Path, rounds: int, seed: int = 1) -> Outcome:
    """Let eight programs label four sets; kill the server in every round."""
    chance = random.Random(seed)  # noqa: S311 -- decides what is tried, keeps no secret
    installation, outcome = found(folder, people=2, documents=2), Outcome()
    labellers = list(_labellers(installation, chance))
    running = start(installation)
    try:
        for _ in range(rounds):
            _labour_and_kill(running, labellers, chance.randint(FEWEST, MOST))
            outcome.complaints += _file_faults(installation)
            running = start(installation)
            _round(running, labellers, outcome)
            outcome.complaints += installation.check().faults
    finally:
        running.stop()
    outcome.acknowledged = sum(len(one.acknowledged) for one in labellers)
    outcome.complaints += [complaint for one in labellers for complaint in one.complaints]
    return outcome


def _labellers(installation: Installation, chance: random.Random) -> Iterator[Labeller]:
    tokens = list(installation.tokens.values())
    for number in range(LABELLERS):
        yield Labeller(
            number,
            LABELLERS,
            installation.documents[number // 2 % 2],
            tokens[number % 2],
            keeps_labels=number < 4,
            random=random.Random(chance.random()),  # noqa: S311 -- as above
        )


def _labour_and_kill(running: Running, labellers: Sequence[Labeller], wanted: int) -> None:
    """Let them work until so many calls more are acknowledged, then kill the server."""
    wanted += sum(len(one.acknowledged) for one in labellers)
    latest = time.monotonic() + PATIENCE
    threads = [threading.Thread(target=one.work, args=(running.url,)) for one in labellers]
    for thread in threads:
        thread.start()
    while sum(len(one.acknowledged) for one in labellers) < wanted and time.monotonic() < latest:
        time.sleep(0.002)
    running.kill()
    for thread in threads:
        thread.join()


def _file_faults(installation: Installation) -> list[str]:
    connection = driver().connect(str(installation.database))
    rows = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    return [] if rows == [("ok",)] else [f"integrity_check: {rows}"]


def _round(running: Running, labellers: list[Labeller], outcome: Outcome) -> None:
    sets: dict[tuple[int, str], list[Labeller]] = defaultdict(list)
    for one in labellers:
        sets[one.document, one.token].append(one)
    for (document, token), workers in sets.items():
        with Caller(running.url, token) as caller:
            _compare(caller, document, workers, outcome)


def _compare(caller: Caller, document: int, workers: list[Labeller], outcome: Outcome) -> None:
    """Compare, send again what got no answer, and compare once more, now to the letter."""
    waiting = sum(one.pending is not None for one in workers)
    stored = caller.read(document)
    unseen = stored["revision"] - sum(len(one.acknowledged) for one in workers)
    outcome.in_flight += waiting
    outcome.done_unseen += unseen
    if not 0 <= unseen <= waiting:
        outcome.complaints.append(f"{unseen} changes more than acknowledged, {waiting} in flight")
    outcome.complaints += _faults(stored, workers)
    for one in workers:
        one.finish_pending(caller)
        for call, answer in one.acknowledged[-3:]:
            one.ask_again(caller, call, answer)
    stored = caller.read(document)
    outcome.complaints += [*_faults(stored, workers), *_revision_faults(stored, workers)]


def _faults(stored: dict[str, Any], workers: list[Labeller]) -> Iterator[str]:
    """Say where a set is not what its labellers know, the calls that got no answer done or not done."""
    content = {("span", one["id"]): one for one in stored["spans"]}
    content |= {("relation", one["id"]): one for one in stored["relations"]}
    if len(content) != len(stored["spans"]) + len(stored["relations"]):
        yield "a set holds an id twice"
    if strange := {place[1] for place in content} - set().union(*(one.made for one in workers)):
        yield f"nobody made {strange}"
    for one in workers:
        theirs = {place: value for place, value in content.items() if place[1] in one.made}
        if stored["labels"] and one.keeps_labels:
            theirs["labels", ""] = stored["labels"]
        possible = [one.content]
        if one.pending is not None:
            possible.append(after(one.content, one.pending))
        if theirs not in [_without_note(content) for content in possible]:
            yield f"labeller {one.number}: {_difference(theirs, one.content)}"
    if stored["note"] not in _possible_notes(workers):
        yield f"the note {stored['note']!r} is not the last one that was acknowledged"


def _without_note(content: Content) -> Content:
    return {place: value for place, value in content.items() if place[0] != "note"}


def _difference(stored: Content, known: Content) -> str:
    places = {place for place in stored.keys() | known.keys() if place[0] != "note"}
    differing = [place for place in places if stored.get(place) != known.get(place)]
    return "; ".join(f"{one}: {stored.get(one)} for {known.get(one)}" for one in differing[:3])


def _possible_notes(workers: list[Labeller]) -> set[str]:
    """The note of the highest acknowledged revision, or one that was in flight."""
    notes = [
        (answer.revision, call.body["text"])
        for one in workers
        for call, answer in one.acknowledged
        if call.path.endswith("/note")
    ]
    waiting = [one.pending for one in workers if one.pending is not None]
    texts = {call.body["text"] for call in waiting if call.path.endswith("/note")}
    return texts | {max(notes)[1] if notes else ""}


def _revision_faults(stored: dict[str, Any], workers: list[Labeller]) -> Iterator[str]:
    """Every acknowledged call has a revision of its own, and there are no others."""
    revisions = sorted(answer.revision for one in workers for _, answer in one.acknowledged)
    if revisions != list(range(1, stored["revision"] + 1)):
        yield f"{len(revisions)} acknowledged changes, but the set is at revision {stored['revision']}"
