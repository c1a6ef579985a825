"""Training configurations: a small model per layer, completed by the spaCy that is installed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import orjson

from annotator.interchange.formats.spacy_docbin.reach import Reach
from annotator.interchange.formats.spacy_docbin.survey import Target
from annotator.interchange.formats.spacy_docbin.two_stages import (
    FINDER,
    SPANCAT,
    Config,
    first_stage,
    second_stage,
)

if TYPE_CHECKING:
    from spacy.language import Language

MAX_STEPS = 2000

FRAME = """
[paths]
train = "train"
dev = "dev"

[system]
seed = 0
gpu_allocator = null

[nlp]
lang = "{language}"
pipeline = {pipeline}
batch_size = 128

[components]
{components}
[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${{paths.train}}

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${{paths.dev}}

[training]
train_corpus = "corpora.train"
dev_corpus = "corpora.dev"
seed = ${{system.seed}}
max_steps = {max_steps}
max_epochs = 0
patience = 600
eval_frequency = 100

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
discard_oversize = false
tolerance = 0.2
size = 500

[training.score_weights]
{scores}
"""

TOK2VEC = """
[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true
"""

ENTITIES = """
[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true
nO = null

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
upstream = "tok2vec"
"""

CATEGORIES = """
[components.{factory}]
factory = "{factory}"

[components.{factory}.model]
@architectures = "spacy.TextCatBOW.v3"
exclusive_classes = {exclusive}
length = 262144
ngram_size = 1
no_output_layer = false
nO = null
"""


def training_configs(nlp: "Language", target: Target, reach: Reach) -> Mapping[str, str]:
    """Return complete configurations by file name, in the order of training, paths relative to the layer's folder.

    None where there is none that would learn: where a span finder cannot reach the spans, and for one
    label alone of which documents have exactly one.
    """
    if target.carrier == "ents":
        scores = "ents_f = 1.0\nents_per_type = null"
        config = _filled(nlp, ["tok2vec", "ner"], TOK2VEC + ENTITIES, scores)
        return {"config.cfg": config.to_str()}
    if target.carrier == "sc":
        return _span_configs(nlp, reach)
    multiple = target.layer.multiple
    if len(target.labels) < 2 and not multiple:
        return {}
    factory = "textcat_multilabel" if multiple else "textcat"
    components = CATEGORIES.format(factory=factory, exclusive=str(not multiple).lower())
    return {"config.cfg": _filled(nlp, [factory], components, "cats_score = 1.0").to_str()}


def _span_configs(nlp: "Language", reach: Reach) -> Mapping[str, str]:
    """Return one that learns where spans begin and end, and one that learns what they are of what it proposes.

    Trained together they learn nothing: an untrained finder proposes nearly every stretch of text.
    """
    if not all(one.enough for one in reach.coverage().values()):
        return {}
    finder = TOK2VEC + FINDER.format(max_length=reach.max_length)
    first = _filled(
        nlp,
        ["tok2vec", "span_finder"],
        finder,
        "spans_sc_r = 0.5\nspans_sc_f = 0.5\nspans_sc_p = 0.0",
    )
    pipeline = ["tok2vec", "span_finder", "spancat"]
    second = _filled(nlp, pipeline, finder + SPANCAT, "spans_sc_f = 1.0")
    return {
        "span_finder.cfg": first_stage(first).to_str(),
        "spancat.cfg": second_stage(second).to_str(),
    }


def _filled(nlp: "Language", pipeline: list[str], components: str, scores: str) -> Config:
    from spacy.util import (  # noqa: PLC0415 -- slow to import, needed here only
        load_config_from_str,
        load_model_from_config,
    )

    sketch = FRAME.format(
        language=nlp.lang,
        pipeline=orjson.dumps(pipeline).decode(),
        components=components,
        max_steps=MAX_STEPS,
        scores=scores,
    )
    model = load_model_from_config(load_config_from_str(sketch), auto_fill=True, validate=True)
    return model.config
