"""A program that labels without a pause and knows, from the answers it got, what must be stored."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.durability.calls import UNANSWERED, Answer, Call, Caller
from tests.durability.content import LABELS, Content, after, ids_of, related
from tests.durability.installation import TEXT

TOPICS = (["war"], ["economy", "war"], ["diplomacy"])


@dataclass
class Labeller:
    """Works on one set beside others; its spans begin at offsets that no other one uses.

    `content` is what was acknowledged, `pending` the call that got no answer.
    """

    number: int
    of: int
    document: int
    token: str
    keeps_labels: bool
    random: random.Random
    content: Content = field(default_factory=dict)
    acknowledged: list[tuple[Call, Answer]] = field(default_factory=list)
    pending: Call | None = None
    complaints: list[str] = field(default_factory=list)
    made: set[str] = field(default_factory=set)
    next_start: int = 0

    def work(self, url: str) -> None:
        """Label until the server is gone."""
        with Caller(url, self.token) as caller:
            while self.pending is None and not self.complaints:
                call = self._next_call()
                self.made.add((call.body or {}).get("id", ""))
                try:
                    answer = caller.send(call)
                except UNANSWERED:
                    self.pending = call
                else:
                    self.take(call, answer)

    def take(self, call: Call, answer: Answer) -> None:
        """Note an acknowledged call."""
        if answer.status not in (200, 201):
            self.complaints.append(f"{call} was answered {answer}")
            return
        self.content = after(self.content, call)
        self.acknowledged.append((call, answer))

    def finish_pending(self, caller: Caller) -> None:
        """Send the call that got no answer again, then once more: the same answer must come."""
        if self.pending is None:
            return
        call, self.pending = self.pending, None
        answer = caller.send(call)
        self.take(call, answer)
        self.ask_again(caller, call, answer)

    def ask_again(self, caller: Caller, call: Call, answer: Answer) -> None:
        """Send an acknowledged call again under its key."""
        again = caller.send(call)
        if again != answer:
            self.complaints.append(f"{call} was answered {answer}, then {again}")

    def _next_call(self) -> Call:
        acts = [self._create] * 6 + [self._note]
        if self.keeps_labels:
            acts.append(self._topics)
        if ids_of(self.content):
            acts += [self._change, self._change, self._delete, self._relate, self._relate]
        return self.random.choice(acts)()

    def _call(self, method: str, path: str, body: Any = None) -> Call:
        return Call(method, f"/documents/{self.document}/{path}", body)

    def _create(self) -> Call:
        start = self.number + self.of * self.next_start
        self.next_start += 1
        end = min(start + self.random.randint(1, 60), len(TEXT))
        body = {"start": start, "end": end, "label": self.random.choice(LABELS)}
        return self._call("POST", "spans", {"id": str(uuid4())} | body)

    def _change(self) -> Call:
        span = self.random.choice(ids_of(self.content))
        stored = self.content["span", span]
        body: dict[str, Any] = {"note": f"changed {uuid4()}"}
        if span not in related(self.content):
            body["label"] = self.random.choice(LABELS)
        if stored["end"] - stored["start"] > 1:
            body["end"] = stored["end"] - 1
        return self._call("PATCH", f"spans/{span}", body)

    def _delete(self) -> Call:
        return self._call("DELETE", f"spans/{self.random.choice(ids_of(self.content))}")

    def _relate(self) -> Call:
        free = [one for one in ids_of(self.content, "CLAIM") if one not in related(self.content)]
        if not free:
            relations = [place[1] for place in self.content if place[0] == "relation"]
            return self._call("DELETE", f"relations/{relations[0]}") if relations else self._note()
        body = {"id": str(uuid4()), "label": "claimer", "from": free[0]}
        people = ids_of(self.content, "PER")
        filled = {"to": self.random.choice(people)} if people else {"value": "author"}
        return self._call("POST", "relations", body | filled)

    def _topics(self) -> Call:
        now = self.content.get(("labels", ""), {}).get("topic")
        body = {"topic": self.random.choice([one for one in TOPICS if one != now])}
        return self._call("PUT", "labels", body)

    def _note(self) -> Call:
        return self._call("PUT", "note", {"text": f"note {uuid4()}"})
