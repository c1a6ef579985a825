"""What every answer carries: the content policy and its companions, and how long it may be kept."""

from flask import Flask, Response, request

from annotator.web.assets import is_current_asset

HTMX_HOST = "https://cdn.jsdelivr.net"
POLICY = (
    "default-src 'none'; "
    f"script-src 'self' {HTMX_HOST}; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "font-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = "public, max-age=31536000, immutable"


def init_headers(app: Flask) -> None:
    """Set the headers of every answer."""
    app.after_request(set_headers)


def set_headers(answer: Response) -> Response:
    """Protect the answer, and keep documents out of caches; files named by their content are kept for a year."""
    answer.headers.extend({k: v for k, v in HEADERS.items() if k not in answer.headers})
    if request.endpoint != "static":
        answer.headers.setdefault("Cache-Control", "no-store")
    elif answer.status_code in (200, 304) and is_current_asset():
        answer.headers["Cache-Control"] = A_YEAR
    return answer
