"""How commands answer: one JSON object or plain lines, or one line that says why not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import click
import orjson
from sqlalchemy.exc import DBAPIError

from annotator.core.errors import Refused
from annotator.database.faults import lacks_migration

Arguments = ParamSpec("Arguments")
as_json_option = click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")


@contextmanager
def refusals() -> Iterator[None]:
    """End the command with status 1 and the reason on one line of the error stream when it is refused."""
    try:
        yield
    except Refused as refusal:
        reasons = " ".join(str(refusal).split())
        places = [path for path in refusal.errors if path not in reasons]
        where = f" ({', '.join(places)})" if places else ""
        raise click.ClickException(f"{reasons}{where}") from None
    except DBAPIError as fault:
        if not lacks_migration(fault):
            raise
        message = "The database is not set up for this version: run `flask db upgrade` first."
        raise click.ClickException(message) from None


def one_line_refusals(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Run a whole command under `refusals`."""

    @wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        with refusals():
            command(*args, **kwargs)

    return run


def emit(data: object, as_json: bool, sentence: str = "") -> None:
    """Print the data as one JSON object, or the sentence for people."""
    if as_json:
        print_json(data)
    elif sentence:
        click.echo(sentence)


def print_json(body: object) -> None:
    """Print one JSON object and nothing else."""
    click.echo(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())
