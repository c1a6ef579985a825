"""What programs may ask of imports, exports and jobs, and what they are answered."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

ALIGNMENTS = ("strict", "trim", "expand", "contract")


class ImportQuery(Schema):
    """How documents are taken in; as in the command `flask import`."""

    kind = fields.String(
        data_key="as", load_default="work", validate=validate.OneOf(("work", "suggestions"))
    )
    on_error = fields.String(load_default="stop", validate=validate.OneOf(("stop", "skip")))
    create_labels = fields.Boolean(load_default=False)
    annotator = fields.String(metadata={"description": "Whose work it is, where nobody is named."})
    dry_run = fields.Boolean(load_default=False)


class SkippedRecord(Schema):
    """A record that was left out: `line` counts lines, or the items of an array, from 1."""

    file = fields.String()
    line = fields.Integer()
    reason = fields.String()


class ImportAnswer(Schema):
    """What an import stored, and what it did not."""

    documents = fields.Integer()
    spans = fields.Integer()
    relations = fields.Integer()
    skipped = fields.List(fields.Nested(SkippedRecord))
    warnings = fields.List(fields.String())
    labels_created = fields.List(fields.String())


class Names(fields.List[str]):
    """One name, or a list of names."""

    def __init__(self, **options: Any) -> None:
        """Hold texts."""
        super().__init__(fields.String(), **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return super()._deserialize([value] if isinstance(value, str) else value, *args, **kwargs)


class Earlier(fields.Field[Any]):
    """An earlier export: its number, or an object with its `manifest` and its `snapshot`."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, dict) and value.keys() == {"manifest", "snapshot"}:
            return value
        if type(value) is int or (isinstance(value, str) and value.isdecimal()):
            return str(value)
        message = (
            "Give the number of an earlier export of this project, or an object with its manifest "
            "and its snapshot."
        )
        raise ValidationError(message)


class ExportBody(Schema):
    """An export to be written; as in the command `flask export`."""

    format = fields.String(metadata={"description": "May be left out beside `from` only."})
    annotations = fields.String(
        metadata={"description": "gold, majority, majority:K, union, all, or an annotator's name."}
    )
    status = fields.String(validate=validate.OneOf(("done", "any")))
    layers = Names(metadata={"description": "Only these layers."})
    layer = Names(metadata={"description": "Another name of `layers`."})
    label = Names(metadata={"description": "Another name of `labels`."})
    labels = Names(metadata={"description": "Only these labels, as LABEL or LAYER/LABEL."})
    split = fields.String(
        metadata={"description": "Parts of train/dev/test, for example 80/10/10."}
    )
    group_by = fields.String(
        metadata={"description": "A metadata key: equal values stay in one part."}
    )
    stratify = fields.String(
        metadata={"description": "A metadata key: each of its values is split in the same parts."}
    )
    keep_split = Earlier(
        metadata={"description": "An earlier export whose documents stay in their parts."}
    )
    past = Earlier(
        data_key="from",
        metadata={"description": "An earlier export to make again, byte for byte, from history."},
    )
    align = fields.String(validate=validate.OneOf(ALIGNMENTS))
    check = fields.Boolean(metadata={"description": "Read what was written and compare."})
    max_loss = fields.Integer(
        strict=True,
        validate=validate.Range(min=0),
        metadata={"description": "How many spans may be left out; without it, any number."},
    )
    dry_run = fields.Boolean(
        metadata={"description": "Write nothing: the job's result says what would be written."}
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Return the options under the names they have inside."""
        if "format" not in data and "past" not in data:
            raise ValidationError(fields.Field.default_error_messages["required"], "format")
        for name in ("layer", "label"):
            if name in data and f"{name}s" in data:
                message = f"Give either {name} or {name}s: they are two names of the same thing."
                raise ValidationError(message, name)
        return {f"{name}s" if name in ("layer", "label") else name: data[name] for name in data}


class TakenOn(Schema):
    """The number of the job that was taken on."""

    id = fields.Integer()


class JobState(Schema):
    """Where a job stands."""

    state = fields.String(
        validate=validate.OneOf(("queued", "running", "done", "failed", "cancelled"))
    )


class JobAnswer(JobState):
    """A job: `done` of `total`, then its result or why it failed."""

    id = fields.Integer()
    kind = fields.String()
    done = fields.Integer()
    total = fields.Integer(allow_none=True)
    result = fields.Raw(allow_none=True)
    error = fields.String(allow_none=True)
