"""The command that measures how far annotators agree."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import with_appcontext

from annotator.cli.answers import one_line_refusals, print_json
from annotator.core.agreement.question import PERIODS, Question
from annotator.core.errors import Refused
from annotator.core.texts import MAX_LENGTH
from annotator.interchange.formats.spacy_docbin.tokenizer import load_tokenizer, words_of
from annotator.projects.queries import find_project

if TYPE_CHECKING:
    from annotator.core.agreement.tokens import Rule, TokenExtents

RULES = ("regex", "ws")


@click.command("agreement", help="Measure how far annotators agree in PROJECT, or in a file.")
@click.argument("project", required=False)
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path),
    help="Work in our JSONL, instead of a project.",
)
@click.option("--layer", "layers", multiple=True, help="Only these layers; may be repeated.")
@click.option("--label", "labels", multiple=True, help="Only these labels; may be repeated.")
@click.option("--annotators", default="", help="Only these, joined by commas.")
@click.option(
    "--tokenizer",
    default="regex",
    show_default=True,
    help=r"regex (\w+|[^\w\s]), ws (\S+), or spaCy's for a language, such as fr.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only documents last changed on this day or later (UTC); in projects.",
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only documents last changed on this day or earlier (UTC); in projects.",
)
@click.option(
    "--meta", multiple=True, help="Only documents with this metadata, as key=value; in projects."
)
@click.option(
    "--over",
    type=click.Choice(PERIODS),
    help="The figures of each period; in projects.",
)
@click.option("--gamma", is_flag=True, help="Measure gamma, too; takes minutes.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
@with_appcontext
@one_line_refusals
def agreement_command(
    project: str | None,
    path: Path | None,
    tokenizer: str,
    *,
    json_wanted: bool,
    gamma: bool,
    **chosen: Any,
) -> None:
    """Print the agreement."""
    # numpy and scipy are slow to import, and every command and server imports this module.
    from annotator.agreement.queries import project_agreement  # noqa: PLC0415
    from annotator.cli.work_file import file_agreement  # noqa: PLC0415

    if (project is None) == (path is None):
        message = "Name a project, or a file with --file."
        raise click.UsageError(message)
    question = _question(chosen, in_file=path is not None)
    rule = tokenizer if tokenizer in RULES else spacy_rule(tokenizer)
    if path is not None:
        report = file_agreement(path, question, rule)
    else:
        report = project_agreement(find_project(str(project)), question, rule)
    if gamma:
        _add_gamma(report, project, path, question)
    if json_wanted:
        print_json(report)
    else:
        _tell_all(report)


def _tell_all(report: dict[str, Any]) -> None:
    for layer in (*report["layers"], *report["relations"]):
        _tell(layer)


def _question(chosen: Mapping[str, Any], *, in_file: bool) -> Question:
    names = tuple(one.strip() for one in chosen["annotators"].split(",") if one.strip())
    since, until = (chosen[name] and chosen[name].date() for name in ("since", "until"))
    narrowed = (since, until, chosen["meta"], chosen["over"] or "")
    if in_file and any(narrowed):
        message = "--since, --until, --meta and --over ask about projects: a file has no dates."
        raise click.UsageError(message)
    return Question(chosen["layers"], chosen["labels"], names, *narrowed)


def _add_gamma(
    report: dict[str, Any], project: str | None, path: Path | None, question: Question
) -> None:
    """Add gamma to the measures of the layers of spans."""
    from annotator.agreement.compared import compared_layer  # noqa: PLC0415
    from annotator.agreement.gamma import MISSING, gamma_is_there, run_gamma, span_layer  # noqa: PLC0415
    from annotator.cli.work_file import compared_in_file  # noqa: PLC0415
    from annotator.core.agreement.gamma import SAMPLES, gamma_answer, gamma_documents  # noqa: PLC0415

    asked = [*report["layers"], *report["relations"]] if question.layers else []
    for layer in asked:
        if layer["kind"] != "span":
            message = f"Gamma is measured on layers of spans; {layer['layer']} is a layer of kind {layer['kind']}."
            raise Refused.field("layer", message)
    if not gamma_is_there():
        raise Refused(MISSING)
    for layer in report["layers"]:
        if layer["kind"] != "span":
            continue
        if path is not None:
            shared, work = compared_in_file(path, question, layer["layer"])
        else:
            found = find_project(str(project))
            shared, work = compared_layer(found, question, span_layer(found, layer["layer"]))
        results = run_gamma(gamma_documents(shared, work), SAMPLES, lambda _: None)
        layer["measures"]["gamma"] = gamma_answer(results) | {"more_documents": None}


def spacy_rule(language: str) -> "Rule":
    """Return spaCy's tokenizer for a language as a rule. Refuses languages it has none for."""
    nlp, missing = load_tokenizer(language)
    if missing:
        message = (
            f"There is no tokenizer {language}: name regex, ws or a language of spaCy, such as fr."
        )
        raise Refused.field("tokenizer", message)
    nlp.max_length = MAX_LENGTH

    def rule(text: str) -> "TokenExtents":
        _, _, tokens = words_of(nlp.make_doc(text))
        return tokens.starts, tokens.ends

    return rule


def _tell(layer: dict[str, Any]) -> None:
    names = ", ".join(layer["annotators"])
    left = f"; {len(layer['left_out'])} left out" if layer["left_out"] else ""
    many = _documents(layer["documents"])
    click.echo(f"{layer['kind']} layer {layer['layer']}: {many} by {names}{left}")
    for name, measure in layer["measures"].items():
        click.echo(_line(name, measure))
    for label, measures in layer["labels"].items():
        name, measure = next(iter(measures.items()))
        click.echo(_line(f"{label} ({name})", measure))
    for title, measure in _carried(layer):
        click.echo(_line(title, measure))
    for period in layer.get("over_time", ()):
        name, measure = next(iter(period["measures"].items()))
        click.echo(_line(f"{period['since']} to {period['until']} ({name})", measure))
    for pair in layer["pairs"]:
        name, measure = next(iter(pair["measures"].items()))
        title = f"{pair['a']} and {pair['b']} ({name}, {_documents(pair['documents'])})"
        click.echo(_line(title, measure))
    click.echo()


def _documents(many: int) -> str:
    return "1 document" if many == 1 else f"{many} documents"


def _carried(layer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what spans carry: attributes given the same span, and tuples of label and roles."""
    for name, measures in layer.get("attributes", {}).items():
        yield f"{name} (alpha, same span)", measures["alpha"]
    tuples = dict(layer.get("tuples", {}))
    for role, measure in tuples.pop("roles", {}).items():
        yield f"{role} (role)", measure
    yield from ((f"{name} (tuple)", measure) for name, measure in tuples.items())


def _line(name: str, measure: dict[str, Any]) -> str:
    if measure["value"] is None:
        return f"  {name:<24} -      {measure['reason']}"
    line = f"  {name:<24} {measure['value']:.3f}"
    if measure["low"] is None:
        return f"{line}  {measure['reason']}"
    return f"{line}  {measure['low']:.3f} to {measure['high']:.3f}"
