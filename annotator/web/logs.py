"""The log: one line a request and one entry a fault, without texts, addresses' contents, cookies or tokens."""

import logging
import secrets
import time
import traceback
from typing import Any

from flask import Flask, Response, g, request

requests = logging.getLogger("annotator.requests")
faults = logging.getLogger("annotator.faults")


def init_logs(app: Flask) -> None:
    """Write the log."""
    app.before_request(_start_clock)
    app.after_request(log_request)
    app.log_exception = log_fault  # type: ignore[method-assign]


def _start_clock() -> None:
    g.started = time.perf_counter()


def log_request(answer: Response) -> Response:
    """Log method, route, status, milliseconds and the id of the user."""
    rule = request.url_rule.rule if request.url_rule else "-"
    spent = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    requests.info(
        "%s %s %d %.0f ms user=%s",
        request.method,
        rule,
        answer.status_code,
        spent,
        g.get("user_id") or "-",
    )
    return answer


def log_fault(exc_info: Any) -> None:
    """Log where a fault happened, under a reference; messages of exceptions can quote texts and are left out."""
    g.reference = secrets.token_hex(4)
    rule = request.url_rule.rule if request.url_rule else "-"
    faults.error(
        "fault %s in %s %s\n%s", g.reference, request.method, rule, _trace(exc_info[1]).rstrip()
    )


def _trace(error: BaseException | None) -> str:
    if error is None:
        return ""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{_trace(cause)}{frames}{type(error).__module__}.{type(error).__qualname__}\n"
