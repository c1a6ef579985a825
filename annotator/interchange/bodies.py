"""Documents in the body of a request: our JSONL, or a JSON array of the same records."""

import orjson

from annotator.core.errors import Malformed
from annotator.core.sentences import sentence
from annotator.interchange.formats.json_line import refuse_twice
from annotator.interchange.sources import Source, body_of

BOM = b"\xef\xbb\xbf"
NDJSON = ("application/x-ndjson", "application/jsonl", "application/jsonlines")


def records_of(data: bytes, content_type: str) -> Source:
    """Return the records of a body, an array's with an item in place of each line.

    Raises Malformed for a body that is neither; a single faulty record is found when it is read.
    """
    start = data.removeprefix(BOM).lstrip()[:1]
    if start == b"[":
        return Source("", "jsonl", body=_lines(data.removeprefix(BOM)))
    if start not in (b"", b"{") and content_type not in NDJSON:
        message = sentence(
            "The body is neither our JSONL (one document a line, application/x-ndjson) nor "
            "a JSON array of documents."
        )
        raise Malformed(message)
    return body_of(data)


def _lines(array: bytes) -> bytes:
    try:
        items = orjson.loads(array)
    except orjson.JSONDecodeError as error:
        message = sentence(
            "The body is not JSON: %(why)s (line %(line)s, column %(column)s). Nothing was stored.",
            why=error.msg,
            line=error.lineno,
            column=error.colno,
        )
        raise Malformed(message) from None
    refuse_twice(array, items)
    return b"".join(orjson.dumps(item) + b"\n" for item in items)
