"""What a manager does on the import page, and what is in the project then."""

import io

import orjson
from sqlalchemy import select

from annotator.database import db
from annotator.documents.models import Document

HERE = "/projects/peace-talks/import"


def upload(manager, *files):
    """Send files and return the address of their preview."""
    body = {"files": [(io.BytesIO(data), name) for name, data in files]}
    answer = manager.post(HERE, data=body, content_type="multipart/form-data")
    assert answer.status_code == 303
    return answer.headers["Location"]


def keys_of(world, address):
    body = orjson.loads((folder_of(world, address) / "upload.json").read_bytes())
    return {file["name"]: file["key"] for file in body["files"]}


def folder_of(world, address):
    return world.app.config["INSTANCE"] / "imports" / address.rpartition("/")[2]


def start(world, manager, address, names=None, **fields):
    keys = keys_of(world, address)
    take = [key for name, key in keys.items() if key and (names is None or name in names)]
    return manager.post(address, data={"take": take} | fields)


def texts(world):
    with world.app.app_context():
        rows = db.session.execute(select(Document.external_id, Document.text))
        return {row.external_id: row.text for row in rows}


def line(**fields):
    return orjson.dumps(fields) + b"\n"
