"""Policies: whose annotations of a document are taken when several people worked on it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.core.errors import Refused
from annotator.core.records import AnnotationRecord, DocumentRecord
from annotator.core.report import ExportOptions, Prepared
from annotator.core.scheme import Scheme
from annotator.core.sentences import sentence
from annotator.core.spans import Span
from annotator.core.votes import merge

CHOICES = "gold, majority, majority:K, union, all, or an annotator's name"


@dataclass(frozen=True, slots=True)
class Policy:
    """`kind` is default, gold, majority, union, all or annotator.

    `votes` is how many must agree in a majority; 0 means more than half of those who finished. Documents that fewer
    have finished are not decided.
    """

    kind: str = "default"
    votes: int = 0
    annotator: str = ""


def read_policy(text: str) -> Policy:
    """Read a policy as people write it: `gold`, `majority`, `majority:2`, `union`, `all`, a name, or nothing."""
    name, _, votes = text.partition(":")
    if name == "majority" and text != "majority":
        if not votes.isdecimal() or int(votes) < 1:
            message = sentence(
                "A majority is written majority or majority:2, not %(text)s.", text=repr(text)
            )
            raise Refused.field("annotations", message)
        return Policy("majority", votes=int(votes))
    if text in ("gold", "majority", "union", "all"):
        return Policy(text)
    return Policy("annotator", annotator=text) if text else Policy()


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a document: no set, one, or under `all` several; and the spans in dispute."""

    chosen: tuple[AnnotationRecord, ...] = ()
    disputed: tuple[Span, ...] = ()


def choose(document: DocumentRecord, policy: Policy, status: str, scheme: Scheme) -> Choice:
    """Choose among a document's sets. `status` is done (finished sets only) or any.

    Refuses under the default policy when several people worked and nobody decided.
    """
    sets = [one for one in document.annotations if status == "any" or one.status == "done"]
    work = sorted((one for one in sets if one.kind == "work"), key=lambda one: one.annotator)
    gold = [one for one in sets if one.kind == "gold"]
    if policy.kind == "all":
        return Choice(tuple(sets))
    if policy.kind == "annotator":
        return Choice(tuple(one for one in work if one.annotator == policy.annotator))
    if policy.kind in ("majority", "union"):
        return _merged(work, policy, scheme)
    candidates = gold if gold or policy.kind == "gold" else work
    if len(candidates) > 1:
        names = ", ".join(one.annotator for one in candidates)
        what = sentence("gold sets") if gold else sentence("sets and no gold")
        message = sentence(
            "The document %(document)s has several %(what)s (%(names)s): say whose to take with "
            "--annotations (%(choices)s).",
            document=document.id,
            what=what,
            names=names,
            choices=CHOICES,
        )
        raise Refused.field("annotations", message)
    return Choice(tuple(candidates))


def _merged(work: list[AnnotationRecord], policy: Policy, scheme: Scheme) -> Choice:
    needed = 1 if policy.kind == "union" else policy.votes or len(work) // 2 + 1
    if len(work) < needed:
        return (
            Choice()
        )  # too few people to decide: empty, it would seem to say that nothing is there
    single = {layer.name for layer in scheme.of_kind("document") if not layer.multiple}
    record, disputed = merge(work, needed, single)
    return Choice((replace(record, annotator=policy.kind),), disputed)


def prepare(
    documents: Iterable[DocumentRecord],
    options: ExportOptions,
    scheme: Scheme,
    split_of: Callable[[DocumentRecord], str] = lambda _: "",
) -> Iterator[Prepared]:
    """Yield the documents that have chosen annotations, cut down to the layers and labels asked for.

    Documents without any are left out, but under `all` every document comes, also one that nobody finished.
    """
    check_names(options, scheme)
    policy = read_policy(options.annotations)
    for document in documents:
        choice = choose(document, policy, options.status, scheme)
        if not choice.chosen and policy.kind != "all":
            continue
        yield Prepared(
            document,
            tuple(_wanted(one, options, scheme) for one in choice.chosen),
            tuple(span for span in choice.disputed if options.takes(span.layer, span.label)),
            split_of(document),
        )


def check_names(options: ExportOptions, scheme: Scheme) -> None:
    """Refuse names of layers and labels that do not exist."""
    for name in options.layers:
        if scheme.layer(name) is None:
            there = ", ".join(layer.name for layer in scheme.layers) or sentence("none")
            raise Refused.field(
                "layers",
                sentence(
                    "There is no layer %(name)s; there are: %(there)s.", name=name, there=there
                ),
            )
    names = list(_labels(scheme))
    for name in options.labels:
        if not any(name in (label, f"{layer}/{label}") for layer, label in names):
            there = ", ".join(f"{layer}/{label}" for layer, label in names) or sentence("none")
            raise Refused.field(
                "labels",
                sentence(
                    "There is no label %(name)s; there are: %(there)s.", name=name, there=there
                ),
            )


def _labels(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for layer in scheme.layers:
        if layer.kind != "relation":
            yield from ((layer.name, label.name) for label in layer.labels)


def _wanted(record: AnnotationRecord, options: ExportOptions, scheme: Scheme) -> AnnotationRecord:
    if not (options.layers or options.labels):
        return record
    spans = tuple(span for span in record.spans if options.takes(span.layer, span.label))
    ids = {span.id for span in spans}
    layers = options.layers or [layer.name for layer in scheme.layers]
    names = {name for name, (layer, _) in scheme.relation_names().items() if layer.name in layers}
    relations = tuple(
        one
        for one in record.relations
        if one.label in names and one.head in ids and (one.tail is None or one.tail in ids)
    )
    labels = {
        layer: tuple(label for label in values if options.takes(layer, label))
        for layer, values in record.labels.items()
        if layer in layers
    }
    return replace(record, spans=spans, relations=relations, labels=labels)
