"""Documents for programs."""

from flask import Response

from annotator.accounts.session import current_user
from annotator.documents.queries import get_document
from annotator.documents.schemas import DocumentAnswer
from annotator.web.api import api_blueprint, endpoint, reply

bp = api_blueprint("documents_api")


@bp.get("/documents/<int:document_id>")
@endpoint("Show a document with its text.", answers={200: DocumentAnswer})
def get_one(document_id: int) -> Response:
    """Show a document."""
    document, _ = get_document(document_id, current_user())
    fields = ("id", "external_id", "title", "length", "text", "text_sha256", "meta")
    return reply({field: getattr(document, field) for field in fields})
