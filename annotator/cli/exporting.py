"""The command that takes data sets out."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from annotator.cli.answers import as_json_option, one_line_refusals, print_json
from annotator.cli.progress import counted
from annotator.core.errors import Refused
from annotator.core.report import ExportOptions, ExportReport
from annotator.core.splits import SPLITS
from annotator.interchange.exporting import export_project
from annotator.interchange.formats import WRITERS
from annotator.interchange.formats.limits import LEAVES_OUT
from annotator.interchange.past_exports import export_again
from annotator.projects.models import Project
from annotator.projects.queries import find_project

TOLD = 100
"""Spans changed, and spans left out, that are told one by one."""


@click.command("export", help="Write what was labelled in PROJECT as a data set.")
@click.argument("project")
@click.option("--format", "format_name", default="", help=f"One of {', '.join(WRITERS)}.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--annotations", default="", help="gold, majority[:K], union, all or an annotator.")
@click.option("--status", type=click.Choice(["done", "any"]), default="done")
@click.option("--layer", "layers", multiple=True, help="Only these layers; may be repeated.")
@click.option("--label", "labels", multiple=True, help="Only these labels; may be repeated.")
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
@click.option("--dry-run", is_flag=True, help="Count what would be written, and write nothing.")
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
    if not (json_wanted or past):
        chosen = _confirmed(found, chosen, target)
    with counted("Exporting", found.document_count) as progress:
        if past:
            report = export_again(found.id, past, chosen, target, progress)
        else:
            report = export_project(found.id, chosen, target, progress)
    if json_wanted:
        print_json(report.in_full(target) if chosen.dry_run else report.as_json(target))
    else:
        _tell(report, target, dry_run=chosen.dry_run)


def _confirmed(project: Project, chosen: ExportOptions, target: Path) -> ExportOptions:
    """Ask a person at a terminal before spans are left out; where nobody can be asked, none may be."""
    if chosen.dry_run or chosen.max_loss is not None or chosen.format not in LEAVES_OUT:
        return chosen
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return replace(chosen, max_loss=0)
    with counted("Looking", project.document_count) as progress:
        rehearsal = replace(chosen, dry_run=True)
        report = export_project(project.id, rehearsal, target, progress)
    _tell_labels(report)
    lost = len(report.left_out)
    if lost and not click.confirm(
        f"{lost} spans would be left out. Export all the same?", err=True
    ):
        message = (
            "Nothing was written: --align mends edges, --max-loss says how many may be left out."
        )
        raise Refused(message)
    return replace(chosen, max_loss=lost)


def _tell(report: ExportReport, target: Path, *, dry_run: bool) -> None:
    for rows in (report.changed, report.left_out):
        for row in rows[:TOLD]:
            click.echo(row, err=True)
        if len(rows) > TOLD:
            click.echo(
                f"and {len(rows) - TOLD} more: --json and alignment.jsonl have all.", err=True
            )
    if dry_run:
        _tell_labels(report)
    for layer, labels in report.coverage.items():
        for label, one in labels.items():
            click.echo(f"A span finder reaches {one['share']:.1%} of {layer}/{label}.")
    for note in report.all_notes:
        click.echo(note)
    numbers = report.numbers()
    sizes = ", ".join(f"{split} {report.splits[split]}" for split in SPLITS if report.splits[split])
    what = "Would write" if dry_run else "Wrote"
    click.echo(
        f"{what} {report.documents} documents to {target}{sizes and f' ({sizes})'}: {numbers['in']} spans, "
        f"{numbers['exact']} exact, {numbers['changed']} changed, {numbers['left_out']} left out."
    )


def _tell_labels(report: ExportReport) -> None:
    reasons = Counter(
        (row.span.layer, row.span.label, row.reason) for row in (*report.changed, *report.left_out)
    )
    for layer, label, numbers in report.by_label():
        why = [f"{n} {key[2]}" for key, n in reasons.items() if key[:2] == (layer, label)]
        click.echo(
            f"{layer}/{label}: {numbers['in']} spans, {numbers['exact']} exact, "
            f"{numbers['changed']} changed, {numbers['left_out']} left out"
            f"{' (' + ', '.join(why) + ')' if why else ''}"
        )
