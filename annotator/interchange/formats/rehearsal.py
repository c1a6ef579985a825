"""Rehearsals: exports that go as they would and keep nothing, to see what they would hold."""

import os
from pathlib import Path
from typing import Any

from annotator.core.report import ExportOptions, ExportReport
from annotator.interchange.formats.folder import ExportFolder, HashedFile, owned_files


class Rehearsal(ExportFolder):
    """An export folder that keeps nothing: a whole export passes through it and leaves no trace."""

    writes = False

    def __enter__(self) -> "Rehearsal":
        """Refuse what a real export would refuse to replace."""
        owned_files(self.target)
        self.path = self.target
        return self

    def __exit__(self, *_fault: object) -> None:
        """Close what was opened."""
        for file in self._files.values():
            file.close()

    def stream(self, name: str) -> HashedFile:
        """Open a file that forgets what is written to it."""
        self._files[name] = HashedFile(Path(os.devnull).open("wb"))  # noqa: SIM115 -- closed with the folder
        return self._files[name]

    def rename(self, name: str, new: str) -> None:
        """Give a closed file its final name."""
        self._files[new] = self._files.pop(name)

    def check(self) -> None:
        """Compare nothing, for nothing was kept."""

    def finish(self, report: ExportReport, manifest: dict[str, Any]) -> None:
        """Put nothing in place; the report names no files."""


def export_folder(target: Path, options: ExportOptions) -> ExportFolder:
    """Return where an export with these options is written, or rehearsed."""
    return Rehearsal(target) if options.dry_run else ExportFolder(target)
