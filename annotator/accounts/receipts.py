"""Receipts: a request that is sent again with the same key does nothing new and gets the same answer."""

import hashlib
from collections.abc import Callable
from uuid import UUID

import orjson
from flask import Response, request
from sqlalchemy import Row, bindparam, insert, select

from annotator.accounts.models import Receipt
from annotator.accounts.session import current_user
from annotator.core.errors import Conflict, Malformed
from annotator.core.sentences import sentence
from annotator.database import table_of, write_tx

HEADER = "Idempotency-Key"
KEPT = ("Content-Type", "ETag", "HX-Redirect", "Location")

# Every write comes by here: statements that are made once and give no objects cost it least.
RECEIPTS = table_of(Receipt)
KNOWN = select(RECEIPTS.c.digest, RECEIPTS.c.status, RECEIPTS.c.body).where(
    RECEIPTS.c.user_id == bindparam("user"), RECEIPTS.c.key == bindparam("used")
)
ADD = insert(RECEIPTS)


def once(act: Callable[[], Response]) -> Response:
    """Do the act, or answer what it answered before under the request's `Idempotency-Key`.

    The act and its receipt are stored in one transaction. Only success (2xx) is kept: a refused act may be
    tried again under its key. Raises Conflict when the key came with another request.
    """
    key = _key()
    if key is None:
        return act()
    user_id, digest = current_user().id, _digest()
    with write_tx() as session:
        receipt = session.execute(KNOWN, {"user": user_id, "used": key}).first()
        if receipt is not None:
            return _again(receipt, digest)
        answer = act()
        if 200 <= answer.status_code < 300:
            given = {"user_id": user_id, "key": key, "digest": digest}
            session.execute(ADD, given | _kept(answer))
        return answer


def _key() -> UUID | None:
    given = request.headers.get(HEADER)
    if given is None:
        return None
    try:
        return UUID(given)
    except ValueError:
        message = sentence("%(header)s is a UUID.", header=HEADER)
        raise Malformed(message, {HEADER: [message]}) from None


def _digest() -> str:
    """Return the SHA-256 of method, address and body; the CSRF token is none of the content."""
    found = hashlib.sha256(f"{request.method} {request.full_path}\0".encode())
    if request.form:
        fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
        found.update(orjson.dumps(fields))
    else:
        found.update(request.get_data())
    return found.hexdigest()


def _kept(answer: Response) -> dict[str, object]:
    headers = {name: answer.headers[name] for name in KEPT if name in answer.headers}
    body = {"headers": headers, "body": answer.get_data(as_text=True)}
    return {"status": answer.status_code, "body": orjson.dumps(body).decode()}


def _again(receipt: Row[str, int, str], digest: str) -> Response:
    if receipt.digest != digest:
        message = sentence(
            "This %(header)s was used for another request: make a new one.", header=HEADER
        )
        raise Conflict(message, {HEADER: [message]})
    kept = orjson.loads(receipt.body)
    return Response(kept["body"], receipt.status, kept["headers"])
