"""Lines of JSONL about one short text, for tests of the reader."""

from typing import Any

import orjson
import pytest

from annotator.interchange.formats.jsonl import JsonlReader
from annotator.interchange.formats.records import Place, RecordRefused

TEXT = "M. Rutte confirme 🙂 : «\u00a0des soldats à Koursk\u00a0»."
PLACE = Place("news/kursk.jsonl", 3)
ONE, TWO = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))


def line(*annotations: object, **more: object) -> bytes:
    return orjson.dumps({"id": "d1", "text": TEXT, "annotations": annotations} | more)


def ana(*spans: object, **more: object) -> dict[str, Any]:
    return {"annotator": "ana", "spans": spans} | more


def mark(start: int, end: int, label: str = "PER", **more: object) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "layer": "entity"} | more


def refusal(reader: JsonlReader, piece: bytes | str) -> RecordRefused:
    with pytest.raises(RecordRefused) as caught:
        reader.read(piece, PLACE)
    return caught.value
