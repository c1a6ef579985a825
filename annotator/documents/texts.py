"""The stored texts, kept at hand: they never change, so what was read once need not be read again."""

from collections import OrderedDict
from threading import Lock

from sqlalchemy import bindparam, select

from annotator.core.errors import NotFound
from annotator.core.sentences import sentence
from annotator.database import db, table_of
from annotator.documents.models import Document

KEPT = 64
DOCUMENTS = table_of(Document)
DIGEST = select(DOCUMENTS.c.text_sha256).where(DOCUMENTS.c.id == bindparam("document"))
_texts: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


def text_of(document_id: int, digest: str | None = None) -> str:
    """Return a document's text; who knows its digest saves a look into the database.

    Texts are kept by their digest, so no two databases can be mistaken for each other.
    """
    digest = digest or db.session.scalar(DIGEST, {"document": document_id})
    if digest is None:
        message = sentence("There is no such document.")
        raise NotFound(message)
    with _lock:
        if digest in _texts:
            _texts.move_to_end(digest)
            return _texts[digest]
    text = db.session.scalar(select(Document.text).where(Document.id == document_id)) or ""
    with _lock:
        _texts[digest] = text
        if len(_texts) > KEPT:
            _texts.popitem(last=False)
    return text
