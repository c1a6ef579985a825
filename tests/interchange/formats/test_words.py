"""Words of a text, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.interchange.formats.words import words_in


def cut(text: str) -> list[str]:
    tokens = words_in(text)
    return [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("L’OTAN, a-t-il dit.", ["L", "’", "OTAN", ",", "a", "-", "t", "-", "il", "dit", "."]),
        ("E\u0301lise\u00a0: «\u202foui\u202f»", ["E\u0301lise", ":", "«", "oui", "»"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("مَدْرَسَة می\u200cروم", ["مَدْرَسَة", "می\u200cروم"]),
        ("🙂🇫🇷", ["🙂", "🇫", "🇷"]),
    ],
)
def test_words_keep_their_marks_and_signs_stand_alone(text: str, words: list[str]) -> None:
    assert cut(text) == words


@given(st.text())
def test_words_hold_all_but_white_space(text: str) -> None:
    assert "".join(cut(text)) == "".join(text.split())


@given(st.text(), st.text())
def test_words_do_not_hang_on_what_is_far_away(before: str, after: str) -> None:
    assert cut(f"{before} mot {after}") == [*cut(before), "mot", *cut(after)]


@given(st.text(st.sampled_from("aé1 \n-«\u0301\u200d\u094d🙂_")), st.text())
def test_words_are_the_same_beside_a_mark(text: str, other: str) -> None:
    assert cut(f"{text} {other} e\u0301") == [*cut(text), *cut(other), "e\u0301"]
