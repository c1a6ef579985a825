"""What projects accept from outside: their settings, and the bodies of their API."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from annotator.core.errors import Refused

MAX_GUIDELINES = 200_000


class SettingsSchema(Schema):
    """What a manager decides for the whole project."""

    annotators_per_document = fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(1, 50, error="Give a number from 1 to 50, or nothing for all."),
    )
    guidelines = fields.String(
        validate=validate.Length(
            max=MAX_GUIDELINES, error="The guidelines have at most {max} characters."
        )
    )


def read_settings(body: object) -> dict[str, Any]:
    """Return the settings that were given; refuses unknown ones and wrong values by path (`settings.guidelines`)."""
    if not isinstance(body, Mapping):
        raise Refused.field("settings", "The settings are an object.")
    try:
        loaded: dict[str, Any] = SettingsSchema().load(body)
    except ValidationError as error:
        errors = {f"settings.{name}": texts for name, texts in error.messages_dict.items()}
        name, texts = next(iter(errors.items()))
        raise Refused(f"{name}: {texts[0]}", errors) from None
    return loaded
