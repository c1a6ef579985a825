from uuid import UUID

from annotator.annotations.panel import ROWS, pages_of, panel_page
from annotator.core.spans import Span

TEXT = "Le secrétaire général de l’OTAN, Marc Rutte, a confirmé lundi l’arrivée\nde soldats."


def test_panel_page_shows_each_quote_between_whole_words():
    start = TEXT.index("Marc")
    span = Span(UUID(int=1), start, start + 10, "entity", "PER", {"sure": True}, note="?")

    page = panel_page(TEXT, [span], 1)

    (row,) = page.rows
    assert (row.before, row.quote, row.after) == (
        "…général de l’OTAN, ",
        "Marc Rutte",
        ", a confirmé lundi…",
    )
    assert (row.attributes, row.note, row.start) == ({"sure": True}, "?", start)


def test_panel_page_needs_no_ellipsis_at_the_ends_of_the_text():
    span = Span(UUID(int=1), 3, len(TEXT) - 3, "entity", "PER")

    (row,) = panel_page(TEXT, [span], 1).rows

    assert (row.before, row.after) == ("Le ", "ts.")


def test_pages_of_counts_one_at_least():
    assert [pages_of(total) for total in (0, 1, ROWS, ROWS + 1)] == [1, 1, 1, 2]
