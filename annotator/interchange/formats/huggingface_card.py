"""The card of a Hugging Face data set: README.md, whose head names the files, the fields and their classes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from annotator.core.report import ExportReport
from annotator.core.scheme import Scheme
from annotator.interchange.formats.huggingface_tags import TagColumn

Feature = str | list[str] | Mapping[str, Any]
"""A type's name, the names of a class, or the features of the items of a list; under "" the one of plain items."""

TEXT = """
# {documents} labelled documents

A row is one person's set on one document (`annotator`, `kind`, `status`). Offsets count Unicode code points of
`text`; ends are exclusive, so `text[start:end]` is what was marked. `layer` and `label` are classes: a number in
a row, whose name is in the features. `labels` are those of the whole document. `meta` and `attributes` are JSON
in a text; `fragments` lists the parts of a span in several pieces and is empty otherwise.

```python
from datasets import load_dataset

data = load_dataset("path/of/this/folder")
span = data["train"].features["spans"].feature
names = span["label"].names
```

`manifest.json` holds the SHA-256 of every file and the choices made. The same work gives the same bytes.
"""


TAGS = """
## Tokens and tags

`tokens` are the words of `text`: letters and digits with the marks on them, every other sign by itself. The spans of
layers that never overlap are there once more as a class for each word, `B-` where one begins and `I-` inside it.
A missing value (null) is a word of a span that fits no words, or that people dispute: leave it out of the loss (-100).

| column | layer |
| --- | --- |
"""
NO_TAGS = """
`tokens` are the words of `text`. No layer has tags for them: the spans of all overlap.
"""


def features(scheme: Scheme, columns: Sequence[TagColumn]) -> dict[str, Feature]:
    """Return the fields of a row and what they hold, archived names included."""
    spans = [layer for layer in scheme.layers if layer.kind == "span"]
    documents = [layer for layer in scheme.layers if layer.kind == "document"]
    span: dict[str, Feature] = {
        "id": "string",
        "start": "int64",
        "end": "int64",
        "layer": [layer.name for layer in spans],
        "label": _names(label.name for layer in spans for label in layer.labels),
        "attributes": "string",
        "fragments": {"start": "int64", "end": "int64"},
        "note": "string",
        "origin": "string",
    }
    relation = dict.fromkeys(("id", "label", "from", "to", "value"), "string")
    label: dict[str, Feature] = {
        "layer": [layer.name for layer in documents],
        "label": _names(label.name for layer in documents for label in layer.labels),
    }
    strings = dict.fromkeys(("id", "text", "meta", "annotator", "kind", "status"), "string")
    return {
        **strings,
        "spans": span,
        "relations": {**relation, "label": _names(scheme.relation_names())},
        "labels": label,
        "note": "string",
        "flag": "string",
        "revision": "int64",
        "tokens": {"": "string"},
        **{column.name: {"": column.classes} for column in columns},
    }


def card(
    scheme: Scheme, columns: Sequence[TagColumn], splits: Sequence[str], report: ExportReport
) -> str:
    """Return the text of README.md; `columns` are the tags there are, `splits` those that have a file."""
    head = ["---", "configs:", "- config_name: default", "  data_files:"]
    for split in splits:
        head += [f"  - split: {split}", f"    path: data/{split}.jsonl"]
    head += ["dataset_info:", "  features:", *_yaml(features(scheme, columns), "  "), "---"]
    return "\n".join(head) + "\n" + TEXT.format(documents=report.documents) + _tags(columns)


def _yaml(fields: Mapping[str, Feature], indent: str) -> Iterator[str]:
    for name, feature in fields.items():
        yield f"{indent}- name: {orjson.dumps(name).decode()}"
        if isinstance(feature, str) or not feature:
            yield f"{indent}  dtype: {feature or 'string'}"
        elif isinstance(feature, list):
            yield f"{indent}  dtype:"
            yield from _classes(feature, f"{indent}    ")
        elif isinstance(feature.get(""), list):
            yield f"{indent}  list:"
            yield from _classes(feature[""], f"{indent}    ")
        elif "" in feature:
            yield f"{indent}  list: {feature['']}"
        else:
            yield f"{indent}  list:"
            yield from _yaml(feature, f"{indent}  ")


def _classes(names: Sequence[str], indent: str) -> Iterator[str]:
    yield f"{indent}class_label:"
    yield f"{indent}  names:"
    for number, name in enumerate(names):
        yield f"{indent}    '{number}': {orjson.dumps(name).decode()}"


def _tags(columns: Sequence[TagColumn]) -> str:
    told = "".join(f"| `{one.name}` | {one.layer.name} |\n" for one in columns)
    return TAGS + told if told else NO_TAGS


def _names(names: Any) -> list[str]:
    return list(dict.fromkeys(names))
