"""Cutting texts: as the regular expressions do, whatever the script, and no token reaches into the next text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.agreement import tokens as module
from annotator.core.agreement.tokens import Tokenizer

RULES = {"regex": r"\w+|[^\w\s]", "ws": r"\S+"}
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=6)


@pytest.mark.parametrize("rule", RULES)
@given(texts=TEXTS)
def test_tokens_are_those_of_the_expression(rule: str, texts: list[str]) -> None:
    tokenizer = Tokenizer(rule)
    for text in texts:
        tokenizer.add(text)

    found = tokenizer.tokens()

    for at, text in enumerate(texts):
        here = slice(found.begin[at], found.begin[at + 1])
        extents = list(zip(found.start[here].tolist(), found.end[here].tolist(), strict=True))
        assert extents == [match.span() for match in re.finditer(RULES[rule], text)]


def test_hard_texts_are_cut_as_the_expression_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUFFER", 40)
    texts = [
        "L’ONU, «\u00a0dit-il\u202f»!",
        "e\u0301te\u0301 🇫🇷👩‍👩‍👧",
        "قال: لا\r\n",
        "東京、x_1",
        "",
    ]
    tokenizer = Tokenizer()
    for text in texts:
        tokenizer.add(text)

    found = tokenizer.tokens()

    counts = [len(re.findall(RULES["regex"], text)) for text in texts]
    assert (found.begin[1:] - found.begin[:-1]).tolist() == counts


def test_a_function_may_cut_the_texts() -> None:
    tokenizer = Tokenizer(lambda text: ([0], [len(text)]))
    tokenizer.add("one two")
    tokenizer.add("three")

    found = tokenizer.tokens()

    assert (found.begin.tolist(), found.end.tolist()) == ([0, 1, 2], [7, 5])
