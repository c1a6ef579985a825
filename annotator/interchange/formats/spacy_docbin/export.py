"""One export for training with spaCy under way, from the documents chosen to the files beside each other."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import orjson

from annotator.core.alignment import TOO_LONG
from annotator.core.errors import Refused
from annotator.core.report import ExportOptions, ExportReport, Prepared, SpanRow
from annotator.core.sentences import sentence
from annotator.core.splits import check_splits
from annotator.interchange.formats.data_card import data_card
from annotator.interchange.formats.folder import ExportFolder
from annotator.interchange.formats.manifest import Dataset
from annotator.interchange.formats.spacy_docbin.check import HeldSpan, digest, read_back
from annotator.interchange.formats.spacy_docbin.config import training_configs
from annotator.interchange.formats.spacy_docbin.layout import (
    Layout,
    fill_cats,
    fill_spans,
    fill_user_data,
    lay_out,
)
from annotator.interchange.formats.spacy_docbin.reach import AllCoverage, Reach
from annotator.interchange.formats.spacy_docbin.readme import coverage_table, readme
from annotator.interchange.formats.spacy_docbin.shards import AllShards
from annotator.interchange.formats.spacy_docbin.survey import (
    Item,
    Survey,
    Target,
    taught,
)
from annotator.interchange.formats.spacy_docbin.tokenizer import (
    MAX_LENGTH,
    load_tokenizer,
    words_of,
)

if TYPE_CHECKING:
    from spacy.language import Language


class Export:
    """One export under way."""

    def __init__(self, folder: ExportFolder, survey: Survey, options: ExportOptions) -> None:
        self.folder = folder
        self.survey = survey
        self.options = options
        self.report = ExportReport()
        self.dataset = Dataset()
        self.shards = AllShards(folder)
        self.targets: list[Target] = []
        self.reach: dict[str, Reach] = defaultdict(Reach)
        self.nlp: Language
        self._written = 0

    def take_in(self, documents: Iterable[Prepared]) -> None:
        """Pass all documents to the survey, and refuse what cannot be trained on."""
        too_long = 0
        for one in documents:
            if not taught(one.chosen) or not one.document.text:
                continue
            if len(one.document.text) > MAX_LENGTH:
                too_long += 1
                self._leave_out(one)
                continue
            self.report.disputed += len(one.disputed)
            self.survey.add(one)
            self.dataset.add(one.document, one.split)
        if too_long:
            self.report.notes.append(
                sentence(
                    "%(number)s documents are longer than %(most)s characters, which spaCy "
                    "does not train on: left out.",
                    number=too_long,
                    most=MAX_LENGTH,
                )
            )
        check_splits(self.dataset.documents)
        self.targets = self.survey.targets()
        if not self.targets:
            message = sentence(
                "There is nothing to train on: the chosen documents have no spans or labels."
            )
            raise Refused.field("annotations", message)
        self.report.splits = self.dataset.documents
        for (layer, label, split), number in sorted(self.survey.used.items()):
            self.dataset.count(split, layer, label, number)

    def write_documents(self) -> None:
        """Tokenise every document once and write it to every layer."""
        self.nlp, note = load_tokenizer(self.options.language)
        if note:
            self.report.notes.append(note)
        for item in self.survey.items():
            self._write_document(item)
        self.shards.close()
        self.report.notes += self._notes()

    def write_texts(self) -> None:
        """Write the configurations, the README and the list of spans changed or left out."""
        configured: dict[str, list[str]] = {}
        for target in self.targets:
            name, used = target.layer.name, self.survey.used
            if not any(used[name, label, "train"] for label in target.labels):
                continue
            configs = training_configs(self.nlp, target, self.reach[name])
            for file, config in configs.items():
                self.folder.write(f"{name}/{file}", config.encode())
            configured[name] = list(configs)
        rows = (*self.report.changed, *self.report.left_out)
        lines = (orjson.dumps(row.as_json(), option=orjson.OPT_APPEND_NEWLINE) for row in rows)
        self.folder.write("alignment.jsonl", b"".join(lines))
        card = data_card(self.dataset, self.options, self.survey.scheme)
        text = readme(self.targets, configured, self.shards.documents, self.report, card)
        self.folder.write("README.md", (text + coverage_table(self.coverage())).encode())

    def coverage(self) -> AllCoverage:
        """Return which part of the spans a span finder can propose, by layer that has one and by label."""
        return {
            target.layer.name: self.reach[target.layer.name].coverage()
            for target in self.targets
            if target.carrier == "sc"
        }

    def check(self) -> None:
        """Open the files again; raises RuntimeError when they do not hold what was written."""
        found = digest(span for one in read_back(self.folder.path) for span in one.spans)
        if found != self._written:
            message = "the DocBin files do not hold the spans that were written"
            raise RuntimeError(message)

    def _write_document(self, item: Item) -> None:
        from spacy.tokens import Doc  # noqa: PLC0415 -- slow to import, needed here only

        words, spaces, tokens = words_of(self.nlp.make_doc(item.text))
        for target in self.targets:
            doc = Doc(self.nlp.vocab, words=words, spaces=spaces)
            layout = Layout()
            if target.carrier == "cats":
                fill_cats(doc, item, target)
            else:
                layout = lay_out(item, tokens, target, self.options.align)
                fill_spans(doc, layout, target.carrier)
                self._count(item, layout)
                for span, one in layout.held:
                    self.reach[target.layer.name].add(span.label, one.last - one.first)
            fill_user_data(doc, item, layout)
            self.shards.add(target.layer.name, item.split, doc)

    def _count(self, item: Item, layout: Layout) -> None:
        who = (item.document, item.record.annotator)
        for span, reason in layout.lost:
            self.report.received[span.layer, span.label] += 1
            self.report.left_out.append(SpanRow(*who, span, reason))
        for span, one in layout.held:
            self.report.received[span.layer, span.label] += 1
            if one.reason:
                row = SpanRow(*who, span, one.reason, (one.start, one.end))
                self.report.changed.append(row)
            else:
                self.report.exact[span.layer, span.label] += 1
        if self.options.check:
            self._written = (self._written + digest(_expected(item, layout))) % 2**256

    def _leave_out(self, one: Prepared) -> None:
        for record in taught(one.chosen):
            for span in record.spans:
                self.report.received[span.layer, span.label] += 1
                row = SpanRow(one.document.id, record.annotator, span, TOO_LONG)
                self.report.left_out.append(row)

    def _notes(self) -> list[str]:
        unheld = self.survey.unheld
        notes: list[str] = [
            sentence(
                "%(number)s %(what)s cannot be held by DocBin files; the JSONL export has them.",
                number=number,
                what=what,
            )
            for number, what in (
                (unheld["relations"], sentence("relations")),
                (unheld["notes"], sentence("notes")),
            )
            if number
        ]
        if self.report.disputed:
            notes.append(sentence("In doc.ents the tokens of spans in dispute are missing values."))
        used = self.survey.used
        for target in self.targets:
            name = target.layer.name
            notes += self.reach[name].notes(name) if target.carrier == "sc" else ()
            for label in target.labels:
                empty = [split for split in ("train", "dev") if not used[name, label, split]]
                if empty:
                    notes.append(
                        sentence(
                            "The label %(label)s of %(name)s is not in %(known)s.",
                            label=label,
                            name=name,
                            known=" and ".join(empty),
                        )
                    )
        return notes


def _expected(item: Item, layout: Layout) -> Iterable[HeldSpan]:
    for span, one in layout.held:
        yield HeldSpan(
            layer=span.layer,
            split=item.split,
            document=item.document,
            annotator=item.record.annotator,
            span=str(span.id),
            start=one.start,
            end=one.end,
            label=span.label,
            quote=item.text[one.start : one.end],
        )
