"""How far a command is, on a terminal; nothing where the output goes elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def counted(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how many of `total` are done (or just how many); yields what is to be called with that number."""
    if not sys.stderr.isatty():
        yield lambda _number: None
    elif total is None:
        yield lambda number: click.echo(f"\r{label} {number}", nl=False, err=True)
        click.echo(err=True)
    else:
        with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
            yield lambda number: bar.update(number - bar.pos)
