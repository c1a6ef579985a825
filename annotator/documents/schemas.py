"""What the API of documents answers."""

from marshmallow import Schema, fields


class DocumentAnswer(Schema):
    """A document with its text; `length` counts code points."""

    id = fields.Integer(required=True)
    external_id = fields.String(required=True)
    title = fields.String(required=True)
    length = fields.Integer(required=True)
    text = fields.String(required=True)
    text_sha256 = fields.String(required=True)
    meta = fields.Dict(required=True)
