"""Training configurations: a small NER model per layer, completed by the spaCy that is installed."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

MAX_STEPS = 2000

TEMPLATE = """
[paths]
train = "train"
dev = "dev"

[system]
seed = 0
gpu_allocator = null

[nlp]
lang = "{language}"
pipeline = ["tok2vec", "ner"]
batch_size = 128

[components]

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
ents_f = 1.0
ents_p = 0.0
ents_r = 0.0
ents_per_type = null
"""


def ner_config(nlp: "Language") -> str:
    """Return a complete configuration with paths relative to the layer's folder."""
    from spacy.util import (  # noqa: PLC0415 -- slow to import, needed here only
        load_config_from_str,
        load_model_from_config,
    )

    sketch = load_config_from_str(TEMPLATE.format(language=nlp.lang, max_steps=MAX_STEPS))
    filled = load_model_from_config(sketch, auto_fill=True, validate=True)
    return str(filled.config.to_str())
