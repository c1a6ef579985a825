"""The command that checks the database."""

import click
from flask.cli import with_appcontext

from annotator.cli.answers import one_line_refusals, print_json
from annotator.core.errors import Refused
from annotator.interchange.checking import check_database


@click.command("check", help="Check that nothing stored is lost, shifted or miscounted.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
@with_appcontext
@one_line_refusals
def check_command(*, json_wanted: bool) -> None:
    """Check texts, sets against their events, and counters."""
    report = check_database()
    if json_wanted:
        print_json(report.as_json())
    else:
        for fault in report.faults:
            click.echo(fault)
        click.echo(
            f"{report.documents} documents, {report.sets} sets, {report.events} events, {report.spans} spans."
        )
    if report.faults:
        message = f"{len(report.faults)} faults: restore a backup, or report them."
        raise Refused(message)
