from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import Refused
from annotator.core.splits import SplitRule, check_splits, read_ratios

RULE = SplitRule(read_ratios("80/10/10"))


@pytest.mark.parametrize(
    ("text", "ratios"),
    [
        ("80/10/10", (Fraction(4, 5), Fraction(1, 10), Fraction(1, 10))),
        ("50/50", (Fraction(1, 2), Fraction(1, 2), 0)),
        ("0.6 / 0.2 / 0.2", (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))),
        ("2/1/0", (Fraction(2, 3), Fraction(1, 3), 0)),
    ],
)
def test_ratios_are_scaled_to_one(text: str, ratios: tuple[Fraction, ...]) -> None:
    assert read_ratios(text) == ratios


@pytest.mark.parametrize(
    "text", ["", "80", "80/-10/30", "a/b/c", "0/0/0", "1/1/1/1", "1//1", "1/nan"]
)
def test_ratios_that_mean_nothing_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="80/10/10"):
        read_ratios(text)


@given(st.text())
def test_split_is_decided_by_the_hash_of_the_document(name: str) -> None:
    place = int(sha256(b"split\0" + name.encode()).hexdigest()[:16], 16) / 2**64
    expected = "test" if place < 0.1 else "dev" if place < 0.2 else "train"
    assert RULE.split_of(name, {}) == expected


def test_split_has_about_the_parts_asked_for() -> None:
    names = [RULE.split_of(f"document-{at}", {}) for at in range(5000)]
    assert 0.78 < names.count("train") / 5000 < 0.82
    assert 0.08 < names.count("dev") / 5000 < 0.12


@given(st.lists(st.text(), unique=True), st.randoms())
def test_split_of_a_document_depends_on_no_other(names: list[str], random: object) -> None:
    alone = {name: RULE.split_of(name, {}) for name in names}
    random.shuffle(names)  # type: ignore[attr-defined]
    assert {name: RULE.split_of(name, {}) for name in names} == alone


@pytest.mark.parametrize(
    ("reserved", "split"),
    [("train", "train"), ("dev", "dev"), ("validation", "dev"), ("test", "test")],
)
def test_reserved_documents_go_where_they_are_reserved_for(reserved: str, split: str) -> None:
    assert {RULE.split_of(f"d{at}", {"split": reserved}) for at in range(50)} == {split}


@pytest.mark.parametrize("reserved", ["held-out", 1, ["train"]])
def test_unknown_reservation_is_refused(reserved: object) -> None:
    with pytest.raises(Refused, match=r"The document d has meta\.split"):
        RULE.split_of("d", {"split": reserved})


def test_documents_of_a_group_stay_together() -> None:
    rule = SplitRule(read_ratios("40/30/30"), group_by="story")
    for story in range(30):
        splits = {rule.split_of(f"{story}-{at}", {"story": story}) for at in range(10)}
        assert len(splits) == 1


def test_documents_without_a_group_stand_alone() -> None:
    rule = SplitRule(RULE.ratios, group_by="story")
    assert all(
        rule.split_of(f"d{at}", {"story": None}) == RULE.split_of(f"d{at}", {}) for at in range(50)
    )


@pytest.mark.parametrize(("counts", "empty"), [({"train": 5}, "dev"), ({"dev": 5}, "train")])
def test_empty_split_is_refused_with_what_to_do(counts: dict[str, int], empty: str) -> None:
    with pytest.raises(Refused, match=f"would be in {empty}: .*--split"):
        check_splits(counts)


def test_nothing_to_export_is_refused_with_the_likely_reason() -> None:
    with pytest.raises(Refused, match="--status any"):
        check_splits({})


def test_empty_test_split_is_allowed() -> None:
    check_splits({"train": 1, "dev": 1})
