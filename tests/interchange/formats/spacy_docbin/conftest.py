"""What tests of exports for spaCy share: the export itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme import Scheme
from annotator.interchange.formats.spacy_docbin import write_spacy
from tests.interchange.formats.spacy_docbin.builders import OPTIONS, Exported


@pytest.fixture
def export(tmp_path: Path, scheme: Scheme) -> Callable[..., Exported]:
    """Export documents into a folder and open what was written."""

    def run(*documents: Prepared, options: ExportOptions = OPTIONS) -> Exported:
        folder = tmp_path / "spacy"
        return Exported(folder, write_spacy(documents, folder, options, scheme))

    return run
