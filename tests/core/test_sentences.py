"""Sentences that remember what they were made of."""

import orjson
import pytest

from annotator.core.errors import Conflict, Refused
from annotator.core.sentences import Sentence, in_parts, listed, out_of_parts, sentence


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


def test_listed_sentences_stay_sentences() -> None:
    made = listed(["A", sentence("%(n)s more", n=2)])

    assert made == "A; 2 more"
    assert isinstance(made, Sentence)
    assert isinstance(made.values["then"], Sentence)
    assert listed(["A"]) == "A"


def test_sentence_goes_through_json_in_its_parts() -> None:
    made = sentence(
        "%(place)s: %(why)s (%(it)s)", place="f", why=sentence("It is %(n)s.", n=1), it=len
    )

    stored = orjson.dumps({"notes": [made]}, in_parts, orjson.OPT_PASSTHROUGH_SUBCLASS)
    (again,) = out_of_parts(orjson.loads(stored))["notes"]

    assert again == made
    assert again.template == made.template
    assert again.values["why"].values == {"n": 1}
    with pytest.raises(TypeError, match="set is no JSON"):
        in_parts({1})
