"""The README of an export: what is in it, what is not, and the commands that use it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from annotator.core.report import ExportReport
from annotator.interchange.formats.spacy_docbin.layout import SPANS_KEY
from annotator.interchange.formats.spacy_docbin.reach import AllCoverage
from annotator.interchange.formats.spacy_docbin.survey import Target
from annotator.interchange.formats.spacy_docbin.two_stages import FOUND

Documents = Mapping[tuple[str, str], int]
"""Numbers of documents by (layer, split)."""

HOLDS = {
    "ents": "spans that do not overlap, in `doc.ents`",
    "sc": f'spans that overlap or are long, in `doc.spans["{SPANS_KEY}"]`',
    "cats": "labels of whole documents, in `doc.cats`",
}

INTRODUCTION = """\
# Training data for spaCy

{documents} documents. Each layer has a folder with DocBin files by split.

| layer | holds | train | dev | test |
| --- | --- | ---: | ---: | ---: |
"""

TRAINING = """
## Train a model for {name}
{stages}
```sh
cd "{name}"
"""

TRAIN = "python -m spacy train {config} --output {output}\n"

TWO_STAGES = """
Two stages: the first model learns where spans begin and end, the second what they are of what the first
one proposes. The second begins when the first is trained; its result is the whole model.
"""

STAGES = {
    "config.cfg": "out",
    "span_finder.cfg": FOUND,
    "spancat.cfg": "out",
}
"""The folder in which each configuration's models are put."""

EVALUATION = "python -m spacy evaluate out/model-best test\n"

NO_CONFIGURATION = """
## Layers without a configuration

The DocBin files of {names} are complete, but there is no training configuration beside them:
without a label in train there is nothing to learn, and what a span finder cannot propose is never learnt.
"""

COVERAGE = """
## What the span finders can propose

| layer | label | spans | short enough | |
| --- | --- | ---: | ---: | ---: |
"""

LOSSES = """
## What the files hold

Of {in} spans, {exact} are held exactly, {changed} were changed and {left_out} left out. Every span
changed or left out is a line of `alignment.jsonl`. In `doc.ents` the tokens of spans left out are
missing values: training learns nothing from them, neither right nor wrong.
"""

REASONS = """
| layer | label | | reason | spans |
| --- | --- | --- | --- | ---: |
"""

IDS = """
## Ids

`doc.user_data` holds `document` (the document's id), `annotator`, and for each span of the layer a key
`span:ID`: its start and end (code points, end exclusive), its label, and `exact`, or how it was changed,
or why it was left out, separated by spaces. A span with attributes has them, as a JSON object, under
`attributes:ID`. Spans carry their ids: `ent.ent_id_` in `doc.ents`, `span.id_` in span groups.

`manifest.json` holds the SHA-256 of every file, the numbers of labels by split, the choices made, the
scheme, and which tokenizer cut the texts. The same work gives the same bytes.
"""


def readme(
    targets: Sequence[Target],
    configured: Mapping[str, Sequence[str]],
    documents: Documents,
    report: ExportReport,
    card: str,
) -> str:
    """Return the text of README.md; `configured` names the configurations of layers, in the order of training.

    `card` says what was taken.
    """
    parts = [INTRODUCTION.format(documents=report.documents)]
    parts += [_row(target, documents) for target in targets]
    names = [target.layer.name for target in targets]
    others = [name for name in names if not configured.get(name)]
    parts += [_training(name, configured[name], documents) for name in names if name not in others]
    if others:
        parts.append(NO_CONFIGURATION.format(names=", ".join(others)))
    return "".join([*parts, card, _losses(report), IDS])


def _row(target: Target, documents: Documents) -> str:
    name = target.layer.name
    train, dev, test = (documents.get((name, split), 0) for split in ("train", "dev", "test"))
    return f"| {name} | {HOLDS[target.carrier]} | {train} | {dev} | {test} |\n"


def coverage_table(coverage: AllCoverage) -> str:
    """Return a table of what span finders can propose; nothing where no layer has one."""
    rows = [
        f"| {layer} | {label} | {one.spans} | {one.reached} | {one.share:.1%} |\n"
        for layer, labels in coverage.items()
        for label, one in labels.items()
    ]
    return COVERAGE + "".join(rows) if rows else ""


def _training(name: str, configs: Sequence[str], documents: Documents) -> str:
    commands = [TRAIN.format(config=config, output=STAGES[config]) for config in configs]
    evaluation = EVALUATION if documents.get((name, "test")) else ""
    stages = TWO_STAGES if len(configs) > 1 else ""
    return TRAINING.format(name=name, stages=stages) + "".join(commands) + evaluation + "```\n"


def _losses(report: ExportReport) -> str:
    text = LOSSES.format(**report.numbers())
    reasons = Counter(
        (row.span.layer, row.span.label, "changed" if row.held else "left out", row.reason)
        for row in (*report.changed, *report.left_out)
    )
    if reasons:
        text += REASONS
        text += "".join(f"| {' | '.join(key)} | {n} |\n" for key, n in sorted(reasons.items()))
    if report.all_notes:
        text += "\n" + "".join(f"- {note}\n" for note in report.all_notes)
    return text
