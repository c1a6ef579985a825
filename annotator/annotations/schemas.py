"""What programs and forms may send about annotations; unknown fields are refused."""

from typing import Any

from marshmallow import (
    INCLUDE,
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from annotator.annotations.relations import NewRelation
from annotator.annotations.spans import NewSpan
from annotator.core.records import KINDS, STATUSES

MAX_TEXT = 20_000
MAX_FRAGMENTS = 1000


class Offset(fields.Integer):
    """A number of code points; texts and fractions are refused."""

    def __init__(self, **options: Any) -> None:
        """Take whole numbers only, as JSON has them."""
        super().__init__(strict=True, **options)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool | str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def _fragments() -> fields.Field[Any]:
    part = fields.List(Offset(), validate=validate.Length(equal=2))
    return fields.List(part, validate=validate.Length(max=MAX_FRAGMENTS))


class SpanPatch(Schema):
    """Changes to a span; what is left out stays."""

    start = Offset()
    end = Offset()
    label = fields.String()
    layer = fields.String()
    quote = fields.String()
    attributes = fields.Dict(keys=fields.String())
    fragments = _fragments()
    note = fields.String(validate=validate.Length(max=MAX_TEXT))


class SpanBody(Schema):
    """A span to be created."""

    id = fields.UUID()
    start = Offset(required=True)
    end = Offset(required=True)
    label = fields.String(required=True)
    layer = fields.String(allow_none=True)
    quote = fields.String(allow_none=True)
    attributes = fields.Dict(keys=fields.String())
    fragments = _fragments()
    note = fields.String(validate=validate.Length(max=MAX_TEXT))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> NewSpan:
        """Return the span that is asked for."""
        return NewSpan(**data)


class RelationBody(Schema):
    """A relation to be created: `to` a span, or `value` where a role takes one."""

    id = fields.UUID()
    label = fields.String(required=True)
    head = fields.UUID(required=True, data_key="from")
    tail = fields.UUID(allow_none=True, data_key="to")
    value = fields.String(allow_none=True, validate=validate.Length(max=MAX_TEXT))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> NewRelation:
        """Return the relation that is asked for."""
        return NewRelation(**data)


class NoteBody(Schema):
    """The note on a document."""

    text = fields.String(required=True)


class StatusBody(Schema):
    """Where the work stands."""

    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    reason = fields.String(allow_none=True, validate=validate.Length(max=MAX_TEXT))


class FlagBody(Schema):
    """Why the document is flagged."""

    reason = fields.String(required=True)


class SetQuery(Schema):
    """Whose set is read, and of which kind."""

    annotator = fields.String()
    kind = fields.String(data_key="set", load_default="work", validate=validate.OneOf(KINDS))


class PageQuery(Schema):
    """A page of a list."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 500))
    after = fields.String(load_default="")


class DocumentsQuery(PageQuery):
    """Which documents are listed."""

    q = fields.String(load_default="", validate=validate.Length(max=500))
    status = fields.String(load_default="")
    label = fields.String(load_default="")
    annotator = fields.String()


class SpanAnswer(Schema):
    """A span, with the set's revision."""

    id = fields.UUID()
    start = fields.Integer()
    end = fields.Integer()
    layer = fields.String()
    label = fields.String()
    quote = fields.String()
    attributes = fields.Dict(keys=fields.String())
    fragments = fields.List(fields.List(fields.Integer()))
    note = fields.String()
    revision = fields.Integer()


class RelationAnswer(Schema):
    """A relation or filled role, with the set's revision."""

    id = fields.UUID()
    label = fields.String()
    head = fields.UUID(data_key="from")
    tail = fields.UUID(data_key="to", allow_none=True)
    value = fields.String()
    revision = fields.Integer()


class RevisionAnswer(Schema):
    """The set's revision after a write."""

    revision = fields.Integer()


class SetAnswer(Schema):
    """All that is in a set."""

    revision = fields.Integer()
    status = fields.String()
    flag = fields.String(allow_none=True)
    spans = fields.List(fields.Nested(SpanAnswer(exclude=("revision",))))
    relations = fields.List(fields.Nested(RelationAnswer(exclude=("revision",))))
    labels = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    note = fields.String()


class UndoneAnswer(RevisionAnswer):
    """What undo took back, or redo did again: each change with the value before and after."""

    undone = fields.List(fields.Dict())


class ListedAnswer(Schema):
    """A document in a list."""

    id = fields.Integer()
    external_id = fields.String()
    title = fields.String()
    length = fields.Integer()
    status = fields.String()


class DocumentsAnswer(Schema):
    """A page of documents."""

    items = fields.List(fields.Nested(ListedAnswer))
    next = fields.String(allow_none=True)


class EventAnswer(Schema):
    """What happened to a set at one revision."""

    revision = fields.Integer()
    kind = fields.String()
    actor = fields.String()
    at = fields.DateTime()
    target = fields.Integer(allow_none=True)
    changes = fields.List(fields.Dict())


class HistoryAnswer(Schema):
    """A page of events, newest first."""

    items = fields.List(fields.Nested(EventAnswer))
    next = fields.String(allow_none=True)


class NextAnswer(Schema):
    """The next document of the queue."""

    document = fields.Integer()


class LabelsBody(Schema):
    """The labels of the document by layer: `{layer: [label, …]}`."""

    class Meta:
        """The fields are the project's document layers."""

        unknown = INCLUDE

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse what is not a list of names."""
        for layer, names in data.items():
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                message = "The labels of a layer are a list of names."
                raise ValidationError(message, layer)
