"""What programs may ask about agreement, and what they are answered."""

from typing import Any

from marshmallow import Schema, fields, validate

from annotator.core.agreement.question import PERIODS


class Several(fields.List[str]):
    """Texts, given several times."""

    def __init__(self, **options: Any) -> None:
        """Hold texts."""
        super().__init__(fields.String(), load_default=list, **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        values = value if isinstance(value, list) else [value]
        return super()._deserialize(self._parts([str(one) for one in values]), *args, **kwargs)

    def _parts(self, values: list[str]) -> list[str]:
        return [value.strip() for value in values if value.strip()]


class Names(Several):
    """Names, given several times or joined by commas."""

    def _parts(self, values: list[str]) -> list[str]:
        return super()._parts([part for value in values for part in value.split(",")])


class AgreementQuery(Schema):
    """What is to be measured; as in the command `flask agreement`."""

    layer = Names(metadata={"description": "Only these layers; all without it."})
    label = Names(metadata={"description": "Only these labels; spans of others are left out."})
    annotators = Names(
        metadata={
            "description": "Only these annotators; all without it. (gold) and NAME (suggested) are raters, too."
        }
    )
    since = fields.Date(
        load_default=None,
        metadata={"description": "Only documents last changed on this day or later (UTC)."},
    )
    until = fields.Date(
        load_default=None,
        metadata={"description": "Only documents last changed on this day or earlier (UTC)."},
    )
    meta = Several(metadata={"description": "Only documents with this metadata, as key=value."})
    over = fields.String(
        load_default=None,
        validate=validate.OneOf(PERIODS),
        metadata={"description": "Give the figures of each period as well."},
    )
    tokenizer = fields.String(
        load_default="regex",
        validate=validate.OneOf(("regex", "ws")),
        metadata={
            "description": "regex is \\w+|[^\\w\\s], ws is \\S+. The command has spaCy's, too."
        },
    )


class Figure(Schema):
    """A value and its 95 % interval over documents; null with its reason where there is none."""

    value = fields.Float(required=True, allow_none=True)
    low = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)
    method = fields.String(required=True)
    n = fields.Integer(required=True, metadata={"description": "Units compared."})
    reason = fields.String(required=True, allow_none=True)
    coverage = fields.Float(
        allow_none=True,
        metadata={"description": "Of cu_alpha: how much of the marked text both had marked."},
    )


class Headline(Figure):
    """A figure of a whole layer."""

    more_documents = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "About how many more documents, finished by two, bring the interval under ±0.05."
        },
    )


class Distribution(Schema):
    """How a value is distributed over resamples of the documents."""

    low = fields.Float(required=True, metadata={"description": "The 2.5th percentile."})
    high = fields.Float(required=True, metadata={"description": "The 97.5th percentile."})
    below = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "The share of resamples under the project's threshold."},
    )
    undefined = fields.Integer(
        required=True, metadata={"description": "Resamples without a value."}
    )
    quantiles = fields.List(
        fields.Float(), required=True, metadata={"description": "From 0 % to 100 % by 1 %."}
    )


class Bootstrap(Schema):
    """Documents drawn anew, with replacement; the same seed gives the same values."""

    resamples = fields.Integer(required=True)
    seed = fields.Integer(required=True)
    documents = fields.Integer(required=True)
    threshold = fields.Float(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    measures = fields.Dict(fields.String(), fields.Nested(Distribution), required=True)


class Period(Schema):
    """The figures of the documents that were last changed in a period; its days are included."""

    since = fields.Date(required=True)
    until = fields.Date(required=True)
    documents = fields.Integer(required=True)
    measures = fields.Dict(fields.String(), fields.Nested(Figure), required=True)


class LeftOut(Schema):
    """A document that is not compared."""

    document = fields.String(required=True)
    reason = fields.String(required=True)


class Pair(Schema):
    """Two annotators and the documents that both finished."""

    a = fields.String(required=True)
    b = fields.String(required=True)
    documents = fields.Integer(required=True)
    measures = fields.Dict(fields.String(), fields.Nested(Figure), required=True)


class Confusion(Schema):
    """How often the second annotator of a pair gave the label of the column where the first gave that of the row."""

    labels = fields.List(fields.String(), required=True)
    counts = fields.List(fields.List(fields.Integer()), required=True)


class DocumentFigures(Schema):
    """The bare values of one document."""

    document = fields.String(required=True)
    measures = fields.Dict(fields.String(), fields.Float(allow_none=True), required=True)


class NotTaken(Schema):
    """Spans that some measures cannot take as they are."""

    count = fields.Integer(required=True)
    words = fields.String(required=True)
    measures = fields.List(fields.String(), required=True)


class Tuples(Schema):
    """Label and roles of spans that stand for each other, one by one and together; empty without roles."""

    matched = fields.Nested(Figure)
    label = fields.Nested(Figure)
    roles = fields.Dict(fields.String(), fields.Nested(Figure))
    whole = fields.Nested(Figure)
    in_part = fields.Nested(Figure)


class LayerAgreement(Schema):
    """Agreement in one layer."""

    layer = fields.String(required=True)
    kind = fields.String(required=True)
    documents = fields.Integer(required=True)
    annotators = fields.List(fields.String(), required=True)
    left_out = fields.List(fields.Nested(LeftOut), required=True)
    measures = fields.Dict(fields.String(), fields.Nested(Headline), required=True)
    pairs = fields.List(fields.Nested(Pair), required=True)
    labels = fields.Dict(
        fields.String(), fields.Dict(fields.String(), fields.Nested(Figure)), required=True
    )
    confusion = fields.Nested(Confusion, required=True)
    by_document = fields.List(fields.Nested(DocumentFigures), required=True)
    bootstrap = fields.Nested(Bootstrap, required=True)
    beside = fields.Dict(
        fields.String(),
        fields.Nested(Figure),
        metadata={"description": "In layers of document labels: cohen_kappa and fleiss_kappa."},
    )
    not_taken = fields.List(
        fields.Nested(NotTaken), metadata={"description": "In layers of spans."}
    )
    attributes = fields.Dict(
        fields.String(),
        fields.Dict(fields.String(), fields.Nested(Figure)),
        metadata={"description": "In layers of spans: attributes, given the same span."},
    )
    tuples = fields.Nested(Tuples, metadata={"description": "In layers of spans."})
    over_time = fields.List(
        fields.Nested(Period),
        metadata={"description": "In the order of time, where `over` is given."},
    )


class AgreementAnswer(Schema):
    """Agreement in every layer that was asked about."""

    layers = fields.List(
        fields.Nested(LayerAgreement),
        required=True,
        metadata={"description": "Layers of spans and of document labels."},
    )
    relations = fields.List(
        fields.Nested(LayerAgreement),
        required=True,
        metadata={
            "description": "The same for layers of relations; their measures are relation_f1, ends_f1, touching_f1 and label_alpha."
        },
    )


class GammaBody(Schema):
    """What gamma is to be measured on."""

    layer = fields.String(required=True, metadata={"description": "A layer of spans."})


class GammaAsked(Schema):
    """The job that was taken on."""

    id = fields.Integer(required=True)
