"""Answers for htmx: is it asking, which part of the page to swap, where to go next."""

from flask import Response, redirect, request
from markupsafe import Markup


def is_htmx() -> bool:
    """Say whether a script of a page asks, and not the browser for a whole page."""
    return request.headers.get("HX-Request") == "true"


def partial(target: str, html: str, swap: str = "outerHTML") -> Markup:
    """Wrap HTML so that htmx puts it into the element that `target` selects; plain text is escaped."""
    return Markup('<hx-partial hx-target="{}" hx-swap="{}">{}</hx-partial>').format(
        target, swap, html
    )


def go(url: str) -> Response:
    """Send the browser to this page, whether a script or the browser itself asked."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": url})
    answer = redirect(url, 303)
    assert isinstance(answer, Response)  # noqa: S101 -- Flask makes its own class
    return answer
