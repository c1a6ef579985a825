"""The three annotators: each finished everything, and they disagree as people do."""

from itertools import combinations, pairwise

import pytest

from tests.seeds.demo import ANNOTATORS, DOCUMENTS, entities, sets

Entity = tuple[int, int, str]


def test_entities_of_one_annotator_never_overlap() -> None:
    for document in DOCUMENTS:
        for annotator in ANNOTATORS:
            ordered = sorted(entities(document, annotator))
            assert all(before[1] <= after[0] for before, after in pairwise(ordered))


def test_ana_labels_a_string_always_the_same() -> None:
    labels: dict[str, set[str]] = {}
    for document in DOCUMENTS:
        for start, end, label in entities(document, "ana"):
            labels.setdefault(document["text"][start:end], set()).add(label)
    assert max(len(names) for names in labels.values()) == 1


@pytest.mark.parametrize(("first", "second"), list(combinations(ANNOTATORS, 2)))
def test_each_pair_disagrees_but_not_too_much(first: str, second: str) -> None:
    same = sum(len(entities(d, first) & entities(d, second)) for d in DOCUMENTS)
    total = sum(len(entities(d, first)) + len(entities(d, second)) for d in DOCUMENTS)
    assert 0.6 <= 2 * same / total <= 0.95


def touching(span: Entity, others: set[Entity]) -> list[Entity]:
    return [other for other in others if other[0] < span[1] and span[0] < other[1]]


def kind_of(span: Entity, theirs: set[Entity]) -> str:
    """Say how the other annotator departs from this span."""
    near = touching(span, theirs)
    if not near:
        return "missed"
    if len(near) > 1:
        return "split"
    return "label" if near[0][:2] == span[:2] else "boundary"


def disagreements(other: str) -> set[str]:
    kinds = set()
    for document in DOCUMENTS:
        ours, theirs = entities(document, "ana"), entities(document, other)
        kinds |= {kind_of(span, theirs) for span in ours - theirs}
        kinds |= {"extra" for span in theirs if not touching(span, ours)}
        kinds |= {"merged" for span in theirs if len(touching(span, ours)) > 1}
    return kinds


def test_ben_disagrees_in_label_boundary_and_by_merging() -> None:
    assert {"missed", "label", "boundary", "merged"} <= disagreements("ben")


def test_chloe_disagrees_in_label_boundary_by_splitting_and_by_extra_spans() -> None:
    assert {"missed", "label", "boundary", "split", "extra"} <= disagreements("chloe")


def test_somebody_is_done_without_a_span() -> None:
    idle = [(d["id"][:6], w["annotator"]) for d, w in sets() if not w["spans"]]
    assert idle == [("fr-012", "ben")]


def test_every_document_is_done_by_all_three() -> None:
    for document in DOCUMENTS:
        assert [work["annotator"] for work in document["annotations"]] == ANNOTATORS
    for _, work in sets():
        assert (work["kind"], work["status"]) == ("work", "done")
