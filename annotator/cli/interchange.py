"""Commands that bring documents in and take data sets out."""

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from annotator.accounts.system import system_user
from annotator.cli.answers import one_line_refusals, print_json
from annotator.cli.progress import counted
from annotator.core.report import ExportOptions, ExportReport
from annotator.interchange.exporting import export_project
from annotator.interchange.formats import READERS, WRITERS
from annotator.interchange.formats.csv_reader import Columns
from annotator.interchange.importing import Import, ImportOptions, import_documents
from annotator.interchange.past_exports import export_again
from annotator.interchange.report import ImportReport
from annotator.interchange.sources import files_at
from annotator.projects.queries import find_project

as_json_option = click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")


@click.command("import", help="Import texts, or documents with the work on them, into PROJECT.")
@click.argument("project")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "format_name", type=click.Choice(["auto", *READERS]), default="auto")
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
    columns = Columns(text, name, meta or None)
    chosen = ImportOptions(as_suggestions=kind == "suggestions", columns=columns, **options)
    sources = files_at(paths, format_name)
    with counted("Imported") as progress:
        job = Import(found.id, system_user().id, chosen, progress)
        report = import_documents(job, sources)
    if json_wanted:
        print_json(report.as_json())
    else:
        _tell_import(report, dry_run=chosen.dry_run)


def _tell_import(report: ImportReport, *, dry_run: bool) -> None:
    for place, reason in report.skipped:
        click.echo(f"skipped {place}: {reason}", err=True)
    for warning in report.warnings:
        click.echo(f"note: {warning}", err=True)
    if report.labels_created:
        click.echo(f"Labels added: {', '.join(report.labels_created)}")
    done = "Would store" if dry_run else "Stored"
    click.echo(
        f"{done} {report.documents} documents, {report.spans} spans, {report.relations} relations; "
        f"skipped {len(report.skipped)}."
    )


@click.command("export", help="Write what was labelled in PROJECT as a data set.")
@click.argument("project")
@click.option("--format", "format_name", default="", help=f"One of {', '.join(WRITERS)}.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--annotations", default="", help="gold, majority[:K], union, all or an annotator.")
@click.option("--status", type=click.Choice(["done", "any"]), default="done")
@click.option("--layer", "layers", multiple=True, help="Only these layers; may be repeated.")
@click.option("--split", help="Parts of train/dev/test, such as 80/10/10.")
@click.option("--group-by", default="", help="Metadata key: equal values stay in one part.")
@click.option("--stratify", default="", help="Metadata key: each value is split in these parts.")
@click.option("--keep-split", default="", help="An earlier export whose documents stay in place.")
@click.option(
    "--from",
    "past",
    type=click.Path(path_type=Path),
    help="Make the export of this manifest again, from history.",
)
@click.option("--align", type=click.Choice(["trim", "expand", "contract"]), help="Mend edges.")
@click.option("--check", is_flag=True, help="Read what was written and compare.")
@click.option("--max-loss", type=click.IntRange(0), help="How many spans may be left out.")
@as_json_option
@with_appcontext
@one_line_refusals
def export_command(
    project: str, format_name: str, past: Path | None, *, json_wanted: bool, **options: Any
) -> None:
    """Export a project."""
    if not (format_name or past):
        message = "Say which --format to write, or --from which manifest."
        raise click.UsageError(message)
    found = find_project(project)
    target = options.pop("output") or current_app.config["EXPORTS"] / found.slug
    align = options.pop("align") or "strict"
    chosen = ExportOptions(format=format_name, align=align, **options)
    with counted("Exporting", found.document_count) as progress:
        if past:
            report = export_again(found.id, past, chosen, target, progress)
        else:
            report = export_project(found.id, chosen, target, progress)
    if json_wanted:
        print_json(report.as_json(target))
    else:
        _tell_export(report, target)


def _tell_export(report: ExportReport, target: Path) -> None:
    for row in report.changed:
        click.echo(f"changed: {row.as_json()}", err=True)
    for row in report.left_out:
        click.echo(f"left out: {row.as_json()}", err=True)
    for note in report.notes:
        click.echo(note)
    numbers = report.numbers()
    click.echo(
        f"Wrote {report.documents} documents to {target}: {numbers['in']} spans, {numbers['exact']} exact, "
        f"{numbers['changed']} changed, {numbers['left_out']} left out."
    )
