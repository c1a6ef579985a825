"""The tokenizer of an export: spaCy's for the project's language, and what identifies it."""

import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from annotator.core.alignment import Tokens
from annotator.core.sentences import sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FALLBACK = "xx"
MAX_LENGTH = 1_000_000
"""Longest text, in code points, that spaCy's training reads."""

PROBE = (
    "M. Rutte n’a-t-il pas dit : « L’OTAN aidera l'Ukraine aujourd'hui » ? 🇫🇷 nord-coréens, "
    "États-Unis; e.g. 3.5% of $10m (U.S.), don't 'quote' x@y.org https://example.org/a?b=c\r\n\tFin…"
)


def load_tokenizer(language: str) -> tuple["Language", str]:
    """Return a blank pipeline, and a note when spaCy has no usable tokenizer for the language."""
    import spacy  # noqa: PLC0415 -- slow to import, needed here only

    code = language.replace("_", "-").partition("-")[0].lower()
    try:
        nlp, note = spacy.blank(code), ""
    except ImportError:
        note = sentence(
            "spaCy has no usable tokenizer for the language %(language)s here: the one for "
            "all languages (%(other)s) was taken.",
            language=repr(language),
            other=FALLBACK,
        )
        nlp = spacy.blank(FALLBACK)
    return nlp, note


def words_of(doc: "Doc") -> tuple[list[str], list[bool], Tokens]:
    """Return a tokenised text's words, whether a space follows each, and their extents."""
    words = [token.text for token in doc]
    spaces = [bool(token.whitespace_) for token in doc]
    extents, start = [], 0
    for word, space in zip(words, spaces, strict=True):
        extents.append((start, start + len(word)))
        start += len(word) + space
    return words, spaces, Tokens(extents)


def fingerprint(nlp: "Language") -> dict[str, Any]:
    """Return what tells two tokenizers apart: language, version, and a digest of a probe text's tokens."""
    from spacy.about import __version__ as version  # noqa: PLC0415 -- as above

    _, _, tokens = words_of(nlp.make_doc(PROBE))
    probe = orjson.dumps([tokens.starts, tokens.ends]) + version.encode()
    return {
        "language": nlp.lang,
        "spacy": version,
        "sha256": hashlib.sha256(probe).hexdigest(),
    }
