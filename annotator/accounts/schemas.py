"""What programs are told about accounts."""

from marshmallow import Schema, fields


class Me(Schema):
    """The user whose token was sent."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
