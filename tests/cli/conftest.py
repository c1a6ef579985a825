"""A shell in which commands of the application are run."""

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from annotator.database import db


class Shell:
    """Runs commands of the application."""

    def __init__(self, app: Flask) -> None:
        self.runner = app.test_cli_runner()
        self.app = app

    def run(self, *words: object) -> Result:
        return self.runner.invoke(args=[str(word) for word in words])

    def ok(self, *words: object) -> str:
        result = self.run(*words)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: object) -> Any:
        return json.loads(self.ok(*words, "--json"))

    def refused(self, *words: object) -> str:
        result = self.run(*words)
        assert (result.exit_code, result.stdout) == (1, ""), result.output
        assert result.stderr.count("\n") == 1
        return result.stderr

    def count(self, table: str) -> int:
        with self.app.app_context():
            return db.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608 -- a test's own words


@pytest.fixture
def shell(app: Flask) -> Shell:
    return Shell(app)
