"""Shards: DocBin files small enough to be written and read in little memory."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from annotator.interchange.formats.folder import ExportFolder

if TYPE_CHECKING:
    from spacy.tokens import Doc

MAX_DOCUMENTS = 5_000
MAX_TOKENS = 500_000
ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "ENT_ID")
"""The token columns that are kept: nothing else is annotated, and files shrink to a third."""


class Shards:
    """The DocBin files of one layer and split; a full one is written and forgotten."""

    def __init__(self, folder: ExportFolder, place: str) -> None:
        """Write to the folder `place` of the export."""
        self._folder = folder
        self._place = place
        self._bin = self._new()
        self._tokens = 0
        self._written = 0

    def add(self, doc: "Doc") -> None:
        """Add a document, writing the shard before it when that is full."""
        if not self._folder.writes:
            return
        full = len(self._bin) >= MAX_DOCUMENTS or self._tokens + len(doc) > MAX_TOKENS
        if full and len(self._bin):
            self._write()
        self._bin.add(doc)
        self._tokens += len(doc)

    def close(self) -> None:
        """Write the last shard and number all of them."""
        if len(self._bin):
            self._write()
        for number in range(1, self._written + 1):
            name = f"{self._place}/{number:05}-of-{self._written:05}.spacy"
            self._folder.rename(self._unnumbered(number), name)

    def _write(self) -> None:
        self._written += 1
        self._folder.write(self._unnumbered(self._written), self._bin.to_bytes())
        self._bin = self._new()
        self._tokens = 0

    def _unnumbered(self, number: int) -> str:
        return f"{self._place}/{number:05}.spacy"

    @staticmethod
    def _new() -> Any:
        from spacy.tokens import DocBin  # noqa: PLC0415 -- slow to import

        return DocBin(attrs=ATTRIBUTES, store_user_data=True)


class AllShards:
    """The shards of all layers and splits."""

    def __init__(self, folder: ExportFolder) -> None:
        """Write below this folder."""
        self._folder = folder
        self._shards: dict[tuple[str, str], Shards] = {}
        self.documents: Counter[tuple[str, str]] = Counter()

    def add(self, layer: str, split: str, doc: "Doc") -> None:
        """Add a document to a layer's split."""
        if (layer, split) not in self._shards:
            self._shards[layer, split] = Shards(self._folder, f"{layer}/{split}")
        self._shards[layer, split].add(doc)
        self.documents[layer, split] += 1

    def close(self) -> None:
        """Write what is left."""
        for shards in self._shards.values():
            shards.close()
