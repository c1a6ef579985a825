"""Calls of the HTTP API by a program outside the server, which can be sent again as they were."""

import json
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

UNANSWERED = (OSError, HTTPException)
"""What `Caller.send` raises when no whole answer came: the call may have been done or not."""


@dataclass(frozen=True)
class Call:
    """A request under a key of its own; `seen` is the revision sent as If-Match."""

    method: str
    path: str
    body: Any = None
    seen: int | None = None
    key: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    tag: str | None

    @property
    def revision(self) -> int:
        """The set's revision after the call."""
        return int(self.body["revision"])


class Caller:
    """One program with one connection, which it keeps."""

    def __init__(self, url: str, token: str) -> None:
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.token = token

    def __enter__(self) -> "Caller":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def send(self, call: Call) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": call.key}
        if call.seen is not None:
            headers["If-Match"] = f'"{call.seen}"'
        content = None if call.body is None else json.dumps(call.body).encode()
        try:
            self.connection.request(call.method, f"/api/v1{call.path}", content, headers)
            answer = self.connection.getresponse()
            body = json.loads(answer.read() or b"null")
        except UNANSWERED:
            self.connection.close()
            raise
        return Answer(answer.status, body, answer.getheader("ETag"))

    def read(self, document: int) -> Any:
        """Return the caller's own set."""
        answer = self.send(Call("GET", f"/documents/{document}/annotations"))
        assert answer.status == 200, answer
        return answer.body
