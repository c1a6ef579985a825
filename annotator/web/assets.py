"""Static files under addresses that change with their content, so that browsers may keep them."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import rjsmin
from flask import Flask, Response, current_app, request

TEXTS = ("text/css", "text/javascript")


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
    if not wanted or answer.mimetype not in TEXTS or not request.accept_encodings["gzip"]:
        return answer
    path = Path(current_app.static_folder or "") / (request.view_args or {})["filename"]
    small, (tag, _) = _compressed(path, path.stat().st_mtime_ns), answer.get_etag()
    answer.close()
    answer.direct_passthrough = False
    answer.set_data(small)
    answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    if tag:
        answer.set_etag(tag, weak=True)
    return answer


@lru_cache(maxsize=512)
def _compressed(path: Path, _modified: int) -> bytes:
    content = path.read_text("utf-8")
    if path.suffix == ".js":
        content = rjsmin.jsmin(content)
    return gzip.compress(content.encode(), mtime=0)


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
