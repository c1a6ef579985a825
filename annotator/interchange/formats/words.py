"""Words: the tokens of formats that bring no tokenizer of their own."""

import re
import sys
import unicodedata
from functools import cache

from annotator.core.alignment import Tokens

JOINERS = "\u200c\u200d"
"""What joins or parts letters inside a word without being seen."""


@cache
def _pattern() -> re.Pattern[str]:
    marks = "".join(
        re.escape(character)
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character).startswith("M")
    )
    return re.compile(rf"\w[\w{marks}{JOINERS}]*|\S[{marks}]*")


def words_in(text: str) -> Tokens:
    """Return the words of a text: letters and digits with the marks on them, every other sign by itself."""
    return Tokens(found.span() for found in _pattern().finditer(text))


def rule() -> dict[str, str]:
    """Return what tells two ways of cutting apart, for manifests."""
    return {"rule": "words with their marks; single signs", "unicode": unicodedata.unidata_version}
