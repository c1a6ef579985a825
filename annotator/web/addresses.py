"""Numbers in addresses: those that the database can hold; any other is the number of nothing."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

MOST = 2**63 - 1


class RowNumber(IntegerConverter):
    """A number that a row may have."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        """Keep it within what a column holds."""
        super().__init__(url_map, **{"max": MOST, **options})


def init_addresses(app: Flask) -> None:
    """Let `<int:…>` in addresses stand for such a number."""
    app.url_map.converters["int"] = RowNumber
