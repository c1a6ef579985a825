import hashlib
from pathlib import Path

import orjson
import pytest

from annotator.core.errors import Refused
from annotator.core.report import ExportReport
from annotator.interchange.formats.folder import ExportFolder


def export(target: Path, files: dict[str, bytes]) -> ExportReport:
    report = ExportReport()
    with ExportFolder(target) as folder:
        for name, data in files.items():
            folder.write(name, data)
        folder.finish(report, {"dataset_sha256": "x"})
    return report


def fail_half_way(target: Path) -> None:
    with ExportFolder(target) as folder:
        folder.write("one.txt", b"half")
        folder.stream("two.txt").write(b"open")
        raise ZeroDivisionError


def fill_the_disk(target: Path, size: int) -> None:
    with ExportFolder(target) as folder:
        (folder.path / "two.txt").symlink_to("/dev/full")
        folder.stream("two.txt").write(b"2" * size)
        folder.finish(ExportReport(), {"dataset_sha256": "x"})


def held(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_manifest_has_the_digest_of_every_file(tmp_path: Path) -> None:
    report = export(tmp_path / "a" / "b", {"x/one.txt": b"1", "two.txt": b"22"})
    manifest = orjson.loads((tmp_path / "a" / "b" / report.manifest).read_bytes())
    assert manifest["files"] == {
        "two.txt": {"bytes": 2, "sha256": hashlib.sha256(b"22").hexdigest()},
        "x/one.txt": {"bytes": 1, "sha256": hashlib.sha256(b"1").hexdigest()},
    }
    assert report.files == ["two.txt", "x/one.txt"]


def test_failed_export_leaves_the_previous_one_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "x"
    export(target, {"one.txt": b"1"})
    with pytest.raises(ZeroDivisionError):
        fail_half_way(target)
    assert (target / "one.txt").read_bytes() == b"1"
    assert list(tmp_path.iterdir()) == [target]


def test_complete_export_replaces_the_previous_one(tmp_path: Path) -> None:
    target = tmp_path / "x"
    export(target, {"one.txt": b"1", "two.txt": b"2"})
    export(target, {"two.txt": b"3"})
    assert held(target) == {"two.txt", "manifest.json"}
    assert (target / "two.txt").read_bytes() == b"3"
    assert list(tmp_path.iterdir()) == [target]


def test_files_that_people_added_survive_the_next_export(tmp_path: Path) -> None:
    target = tmp_path / "x"
    export(target, {"layer/config.cfg": b"1"})
    (target / "layer" / "out" / "model").mkdir(parents=True)
    (target / "layer" / "out" / "model" / "meta.json").write_bytes(b"trained")
    (target / "notes.txt").write_bytes(b"mine")
    export(target, {"notes.txt": b"ours"})
    assert (target / "layer" / "out" / "model" / "meta.json").read_bytes() == b"trained"
    assert (target / "notes.txt").read_bytes() == b"ours"
    assert (target / "notes.txt.old").read_bytes() == b"mine"
    assert not (target / "layer" / "config.cfg").exists()


@pytest.mark.parametrize("manifest", [None, b"{}", b"[1]", b"no json"])
def test_folder_with_other_files_is_refused(tmp_path: Path, manifest: bytes | None) -> None:
    (tmp_path / "precious.txt").write_bytes(b"1")
    if manifest:
        (tmp_path / "manifest.json").write_bytes(manifest)
    with pytest.raises(Refused, match="other files"):
        export(tmp_path, {"one.txt": b"1"})
    assert (tmp_path / "precious.txt").exists()


def test_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    export(tmp_path / "x", {"one.txt": b"1"})
    assert held(tmp_path / "x") == {"one.txt", "manifest.json"}


def test_place_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"1")
    with pytest.raises(Refused, match="is a file"):
        export(tmp_path / "file", {})
    with pytest.raises(Refused, match="Nothing can be written"):
        export(tmp_path / "file" / "below", {})


def test_check_finds_a_file_that_is_not_what_was_written(tmp_path: Path) -> None:
    with ExportFolder(tmp_path / "out") as folder:
        folder.write("a.jsonl", b"one\n")
        folder.check()
        (folder.path / "a.jsonl").write_bytes(b"two\n")
        with pytest.raises(RuntimeError, match=r"a\.jsonl does not hold"):
            folder.check()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("size", [1, 1 << 20])
def test_a_full_disk_is_told_and_leaves_the_previous_export(tmp_path: Path, size: int) -> None:
    target = tmp_path / "x"
    export(target, {"one.txt": b"1"})
    with pytest.raises(Refused, match="No space left"):
        fill_the_disk(target, size)
    assert (target / "one.txt").read_bytes() == b"1"
    assert list(tmp_path.iterdir()) == [target]
