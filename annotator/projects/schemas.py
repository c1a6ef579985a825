"""What projects accept from outside and answer: settings, and the bodies of their API."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from annotator.core.errors import Refused
from annotator.core.sentences import Sentence, sentence

MAX_GUIDELINES = 200_000
MAX_PAGE = 200
MANY = sentence("Give a number from 1 to 50, or nothing for all.")
SHARE = sentence("Give a number from 0 to 1, or nothing.")
LONG = sentence("The guidelines have at most 200000 characters.")


class SettingsSchema(Schema):
    """What a manager decides for the whole project."""

    annotators_per_document = fields.Integer(
        strict=True,
        allow_none=True,
        error_messages={"invalid": MANY},
        validate=validate.Range(1, 50, error=MANY),
        metadata={"description": "How many annotators a document is given to; null for all."},
    )
    agreement_threshold = fields.Float(
        allow_none=True,
        error_messages={"invalid": SHARE, "special": SHARE},
        validate=validate.Range(0, 1, error=SHARE),
        metadata={
            "description": "What agreement is held against; null for nothing. Custom, not truth: it depends on the cost of error."
        },
    )
    guidelines = fields.String(
        validate=validate.Length(max=MAX_GUIDELINES, error=LONG),
        metadata={"description": "How to label, in Markdown."},
    )


class SchemeBody(Schema):
    """A scheme: its layers with their labels, attributes and roles."""

    layers = fields.List(fields.Raw(metadata={"type": "object"}), required=True)


class ProjectBody(Schema):
    """A project to be made."""

    name = fields.String(required=True)
    language = fields.String(metadata={"description": "A code such as en, fr or pt-br."})
    scheme = fields.Nested(SchemeBody)
    settings = fields.Nested(SettingsSchema)


class ProjectChanges(Schema):
    """What is to be changed of a project; what is left out stays."""

    name = fields.String()
    language = fields.String()
    settings = fields.Nested(SettingsSchema)


class ProjectAnswer(Schema):
    """A project in short."""

    id = fields.Integer(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)
    language = fields.String(required=True)


class ProjectDetail(ProjectAnswer):
    """A project, and what one may do in it."""

    role = fields.String(required=True, metadata={"description": "What you are in this project."})
    documents = fields.Integer(required=True)
    scheme_revision = fields.Integer(required=True)
    settings = fields.Nested(SettingsSchema, required=True)


class ProjectPage(Schema):
    """One page of a list of projects."""

    items = fields.List(fields.Nested(ProjectAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class PageQuery(Schema):
    """Which page of a list."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_PAGE))
    after = fields.String(metadata={"description": "The `next` of the page before."})


def read_settings(body: object) -> dict[str, Any]:
    """Return the settings that were given; refuses unknown ones and wrong values by path (`settings.guidelines`)."""
    if not isinstance(body, Mapping):
        raise Refused.field("settings", sentence("The settings are an object."))
    schema = SettingsSchema()
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        errors = {
            f"settings.{name}": [sentence(text) for text in texts]
            if name in schema.fields
            else [_unknown(name, schema)]
            for name, texts in error.messages_dict.items()
        }
        [first, *_] = next(iter(errors.values()))
        raise Refused(first, errors) from None
    return loaded


def _unknown(name: object, schema: Schema) -> Sentence:
    return sentence(
        "There is no setting %(name)s; there are: %(there)s.",
        name=name,
        there=", ".join(schema.fields),
    )
