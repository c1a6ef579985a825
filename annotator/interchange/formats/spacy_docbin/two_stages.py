"""Two stages for spans that overlap or are long: one model finds where they are, the next one names them."""

from typing import Any

from annotator.interchange.formats.spacy_docbin.layout import SPANS_KEY

Config = Any
"""A configuration of spaCy's, whose class belongs to a library below it."""

FOUND = "span_finder"
"""The folder, beside the configurations, in which the first stage leaves its models."""

LISTENER = """
@architectures = "spacy.Tok2VecListener.v1"
width = 96
upstream = "tok2vec"
"""

FINDER = f"""
[components.span_finder]
factory = "span_finder"
max_length = {{max_length}}
min_length = null
spans_key = "{SPANS_KEY}"
threshold = 0.3

[components.span_finder.model]
@architectures = "spacy.SpanFinder.v1"

[components.span_finder.model.scorer]
@layers = "spacy.LinearLogistic.v1"
nO = 2
nI = null

[components.span_finder.model.tok2vec]
{LISTENER}
"""

SPANCAT = f"""
[components.spancat]
factory = "spancat"
max_positive = null
scorer = {{"@scorers":"spacy.spancat_scorer.v1"}}
spans_key = "{SPANS_KEY}"
threshold = 0.5

[components.spancat.model]
@architectures = "spacy.SpanCategorizer.v1"

[components.spancat.model.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = 128

[components.spancat.model.scorer]
@layers = "spacy.LinearLogistic.v1"
nO = null
nI = null

[components.spancat.model.tok2vec]
{LISTENER}

[components.spancat.suggester]
@misc = "spacy.preset_spans_suggester.v1"
spans_key = "{SPANS_KEY}"
"""


def first_stage(config: Config) -> Config:
    """Return a configuration that learns slowly and forgets nothing.

    Starts and ends are rare among tokens: faster, the scores of all fall to nothing, and few come back.
    """
    careful = config.copy()
    careful["training"]["dropout"] = 0.0
    careful["training"]["optimizer"]["learn_rate"] = 0.0003
    return careful


def second_stage(config: Config) -> Config:
    """Return a configuration in which the span finder comes trained from the first stage and learns no more."""
    staged = config.copy()
    staged["components"]["span_finder"] = {
        "source": f"{FOUND}/model-best",
        "replace_listeners": ["model.tok2vec"],
    }
    # Both: frozen alone, it would propose nothing while the second stage trains.
    staged["training"]["frozen_components"] = ["span_finder"]
    staged["training"]["annotating_components"] = ["span_finder"]
    return staged
