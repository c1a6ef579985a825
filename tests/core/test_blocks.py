import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.blocks import LONGEST, block_at, blocks

PIECES = st.sampled_from(
    [
        "a",
        "mot ",
        "Phrase. ",
        "e\u0301",
        "👩🏽‍🚀",
        "🇫🇷",
        "क्षि",
        "한",
        "\u1112\u1161",
        "\r",
        "\r\n",
        "\n",
        "\t",
        "؟ ",
    ]
)
TEXTS = st.lists(st.tuples(PIECES, st.integers(1, 900)), max_size=12).map(
    lambda runs: "".join(piece * times for piece, times in runs)
)


@given(TEXTS)
def test_blocks_join_to_exactly_the_text(text):
    found = blocks(text)

    assert "".join(text[block.start : block.end] for block in found) == text
    assert [block.index for block in found] == list(range(len(found)))
    assert all(block.start < block.end for block in found)


@given(TEXTS)
def test_blocks_never_cut_inside_a_character(text):
    for block in blocks(text)[1:]:
        before, after = text[block.start - 1], text[block.start]
        assert not unicodedata.category(after).startswith("M")
        assert "\u200d" not in (before, after)
        assert (before, after) != ("\r", "\n")
        assert not (before in "🇫🇷" and after in "🇫🇷")
        assert after != "🏽"
        assert block.continues == (before != "\n")


@pytest.mark.parametrize(
    "text", ["", "\n", "\n\n", "a", "a\n", "a\rb", "a\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029b\n"]
)
def test_blocks_end_at_newlines_only(text):
    assert [text[block.start : block.end] for block in blocks(text)] == [
        line + "\n" for line in text.split("\n")[:-1]
    ] + ([text.split("\n")[-1]] if text.split("\n")[-1] else [])


def test_blocks_cut_a_long_line_after_a_sentence():
    text = "Une phrase assez courte. " * 400

    found = blocks(text)

    assert len(found) > 1
    assert all(block.end - block.start <= LONGEST for block in found)
    assert all(text[: block.end].endswith("courte. ") for block in found)


def test_blocks_cut_a_long_line_after_a_space_when_it_has_no_sentence():
    text = "mot " * 2_500

    assert {text[block.start : block.start + 4] for block in blocks(text)} == {"mot "}


def test_blocks_leave_one_long_character_whole():
    text = "a" + "\u0301" * (2 * LONGEST)

    assert [(block.start, block.end) for block in blocks(text)] == [(0, len(text))]


@given(TEXTS.filter(bool), st.data())
def test_block_at_finds_the_block_of_an_offset(text, data):
    found = blocks(text)
    offset = data.draw(st.integers(0, len(text) - 1))

    block = found[block_at(found, offset)]

    assert block.start <= offset < block.end


def test_block_at_gives_the_last_block_past_the_text():
    assert block_at(blocks("a\nb"), 3) == 1
