import re
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.rendering import (
    CHUNK,
    LAZY_FROM,
    Canvas,
    render_changes,
    render_chunk,
    render_document,
    short_quote,
)
from annotator.core.lanes import neighbourhood
from annotator.core.spans import Span

LABELS = ("PER", "ORG", "CLAIM", "AGAINST")
NUMBERS = {("entity", label): number for number, label in enumerate(LABELS)}
TRICKY = st.sampled_from(
    [
        "mot ",
        "<b>&amp;",
        '"',
        "'",
        "\n",
        "\r",
        "\r\n",
        "\x85",
        "\u2028",
        "e\u0301",
        "👩🏽‍🚀",
        "שלום ",
        "\t",
        "  ",
    ]
)
TEXTS = st.lists(TRICKY, min_size=1, max_size=60).map("".join)


class Page(HTMLParser):
    """The blocks of a page as a browser would see them: text, classes, and the chips in them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.texts, self.classes, self.chips, self.outside = {}, {}, [], ""
        self.block = None
        self.depth = 0
        # A browser turns raw carriage returns into newlines before it reads any tag.
        self.feed(str(html).replace("\r\n", "\n").replace("\r", "\n"))
        self.close()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if "data-s" in values:
            self.block, self.depth = int(values["data-s"]), 0
            self.texts[self.block], self.classes[self.block] = "", values["class"].split()
        if tag == "b":
            self.chips.append((self.block, values))
        self.depth += 1

    def handle_endtag(self, _tag):
        self.depth -= 1
        if self.depth == 0:
            self.block = None

    def handle_data(self, data):
        if self.block is None:
            self.outside += data
        else:
            self.texts[self.block] += data


def make_span(number, start, end, label="PER", fragments=()):
    return Span(UUID(int=number), start, end, "entity", label, fragments=fragments)


@st.composite
def works(draw, most=12):
    """A text and spans on it."""
    text = draw(TEXTS)
    spans = []
    for number in range(draw(st.integers(0, most))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append(make_span(number + 1, start, end, draw(st.sampled_from(LABELS))))
    return text, spans


def canvas(text):
    return Canvas("/documents/7", text, NUMBERS)


def swapped(page, changes):
    """Put the blocks of an answer into a page, as the browser does."""
    page, changes = str(page), str(changes)
    parts = re.findall(
        r"""<hx-partial hx-target=".b\[data-s='(\d+)'\]" hx-swap="outerHTML">(.*?)</hx-partial>""",
        changes,
        re.DOTALL,
    )
    assert (
        "".join(
            f'<hx-partial hx-target=".b[data-s=\'{start}\']" hx-swap="outerHTML">{block}</hx-partial>'
            for start, block in parts
        )
        == changes
    )
    for target, block in parts:
        old = re.search(
            rf'<div class="[^"]*"(?: dir="auto")? data-s="{target}">.*?</div>', page, re.DOTALL
        )
        page = page.replace(old.group(), block)
    return page


@given(works())
def test_render_document_keeps_the_text_to_the_character(work):
    text, spans = work

    page = Page(render_document(canvas(text), spans))

    assert "".join(page.texts[start] for start in sorted(page.texts)) == text
    assert page.outside == ""
    assert all(text[:start].endswith("\n") for start in page.texts if start)


@given(works())
def test_render_document_draws_one_named_label_for_each_span(work):
    text, spans = work

    page = Page(render_document(canvas(text), spans))

    named = [values["id"] for _, values in page.chips if "id" in values]
    assert sorted(named) == sorted(f"s-{span.id}" for span in spans)
    repeated = {(block, values["data-of"]) for block, values in page.chips if "data-of" in values}
    assert repeated == {
        (start, str(span.id))
        for span in spans
        for start in page.texts
        if span.start < start < span.end
    }


def test_render_document_is_the_agreed_html():
    spans = [make_span(1, 0, 5), make_span(2, 0, 11, "CLAIM")]

    html = render_document(canvas("Rutte\ta dit\r\nFin"), spans)

    one, two = UUID(int=1), UUID(int=2)
    assert html == (
        '<div class="ck" id="ck0">'
        '<div class="b n2" data-s="0">'
        f'<span class="g u0 u0-0 u1 u1-2" data-i="{one} {two}">'
        f'<b class="c l0 k0" id="s-{one}" role="button" tabindex="-1" aria-label="PER: Rutte"></b>'
        f'<b class="c l1 k2" id="s-{two}" role="button" tabindex="-1" aria-label="CLAIM: Rutte a dit"></b>'
        f'Rutte</span><span class="g u1 u1-2" data-i="{two}">\ta dit</span>&#13;\n</div>'
        '<div class="b" data-s="13">Fin</div></div>'
    )


def test_render_document_lets_lines_with_letters_from_right_to_left_turn():
    html = render_document(canvas("Rutte\nקרא rue\nrue العربية\n12\n"), [])

    assert re.findall(r'data-s="(\d+)"', html) == ["0", "6", "14", "26"]
    assert re.findall(r'dir="auto" data-s="(\d+)"', html) == ["6", "14"]


def test_render_document_draws_gaps_thin_and_unmarked():
    html = render_document(canvas("not at all so"), [make_span(1, 0, 10, "ORG", ((0, 3), (7, 10)))])

    assert '<span class="g u0 t0-1" data-i=""> at </span>' in html
    assert html.count('class="g u0 u0-1"') == 2


def test_render_document_marks_labels_beyond_the_last_lane():
    html = render_document(canvas("a" * 30), [make_span(n, 0, 10 + n) for n in range(1, 11)])

    assert html.count("c l7 x k0") == 2
    assert '<div class="b n8"' in html


def test_render_document_escapes_names_of_labels_and_quotes():
    html = render_document(canvas('"<i>\x07&'), [make_span(1, 0, 6)])

    assert 'aria-label="PER: &quot;&lt;i&gt; &amp;"' in html


def test_render_document_leaves_the_spans_of_far_chunks_for_later():
    text = "Une ligne assez longue pour un bloc de texte.\n" * (LAZY_FROM // 46 + 100)
    spans = [make_span(n, 46 * n, 46 * n + 9) for n in range(1, 5 * CHUNK)]

    html = render_document(canvas(text), spans)
    page = Page(html)

    assert html.count("data-lazy=") == len(re.findall(r'id="ck\d+"', html)) - 2
    assert 'id="ck2" data-lazy="/documents/7/chunks/2"' in html
    assert len(page.chips) == 2 * CHUNK - 1
    assert page.classes[46 * 3 * CHUNK] == ["b"]
    assert "".join(page.texts.values()) == text


def test_render_chunk_is_what_the_whole_page_would_have():
    text = "Une ligne de texte, un bloc.\n" * (3 * CHUNK)
    spans = [make_span(n, 29 * n, 29 * n + 40, LABELS[n % 4]) for n in range(3 * CHUNK - 2)]
    whole = render_document(canvas(text), spans)
    extent = canvas(text).chunk_extent(1)

    near = neighbourhood(
        lambda start, end: [span for span in spans if span.start < end and span.end > start],
        canvas(text).blocks,
        [extent],
    )

    assert render_chunk(canvas(text), near.values(), 1) in whole
    assert canvas(text).chunk_extent(3) is None
    assert canvas(text).chunk_extent(-1) is None


@given(works(), st.data())
def test_render_changes_swaps_the_old_page_into_the_new_one(work, data):
    text, spans = work
    before = data.draw(st.lists(st.sampled_from(spans), unique_by=id) if spans else st.just([]))
    changed = [span for span in spans if span not in before]
    after = [*before, *changed] if data.draw(st.booleans()) else before[1:]

    html = swapped(
        render_document(canvas(text), before), render_changes(canvas(text), before, after)
    )

    assert html == render_document(canvas(text), after)


@given(works(), st.data())
def test_render_changes_needs_the_neighbourhood_only(work, data):
    text, spans = work
    start = data.draw(st.integers(0, len(text) - 1))
    new = make_span(99, start, data.draw(st.integers(start + 1, len(text))), "ORG")

    def load(low, high):
        return [span for span in spans if span.start < high and span.end > low]

    near = neighbourhood(load, canvas(text).blocks, [(new.start, new.end)]).values()
    html = swapped(
        render_document(canvas(text), spans), render_changes(canvas(text), near, [*near, new])
    )

    assert html == render_document(canvas(text), [*spans, new])


def test_render_changes_answers_with_changed_blocks_only():
    text = "un deux\ntrois\nquatre"
    before = [make_span(1, 0, 2), make_span(2, 8, 13)]

    changes = render_changes(canvas(text), before, [*before, make_span(3, 3, 7)])

    assert re.findall(r"data-s='(\d+)'", changes) == ["0"]


@pytest.mark.parametrize(
    ("text", "fragments", "expected"),
    [
        ("Rutte\r\na\tdit", (), "Rutte a dit"),
        ("mot " * 40, (), "mot " * 19 + "mot…"),
        ("un deux trois", ((0, 2), (8, 13)), "un trois"),
    ],
)
def test_short_quote_fits_on_one_line(text, fragments, expected):
    assert short_quote(text, make_span(1, 0, len(text), fragments=fragments)) == expected
