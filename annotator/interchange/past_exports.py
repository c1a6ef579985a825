"""Making an earlier export again from its manifest, although people have gone on working."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from annotator.core.errors import Refused
from annotator.core.policy import prepare
from annotator.core.records import DocumentRecord
from annotator.core.report import LISTS, ExportOptions, ExportReport
from annotator.core.scheme_reader import read_scheme
from annotator.core.sentences import listed, sentence
from annotator.interchange.formats import writer_of
from annotator.interchange.formats.snapshot import PastExport, read_export
from annotator.interchange.progress import Told, told
from annotator.interchange.rebuilding import Rebuilding

SHOWN = 10


def export_again(
    project_id: int, manifest: Path, asked: ExportOptions, target: Path, progress: Told
) -> ExportReport:
    """Write an earlier export anew into `target`: all choices are the manifest's, the bytes are the same.

    Raises Refused, with what differs, where history does not hold everything any more (nothing is written)
    or where the files come out differently, because another version of spaCy writes them for instance.
    """
    past = read_export(manifest)
    options = past_options(past, asked)
    scheme, splits = read_scheme(past.manifest["scheme"]), past.splits()
    rebuilding = Rebuilding(project_id)
    documents = told(_complete(rebuilding, past), progress)
    prepared = prepare(documents, options, scheme, lambda document: splits[document.id])
    report = writer_of(options.format)(prepared, target, options, scheme)
    differing = differences(past.manifest, orjson.loads((target / report.manifest).read_bytes()))
    if differing:
        message = sentence(
            "The export is at %(target)s, but it is not the same: %(differing)s.",
            target=str(target),
            differing=_listed(differing),
        )
        raise Refused(message, {"manifest": differing})
    return report


def differences(past: Mapping[str, Any], present: Mapping[str, Any]) -> list[str]:
    """Return in words what differs between two manifests: versions first, they explain the files."""
    found: list[str] = []
    for part in sorted(past.keys() | present.keys(), key=lambda name: (name != "versions", name)):
        before, after = past.get(part), present.get(part)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            names = sorted(before.keys() | after.keys())
            found += [
                sentence(
                    "%(part)s %(name)s (%(before)s, now %(after)s)",
                    part=part,
                    name=name,
                    before=_short(before.get(name)),
                    after=_short(after.get(name)),
                )
                for name in names
                if before.get(name) != after.get(name)
            ]
        elif before != after:
            found.append(
                sentence(
                    "%(part)s (%(before)s, now %(after)s)",
                    part=part,
                    before=_short(before),
                    after=_short(after),
                )
            )
    return found


def _complete(rebuilding: Rebuilding, past: PastExport) -> Iterator[DocumentRecord]:
    yield from rebuilding.documents(past.documents)
    if rebuilding.missing:
        message = sentence(
            "The export cannot be made again: %(missing)s.", missing=_listed(rebuilding.missing)
        )
        raise Refused(message, {"manifest": rebuilding.missing})


def past_options(past: PastExport, asked: ExportOptions) -> ExportOptions:
    """Return the choices of an earlier export. Refuses other choices beside them."""
    if asked.dry_run:
        message = sentence(
            "An export made again is what it was: leave out the dry run, or the manifest."
        )
        raise Refused.field("dry_run", message)
    chosen = past.manifest["options"]
    try:
        options = ExportOptions(
            format=past.manifest["format"],
            check=asked.check,
            max_loss=asked.max_loss,
            **chosen | {name: tuple(chosen[name]) for name in LISTS},
        )
        _check_types(options)
    except (KeyError, TypeError):
        message = sentence(
            "The manifest was written by another version, which named its choices differently."
        )
        raise Refused.field("manifest", message) from None
    _refuse_other_choices(options, asked)
    return options


def _check_types(options: ExportOptions) -> None:
    for name, value in (options.as_json() | {"format": options.format}).items():
        values = value if name in LISTS else [value]
        kinds = {type(one) for one in values}
        if kinds - ({str, type(None)} if name == "split" else {str}):
            raise TypeError(name)


def _refuse_other_choices(options: ExportOptions, asked: ExportOptions) -> None:
    plain = ExportOptions(format="").as_json() | {"language": asked.language}
    wanted = {name: value for name, value in asked.as_json().items() if value != plain[name]}
    if asked.format and asked.format != options.format:
        wanted["format"] = asked.format
    if wanted:
        message = sentence(
            "An export made again takes all its choices from the manifest: leave out %(names)s.",
            names=", ".join(sorted(wanted)),
        )
        raise Refused.field(next(iter(wanted)), message)


def _listed(sentences: list[str]) -> str:
    more = len(sentences) - SHOWN
    rest = [sentence("and %(more)s more", more=more)] if more > 0 else []
    return listed([*sentences[:SHOWN], *rest])


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
