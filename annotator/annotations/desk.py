"""What the parts of the labelling page are drawn from."""

from typing import Any

from annotator.annotations.colors import label_numbers
from annotator.annotations.links import links_shown, links_told
from annotator.annotations.options import LabelOptions
from annotator.annotations.panel import ROWS, PanelPage, pages_of, panel_page, row_order
from annotator.annotations.queries import Work, spans_page
from annotator.documents.models import Document
from annotator.documents.texts import text_of
from annotator.projects.queries import Access, label_names, scheme_of
from annotator.web.translation import gettext


def desk(document: Document, access: Access, *, editable: bool) -> dict[str, Any]:
    """Return what all parts of the page need to know."""
    scheme = scheme_of(access.project)
    return {
        "document": document,
        "project": access.project,
        "scheme": scheme,
        "numbers": label_numbers(scheme),
        "options": LabelOptions(scheme),
        "editable": editable,
        "words": _words(),
    }


def _words() -> dict[str, str]:
    """Return the words that every row of the table needs: looked up once, not once a row."""
    return {
        "label": gettext("Label"),
        "delete": gettext("Delete"),
        "inspect": gettext("inspect"),
        "yes": gettext("yes"),
        "no": gettext("no"),
    }


def panel_of(document: Document, work: Work, page: int) -> PanelPage:
    """Return a page of the table of spans; a page that does not exist becomes the nearest one."""
    page = min(max(page, 1), pages_of(work.span_count))
    text = text_of(document.id, document.text_sha256)
    if len(work.spans) == work.span_count:
        rows = tuple(sorted(work.spans, key=row_order))[ROWS * (page - 1) : ROWS * page]
        links = links_told(work.relations, {span.id: span for span in work.spans}, text)
    else:
        names = label_names(document.project_id)
        rows = spans_page(work.set_id, page, ROWS, names)
        links = links_shown(work.set_id, [span.id for span in rows], names, text)
    return panel_page(text, rows, work.span_count, page, links)
