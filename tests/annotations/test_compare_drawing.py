"""Drawing several people's spans under one text."""

import re
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotations.compare_drawing import SIGNS, CompareDrawing, Naming, draw_marks, tags_of
from annotator.annotations.rendering import Canvas
from annotator.core.comparison import Side, compare
from annotator.core.spans import Span
from tests.annotations.test_rendering import TEXTS, Page

LABELS = ("PER", 'A"B<C', "ORG")


def draw(text, sides, listed=(), names=("ana", '"ben" <b>', "cleo")):
    groups = compare(len(text), [Side(own) for own in sides])
    canvas = Canvas("/documents/7", text, {})
    naming = Naming(names[: len(sides)], {kind: kind for kind in SIGNS}, listed, "?compare=x")
    return CompareDrawing(canvas, draw_marks(canvas, groups, naming.names), naming)


@st.composite
def sides_of(draw_, text):
    found, number = [], 0
    for _ in range(draw_(st.integers(2, 3))):
        own = []
        for _ in range(draw_(st.integers(0, 6))):
            start = draw_(st.integers(0, len(text) - 1))
            end = draw_(st.integers(start + 1, len(text)))
            label, number = draw_(st.sampled_from(LABELS)), number + 1
            inner = end - start > 4 and draw_(st.booleans())
            parts = ((start, start + 1), (end - 2, end)) if inner else ()
            own.append(Span(UUID(int=number), start, end, "entity", label, fragments=parts))
        found.append(own)
    return found


@settings(max_examples=80)
@given(TEXTS.flatmap(lambda text: st.tuples(st.just(text), sides_of(text))))
def test_blocks_hold_exactly_the_text(drawn):
    text, sides = drawn

    page = Page(draw(text, sides, listed={0}).document())

    assert "".join(page.texts[start] for start in sorted(page.texts)) == text
    assert page.outside == ""


@settings(max_examples=40)
@given(TEXTS.flatmap(lambda text: st.tuples(st.just(text), sides_of(text))))
def test_every_span_has_one_anchor_and_is_called_by_its_group(drawn):
    text, sides = drawn
    html = str(draw(text, sides).document())

    anchors = re.findall(r' id="s-([0-9a-f-]+)"', html)

    assert sorted(anchors) == sorted(str(span.id) for own in sides for span in own)
    groups = compare(len(text), [Side(own) for own in sides])
    called = {
        int(number) for ids in re.findall(r'data-i="([^"]*)"', html) for number in ids.split()
    }
    assert called == set(range(len(groups)))


def test_chips_tell_whose_and_what_and_lead_to_the_list():
    one, other = (
        Span(UUID(int=number), 0, 3, "entity", label)
        for number, label in ((1, "PER"), (2, 'A"B<C'))
    )

    html = str(draw("Ana rit.", [[one], [other]], listed={0}).document())

    assert 'data-t="a PER ≠"' in html
    assert 'data-t="&quot; A&quot;B&lt;C ≠"' in html
    assert 'aria-label="&quot;ben&quot; &lt;b&gt;: A&quot;B&lt;C: Ana (label)"' in html
    assert html.count('href="#d-0"') == 2
    elsewhere = str(draw("Ana rit.", [[one], [other]]).document())
    assert f'href="?compare=x&amp;span={one.id}#d-0"' in elsewhere


def test_what_nobody_differs_in_is_no_link():
    same = [Span(UUID(int=number), 0, 3, "entity", "PER") for number in (1, 2)]

    html = str(draw("Ana rit.", [[one] for one in same]).document())

    assert "<a " not in html
    assert html.count('role="img"') == 2
    assert html.count("ksame") == 2


@pytest.mark.parametrize(
    ("names", "tags"),
    [
        (["ana", "ben"], ["a", "b"]),
        (["ana", "ann", "ben"], ["ana", "ann", "ben"]),
        (["ana", "(gold)"], ["a", "g"]),
        (["annotator-1", "annotator-2"], ["1", "2"]),
    ],
)
def test_tags_tell_people_apart(names: list[str], tags: list[str]) -> None:
    assert tags_of(names) == tags
