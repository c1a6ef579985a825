"""A project of its own on the server under test, filled and read through the API."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.browser.serving import Server


@dataclass(frozen=True)
class Desk:
    """Where documents are put for a person to label."""

    server: Server
    token: str
    slug: str

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Ask the API; returns what it answers."""
        content = None if body is None else json.dumps(body).encode()
        address = f"{self.server.url}/api/v1{path}"
        request = urllib.request.Request(address, content, method=method)  # noqa: S310 -- our own address
        request.add_header("Authorization", f"Bearer {self.token}")
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- our own address
            return json.loads(answer.read() or b"null")

    def put(self, *texts: str) -> list[int]:
        """Store documents; returns their ids in this order."""
        names = [str(uuid4()) for _ in texts]
        records = [{"id": name, "text": text} for name, text in zip(names, texts, strict=True)]
        self.call("POST", f"/projects/{self.slug}/documents", records)
        found: dict[str, int] = {}
        after = ""
        while not found.keys() >= set(names):
            path = f"/projects/{self.slug}/documents?limit=100{after}"
            listed = self.call("GET", path)
            found |= {one["external_id"]: one["id"] for one in listed["items"]}
            after = f"&after={listed['next']}"
        return [found[name] for name in names]

    def mark(self, document: int, start: int, end: int, label: str = "PER") -> str:
        """Label a stretch of a document; returns the span's id."""
        body = {"start": start, "end": end, "label": label}
        return str(self.call("POST", f"/documents/{document}/spans", body)["id"])

    def marks(self, document: int) -> list[tuple[str, str]]:
        """Return the label and the quote of each span, in reading order."""
        spans = self.call("GET", f"/documents/{document}/annotations")["spans"]
        return [
            (one["label"], one["quote"])
            for one in sorted(spans, key=lambda one: (one["start"], -one["end"], one["label"]))
        ]


def open_desk(server: Server, language: str = "fr") -> Desk:
    """Make a project for one module of tests, as the person who signs in to its pages."""
    token = server.flask("token", "create", server.user).split()[-1]
    name = f"Desk {uuid4()}"
    project = Desk(server, token, "").call(
        "POST", "/projects", {"name": name, "language": language}
    )
    return Desk(server, token, project["slug"])
