"""Values of documents' metadata as a database reads them."""

from sqlalchemy import JSON, ColumnElement, String, cast, func

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.database import db
from annotator.documents.models import Document


def meta_value(key: str) -> ColumnElement[str]:
    """Return a value of the metadata as text. Refuses keys that cannot be asked for."""
    if '"' in key or "\\" in key:
        raise Refused.field(
            "meta", sentence("A key of the metadata holds no %(key)r: ask for key=value.", key=key)
        )
    if db.engine.dialect.name == "sqlite":
        return cast(func.json_extract(Document.meta, f'$."{key}"'), String)
    return func.json_extract_path_text(cast(Document.meta, JSON), key)
