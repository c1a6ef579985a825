"""Static files under addresses that change with their content, so that browsers may keep them."""

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
import rjsmin
from flask import Flask, Response, current_app, request

TEXTS = ("text/css", "text/javascript")
# The better first: browsers take it from hosts they trust.
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, mode=brotli.MODE_TEXT),
    "gzip": lambda content: gzip.compress(content, mtime=0),
}


def init_assets(app: Flask) -> None:
    """Add the version to every address that `url_for("static", …)` makes, and send files small.

    Pages stay uncompressed: their size would tell an eavesdropper about the tokens in them.
    """
    app.url_defaults(add_version)
    app.after_request(send_small)


def add_version(endpoint: str, values: dict[str, Any]) -> None:
    """Name the file's content in its address."""
    if endpoint == "static" and "v" not in values:
        version = version_of(str(values.get("filename", "")))
        if version:
            values["v"] = version


def send_small(answer: Response) -> Response:
    """Compress a script, without its comments, or a style sheet for browsers that take it so."""
    wanted = request.endpoint == "static" and answer.status_code == 200
    encoding = request.accept_encodings.best_match(COMPRESSIONS)
    if not wanted or answer.mimetype not in TEXTS or encoding is None:
        return answer
    path = Path(current_app.static_folder or "") / (request.view_args or {})["filename"]
    small, (tag, _) = _compressed(path, path.stat().st_mtime_ns, encoding), answer.get_etag()
    answer.close()
    answer.direct_passthrough = False
    answer.set_data(small)
    answer.headers["Content-Encoding"] = encoding
    answer.vary.add("Accept-Encoding")
    if tag:
        answer.set_etag(tag, weak=True)
    return answer


@lru_cache(maxsize=512)
def _compressed(path: Path, _modified: int, encoding: str) -> bytes:
    content = path.read_text("utf-8")
    if path.suffix == ".js":
        content = rjsmin.jsmin(content)
    return COMPRESSIONS[encoding](content.encode())


def version_of(filename: str) -> str:
    """Return a short hash of a static file, or nothing when there is no such file."""
    path = _file(current_app.static_folder or "", filename)
    try:
        return _hash(path, path.stat().st_mtime_ns) if path else ""
    except OSError:
        return ""


@lru_cache(maxsize=512)
def _file(folder: str, filename: str) -> Path | None:
    """Return the path of a file that is really in the folder."""
    root = Path(folder).resolve()
    path = (root / filename).resolve()
    return path if path.is_relative_to(root) else None


@lru_cache(maxsize=512)
def _hash(path: Path, _modified: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def is_current_asset() -> bool:
    """Say whether the request names the very content that is served."""
    named = request.args.get("v", "")
    return bool(named) and named == version_of(str((request.view_args or {}).get("filename", "")))
