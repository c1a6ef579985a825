"""Splits of groups that are decided together."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.dealing import check_groups, kept, stratified
from annotator.core.errors import Refused
from annotator.core.splits import SplitRule, read_ratios

RATIOS = read_ratios("80/10/10")
RULE = SplitRule(RATIOS)
BY_STORY = SplitRule(RATIOS, group_by="story")

Documents = list[tuple[str, dict[str, Any]]]


def documents(*sources: str) -> Documents:
    return [(f"d{at:04}", {"source": source}) for at, source in enumerate(sources)]


def dealt(found: Documents, rule: SplitRule) -> dict[str, str]:
    return {name: rule.split_of(name, meta) for name, meta in found}


def test_strata_have_the_parts_asked_for_whatever_their_size() -> None:
    found = documents(*("big" for _ in range(100)), *("small" for _ in range(20)))
    rule = replace(RULE, fixed=stratified(found, RULE, "source"))

    counts = Counter((meta["source"], rule.split_of(name, meta)) for name, meta in found)
    assert [counts["big", split] for split in ("train", "dev", "test")] == [80, 10, 10]
    assert [counts["small", split] for split in ("train", "dev", "test")] == [16, 2, 2]


def test_many_small_strata_give_the_parts_together() -> None:
    found = documents(*(str(at // 2) for at in range(100)))
    counts = Counter(stratified(found, RULE, "source").values())

    assert [counts[split] for split in ("train", "dev", "test")] == [80, 10, 10]


def test_strata_keep_groups_together_and_count_what_is_reserved() -> None:
    found: Documents = [
        (f"d{at}", {"source": "a", "story": str(at // 5)} | ({"split": "test"} if at < 10 else {}))
        for at in range(100)
    ]
    rule = replace(BY_STORY, fixed=stratified(found, BY_STORY, "source"))

    splits = dealt(found, rule)
    assert Counter(splits.values()) == {"train": 80, "dev": 10, "test": 10}
    assert all(len({splits[f"d{5 * at + one}"] for one in range(5)}) == 1 for at in range(20))
    assert {splits[f"d{at}"] for at in range(10)} == {"test"}


@given(st.lists(st.sampled_from("abc"), max_size=60), st.randoms())
def test_strata_do_not_depend_on_the_order_of_documents(sources: list[str], random: Any) -> None:
    found = documents(*sources)
    mixed = list(found)
    random.shuffle(mixed)

    assert stratified(mixed, RULE, "source") == stratified(found, RULE, "source")


@pytest.mark.parametrize("rule", [RULE, BY_STORY])
def test_a_thousand_documents_more_move_none(rule: SplitRule) -> None:
    before: Documents = [(f"d{at}", {"story": str(at % 70), "source": "a"}) for at in range(300)]
    first = replace(rule, fixed=stratified(before, rule, "source"))
    splits = dealt(before, first)
    after = before + [(f"n{at}", {"story": str(at % 99), "source": "b"}) for at in range(1000)]

    keeping = replace(rule, fixed=kept(((one, splits[one[0]]) for one in before), rule))
    again = replace(keeping, fixed=stratified(after, keeping, "source"))
    for later in (keeping, again):
        found = dealt(after, later)
        assert {name: found[name] for name in splits} == splits
        if rule.group_by:
            stories: dict[str, set[str]] = {}
            for name, meta in after:
                stories.setdefault(meta["story"], set()).add(found[name])
            assert all(len(own) == 1 for own in stories.values())


def test_by_hash_alone_a_thousand_documents_more_move_none() -> None:
    names = [f"d{at}" for at in range(300)]
    alone = {name: RULE.split_of(name, {}) for name in names}

    more = {name: RULE.split_of(name, {}) for name in (*(f"n{at}" for at in range(1000)), *names)}
    assert {name: more[name] for name in names} == alone


@pytest.mark.parametrize("second", [{}, {"split": "train"}])
def test_a_group_that_is_reserved_in_part_is_refused(second: dict[str, str]) -> None:
    torn: Documents = [("a", {"story": "x", "split": "test"}), ("b", {"story": "x"} | second)]

    with pytest.raises(Refused, match="'x' of story is torn: a is reserved for test and b is"):
        check_groups(torn, BY_STORY)


def test_groups_reserved_as_a_whole_are_good() -> None:
    check_groups([(name, {"story": "x", "split": "test"}) for name in "ab"], BY_STORY)
    check_groups([("a", {"split": "test"}), ("b", {})], BY_STORY)


def test_an_earlier_export_with_another_grouping_is_refused() -> None:
    before = [(("a", {"story": "x"}), "train"), (("b", {"story": "x"}), "dev")]

    with pytest.raises(Refused, match="same --group-by"):
        kept(before, BY_STORY)
