"""Import and export of 10,000 documents with 25 spans each, by the commands, beside bare loops over the same bytes."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import spacy
from spacy.tokens import DocBin

from tests.bench.measures import Measure, Run, run_program
from tests.bench.texts import spans_in, text_of
from tests.browser.serving import BIN
from tests.durability.installation import Installation, found

DOCUMENTS, MANY, SPANS, LENGTH, FEW = 10_000, 100_000, 25, 1_000, 1_000
IMPORT_BUDGET, EXPORT_BUDGET, PEAK_BUDGET = 0.5, 0.2, 150


def run() -> Iterator[Measure]:
    """Measure in an installation of its own; the start of a command is not counted."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        installation = found(folder / "installation", people=0, documents=0)
        written = folder / "many.jsonl"
        with written.open("wb") as file:
            file.writelines(lines(DOCUMENTS))
        start = _flask(installation, "project", "list")

        imported = _flask(installation, "import", "press", written)
        yield from _cost("import", imported, start, _bare_reading(written), IMPORT_BUDGET)

        command = ("export", "press", "--annotations", "all", "--output", folder / "jsonl")
        exported = _flask(installation, *command, "--format", "jsonl")
        yield from _cost("jsonl export", exported, start, _bare_writing(written), EXPORT_BUDGET)
    with TemporaryDirectory() as name:
        yield from _memory(Path(name), imported, exported)
    with TemporaryDirectory() as name:
        yield from _spacy(Path(name))


def _memory(folder: Path, imported: Run, exported: Run) -> Iterator[Measure]:
    """Do both with ten times as many documents: memory stays what it was."""
    installation = found(folder / "installation", people=0, documents=0)
    written = folder / "many.jsonl"
    with written.open("wb") as file:
        file.writelines(lines(MANY))
    done = _flask(installation, "import", "press", written)
    written.unlink()
    yield _flat("import", done, imported)
    target = folder / "jsonl"
    options = ("--annotations", "all", "--format", "jsonl", "--output", target)
    yield _flat("jsonl export", _flask(installation, "export", "press", *options), exported)


def _flat(name: str, many: Run, fewer: Run) -> Measure:
    title = f"{name}: peak memory at {MANY:,} documents, beside {DOCUMENTS:,}"
    return Measure(title, many.peak, "MiB", fewer.peak, 1.25, of_ratio=True)


def lines(documents: int) -> Iterator[bytes]:
    """Yield records with their spans, a line each."""
    text = text_of(LENGTH)
    spans = [
        {"start": one.start, "end": one.end, "layer": one.layer, "label": one.label}
        | {"id": str(one.id), "quote": text[one.start : one.end]}
        for one in spans_in(text, SPANS)
    ]
    work = {"annotator": "ana", "kind": "work", "status": "done", "spans": spans}
    for number in range(documents):
        record = {"id": f"d-{number}", "text": text, "meta": {}, "annotations": [work]}
        yield orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def _flask(installation: Installation, *arguments: str | Path) -> Run:
    return run_program([BIN / "flask", "--app", "wsgi", *arguments], installation.environment)


def _cost(name: str, done: Run, start: Run, bare: float, budget: float) -> Iterator[Measure]:
    cpu = (done.cpu - start.cpu) / DOCUMENTS * 1000
    yield Measure(f"{name}: CPU a document, beside a bare loop", cpu, "ms", bare, budget)
    yield Measure(
        f"{name}: peak memory, beside a command that does nothing",
        done.peak,
        "MiB",
        start.peak,
        PEAK_BUDGET,
    )
    yield Measure(f"{name}: documents/s", DOCUMENTS / done.wall, "/s", shown=True)


def _bare_reading(file: Path) -> float:
    """Return the milliseconds a document of parsing the lines and looking at each quote."""
    began = time.process_time()
    with file.open("rb") as lines:
        for line in lines:
            record: dict[str, Any] = orjson.loads(line)
            for span in record["annotations"][0]["spans"]:
                assert record["text"][span["start"] : span["end"]] == span["quote"]
    return (time.process_time() - began) / DOCUMENTS * 1000


def _bare_writing(file: Path) -> float:
    """Return the milliseconds a document of dumping the same records."""
    records = [orjson.loads(line) for _, line in zip(range(FEW), file.open("rb"), strict=False)]
    began = time.process_time()
    with (file.parent / "bare.jsonl").open("wb") as out:
        for record in records:
            out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
    return (time.process_time() - began) / FEW * 1000


def _spacy(folder: Path) -> Iterator[Measure]:
    installation = found(folder / "installation", people=0, documents=0)
    written = folder / "few.jsonl"
    with written.open("wb") as file:
        file.writelines(lines(FEW))
    _flask(installation, "import", "press", written)
    start = _flask(installation, "project", "list")
    target = folder / "spacy"
    command = ("export", "press", "--format", "spacy", "--json", "--output", target)
    done = _flask(installation, *command)
    rate = FEW / (done.cpu - start.cpu)
    bare = _bare_docbin(folder)
    yield Measure("spacy export: documents a CPU second, beside bare DocBin", rate, "/s", bare)
    yield Measure("spacy export: peak memory", done.peak, "MiB", start.peak)


def _bare_docbin(folder: Path) -> float:
    """Return the documents a CPU second of tokenizing, setting spans and storing them."""
    tokenizer = spacy.blank("fr")
    text = text_of(LENGTH)
    spans = spans_in(text, SPANS)
    began = time.process_time()
    docs = DocBin(store_user_data=True)
    for _ in range(FEW):
        doc = tokenizer.make_doc(text)
        found_spans = [
            doc.char_span(one.start, one.end, one.label, alignment_mode="expand") for one in spans
        ]
        doc.spans["sc"] = [span for span in found_spans if span is not None]
        docs.add(doc)
    docs.to_disk(folder / "bare.spacy")
    return FEW / (time.process_time() - began)
