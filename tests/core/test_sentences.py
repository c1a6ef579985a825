"""Sentences that remember what they were made of."""

from annotator.core.errors import Conflict, Refused
from annotator.core.sentences import Sentence, sentence


def test_sentence_is_its_english_text() -> None:
    made = sentence("%(name)r has %(count)s.", name="a % b", count=3)

    assert made == "'a % b' has 3."
    assert (made.template, made.values) == (
        "%(name)r has %(count)s.",
        {"name": "a % b", "count": 3},
    )


def test_sentence_without_values_is_taken_as_it_is() -> None:
    assert sentence("100 % sure") == "100 % sure"


def test_refusal_keeps_the_sentence_for_people_and_by_field() -> None:
    refusal = Refused.field("end", sentence("The end is %(end)s.", end=3))

    assert str(refusal) == "The end is 3."
    assert isinstance(refusal.message, Sentence)
    assert isinstance(refusal.errors["end"][0], Sentence)
    assert isinstance(Conflict.title, Sentence)
