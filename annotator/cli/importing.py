"""The command that brings documents in."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask.cli import with_appcontext

from annotator.accounts.system import system_user
from annotator.cli.answers import as_json_option, one_line_refusals, print_json
from annotator.cli.progress import counted
from annotator.interchange.formats import READERS
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.gathering import gather, in_utf8
from annotator.interchange.importing import Import, ImportOptions, import_documents
from annotator.interchange.report import ImportReport
from annotator.projects.queries import find_project


@click.command(
    "import",
    help="Import texts, or documents with the work on them, into PROJECT: files, folders, zip files.",
)
@click.argument("project")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["auto", *READERS]),
    default="auto",
    help="Of plain text: text (a document a file, called by its name), paths (by folder and name), lines (a document a line).",
)
@click.option(
    "--encoding", default="utf-8", help="Of the files that are not UTF-8, such as cp1252."
)
@click.option("--annotator", help="Whose work it is, where the files do not say.")
@click.option("--as", "kind", type=click.Choice(["work", "suggestions"]), default="work")
@click.option("--text-column", default="", help="The column of a table that holds the texts.")
@click.option("--id-column", default="", help="The column that names the documents.")
@click.option(
    "--meta-column", multiple=True, help="A column to keep as metadata; all, if none is named."
)
@click.option("--create-labels", is_flag=True, help="Add unknown labels to the scheme.")
@click.option("--on-error", type=click.Choice(["stop", "skip"]), default="stop")
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@as_json_option
@with_appcontext
@one_line_refusals
def import_command(
    project: str,
    paths: tuple[Path, ...],
    format_name: str,
    kind: str,
    *,
    json_wanted: bool,
    **options: Any,
) -> None:
    """Import files and folders."""
    found = find_project(project)
    text, name, meta = (options.pop(f"{what}_column") for what in ("text", "id", "meta"))
    encoding = options.pop("encoding")
    columns = Columns(text, name, meta or None)
    chosen = ImportOptions(as_suggestions=kind == "suggestions", columns=columns, **options)
    with TemporaryDirectory() as room, counted("Imported") as progress:
        gathered = gather(paths, format_name, Path(room))
        sources, refusals = in_utf8(gathered.sources, encoding, Path(room))
        if refusals and chosen.on_error == "stop":
            raise refusals[0]
        job = Import(found.id, system_user().id, chosen, progress)
        report = import_documents(job, sources)
    report.skipped += [(refusal.place, refusal.reason) for refusal in refusals]
    report.warnings += [
        f"{name}: The ending tells no format: passed by." for name in gathered.passed_by
    ]
    if json_wanted:
        print_json(report.as_json())
    else:
        _tell_import(report, dry_run=chosen.dry_run)


def _tell_import(report: ImportReport, *, dry_run: bool) -> None:
    for place, reason in report.skipped:
        click.echo(f"skipped {place}: {reason}", err=True)
    for warning in report.all_warnings:
        click.echo(f"note: {warning}", err=True)
    if report.labels_created:
        click.echo(f"Labels added: {', '.join(report.labels_created)}")
    done = "Would store" if dry_run else "Stored"
    click.echo(
        f"{done} {report.documents} documents, {report.spans} spans, {report.relations} relations; "
        f"skipped {len(report.skipped)}."
    )
