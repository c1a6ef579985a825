"""The form below a preview: which files, read how, and what to do with what does not fit."""

from typing import Any

from werkzeug.datastructures import MultiDict

from annotator.core.errors import Refused
from annotator.core.sentences import sentence
from annotator.interchange.decoding import OFFERED, UTF8, detect, readable
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.preview import columns_of, texts_of
from annotator.interchange.uploads import Upload, UploadedFile

ENCODINGS = (UTF8, "utf-16", "utf-32", *OFFERED)


def read_import_form(form: MultiDict[str, str], upload: Upload) -> dict[str, Any]:
    """Return how an upload is to be imported; raises Refused with the field that is wrong."""
    chosen = {*form.getlist("take")}
    files = [file for file in upload.files if file.key and file.key in chosen]
    if not files:
        raise Refused.field(
            "take", sentence("No file is chosen: tick at least one that can be read.")
        )
    return {
        "encodings": _encodings(form, upload, files),
        "columns": {
            file.key: [columns.text, columns.id]
            for file in files
            if (columns := columns_of(file, form)) != Columns()
        },
        "texts": texts_of(form),
        "annotator": form.get("annotator", "").strip() or None,
        "as_suggestions": form.get("as") == "suggestions",
        "create_labels": form.get("labels", "create") == "create",
        "on_error": "stop" if form.get("on_error") == "stop" else "skip",
    }


def _encodings(
    form: MultiDict[str, str], upload: Upload, files: list[UploadedFile]
) -> dict[str, str]:
    encodings: dict[str, str] = {}
    for file in files:
        path = upload.folder / file.key
        detected = detect(path)
        encoding = form.get(f"encoding-{file.key}", detected.encoding)
        if encoding not in ENCODINGS or not readable(path, encoding):
            message = sentence(
                "%(name)s cannot be read as %(encoding)s: choose another encoding.",
                name=file.name,
                encoding=encoding,
            )
            raise Refused.field("encoding", message)
        if detected.offers and not form.get("confirmed"):
            message = sentence(
                "Look at the samples of %(name)s and confirm that they read right.", name=file.name
            )
            raise Refused.field("confirmed", message)
        encodings[file.key] = encoding
    return encodings
