"""Training configurations: a small model per layer, completed by the spaCy that is installed."""

from typing import TYPE_CHECKING

import orjson

from annotator.interchange.formats.spacy_docbin.survey import Target

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

ENTITIES = """
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


def training_config(nlp: "Language", target: Target) -> str | None:
    """Return a complete configuration with paths relative to the layer's folder.

    None where there is none that works without knowing the data: for spans that overlap, and for one
    label alone of which documents have exactly one.
    """
    if target.carrier == "ents":
        return _filled(nlp, ["tok2vec", "ner"], ENTITIES, "ents_f = 1.0\nents_per_type = null")
    multiple = target.layer.multiple
    if target.carrier == "sc" or (len(target.labels) < 2 and not multiple):
        return None
    factory = "textcat_multilabel" if multiple else "textcat"
    components = CATEGORIES.format(factory=factory, exclusive=str(not multiple).lower())
    return _filled(nlp, [factory], components, "cats_score = 1.0")


def _filled(nlp: "Language", pipeline: list[str], components: str, scores: str) -> str:
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
    return str(model.config.to_str())
