"""A dry run reports what the export that follows does, and leaves nothing behind."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.alignment import MODES
from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.report import ExportOptions, ExportReport, Prepared
from annotator.core.scheme import Scheme
from annotator.interchange.formats import WRITERS
from tests.interchange.formats.strategies import documents

Outcome = dict[str, object] | str


@st.composite
def projects(draw: st.DrawFn) -> list[Prepared]:
    """Documents with anybody's work on them, dealt out at random."""
    found: list[DocumentRecord] = draw(
        st.lists(documents(), max_size=4, unique_by=lambda one: one.id)
    )
    return [_prepared(one, draw(st.sampled_from(["train", "dev", "test"]))) for one in found]


def _prepared(document: DocumentRecord, split: str) -> Prepared:
    chosen: tuple[AnnotationRecord, ...] = document.annotations
    return Prepared(document, chosen, split=split)


def outcome(
    name: str, given: list[Prepared], target: Path, options: ExportOptions, scheme: Scheme
) -> Outcome:
    """Return what was reported, but for the names of files, or the refusal."""
    try:
        report: ExportReport = WRITERS[name](given, target, options, scheme)
    except Refused as refusal:
        return str(refusal)
    body = report.as_json()
    assert bool(body.pop("files")) == bool(body.pop("manifest")) == (not options.dry_run)
    return body


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=15)
@given(
    given=projects(),
    mode=st.sampled_from(MODES),
    max_loss=st.sampled_from([None, 0, 1]),
    split=st.sampled_from([None, "80/10/10"]),
)
def test_a_dry_run_tells_what_the_export_does(
    tmp_path_factory: pytest.TempPathFactory,
    scheme: Scheme,
    name: str,
    *,
    given: list[Prepared],
    mode: str,
    max_loss: int | None,
    split: str | None,
) -> None:
    target = tmp_path_factory.mktemp("any") / "out"
    options = ExportOptions(name, align=mode, max_loss=max_loss, split=split)
    rehearsed = outcome(name, given, target, replace(options, dry_run=True), scheme)
    assert list(target.parent.iterdir()) == []

    assert outcome(name, given, target, options, scheme) == rehearsed


@pytest.mark.parametrize("name", WRITERS)
def test_a_dry_run_refuses_a_folder_that_the_export_would_refuse(
    tmp_path: Path, scheme: Scheme, name: str
) -> None:
    (tmp_path / "precious.txt").write_bytes(b"1")
    with pytest.raises(Refused, match="other files"):
        WRITERS[name]([], tmp_path, ExportOptions(name, dry_run=True), scheme)
