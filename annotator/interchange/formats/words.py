"""Words: the tokens of formats that bring no tokenizer of their own."""

import re
import sys
import unicodedata
from functools import cache

from annotator.core.alignment import Tokens

JOINERS = frozenset("\u200c\u200d")
"""What joins or parts letters inside a word without being seen."""
PLAIN = re.compile(r"\w+|\S")


@cache
def _marks() -> frozenset[str]:
    characters = map(chr, range(sys.maxunicode + 1))
    return frozenset(one for one in characters if unicodedata.category(one).startswith("M"))


@cache
def _pattern() -> re.Pattern[str]:
    marks, joiners = re.escape("".join(sorted(_marks()))), "".join(sorted(JOINERS))
    return re.compile(rf"\w+(?:[{marks}{joiners}]+\w*)*|\S[{marks}]*")


def words_in(text: str) -> Tokens:
    """Return the words of a text: letters and digits with the marks on them, every other sign by itself."""
    # Looking for marks at every letter takes five times as long, and most texts have none.
    used = set(text)
    plain = used.isdisjoint(_marks()) and used.isdisjoint(JOINERS)
    pattern = PLAIN if plain else _pattern()
    return Tokens(found.span() for found in pattern.finditer(text))


def rule() -> dict[str, str]:
    """Return what tells two ways of cutting apart, for manifests."""
    return {"rule": "words with their marks; single signs", "unicode": unicodedata.unidata_version}
