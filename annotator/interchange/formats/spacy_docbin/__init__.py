"""spaCy: DocBin files for training, one folder a layer, with the configuration that trains on them."""

from collections.abc import Iterable
from pathlib import Path

from annotator.core.alignment import check_mode
from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.scheme import Scheme
from annotator.interchange.formats.manifest import describe
from annotator.interchange.formats.rehearsal import export_folder
from annotator.interchange.formats.snapshot import noted
from annotator.interchange.formats.spacy_docbin.check import check, read_back
from annotator.interchange.formats.spacy_docbin.export import Export
from annotator.interchange.formats.spacy_docbin.survey import Survey
from annotator.interchange.formats.spacy_docbin.tokenizer import fingerprint

__all__ = ["check", "read_back", "write_spacy"]


def write_spacy(
    documents: Iterable[Prepared], target: Path, options: ExportOptions, scheme: Scheme
) -> ExportReport:
    """Write an export for training with spaCy.

    Documents pass through a temporary file, so that any number of them needs little memory.
    Raises Refused; the folder then stays as it was.
    """
    check_mode(options.align)
    with export_folder(target, options) as folder, Survey(scheme, options) as survey:
        export = Export(folder, survey, options)
        export.take_in(noted(folder, documents))
        export.write_documents()
        if folder.writes:
            export.write_texts()
        if options.check:
            export.check()
        export.report.coverage = {
            layer: {label: one.as_json() for label, one in labels.items()}
            for layer, labels in export.coverage().items()
        }
        export.report.check(options.max_loss)
        manifest = describe(export.dataset, export.report, options, scheme)
        tokenizer = fingerprint(export.nlp)
        manifest["tokenizer"] = tokenizer
        manifest["versions"]["spacy"] = tokenizer["spacy"]
        manifest["suggester_coverage"] = export.report.coverage
        folder.finish(export.report, manifest)
    return export.report
