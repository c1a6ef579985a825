"""What the API of progress answers."""

from marshmallow import Schema, fields


class StandingAnswer(Schema):
    """How far one annotator has come."""

    annotator = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": "work, gold or suggestion"})
    assigned = fields.Integer(required=True)
    in_progress = fields.Integer(required=True)
    done = fields.Integer(required=True)
    skipped = fields.Integer(required=True)
    spans = fields.Integer(required=True)


class ProgressAnswer(Schema):
    """How far the project has come."""

    documents = fields.Integer(required=True)
    annotators = fields.List(fields.Nested(StandingAnswer), required=True)
