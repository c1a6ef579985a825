"""The definitions worked out the slow way, character by character, with sets and loops: what the fast code must equal."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations, permutations
from statistics import mean
from typing import Any

from tests.core.agreement.made import Made

Pair = tuple[str, str]


def common(documents: Sequence[Made]) -> list[Made]:
    return [one for one in documents if len(one.done) > 1]


def pairs_of(documents: Sequence[Made]) -> dict[Pair, list[Made]]:
    found: dict[Pair, list[Made]] = {}
    for one in documents:
        for pair in combinations(one.done, 2):
            found.setdefault(pair, []).append(one)
    return found


def parts(span: tuple[Any, ...]) -> tuple[tuple[int, int], ...]:
    return span[3] if len(span) > 3 else ((span[0], span[1]),)


def covered(span: tuple[Any, ...]) -> set[int]:
    return {at for start, end in parts(span) for at in range(start, end)}


def unique(spans: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted({(span[0], span[1], span[2], parts(span)) for span in spans})


def mean_over_pairs(
    documents: Sequence[Made], of_pair: Callable[[Pair, list[Made]], float | None]
) -> float | None:
    values = [of_pair(pair, own) for pair, own in pairs_of(documents).items()]
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def f1(documents: Sequence[Made], credit: Callable[[Any, Any], float], *, places: bool = False):
    def of_pair(pair: Pair, own: list[Made]) -> float | None:
        gain = size = 0.0
        for one in own:
            sides = [unique(one.spans[name]) for name in pair]
            if places:
                sides = [sorted({(s[0], s[1], "", s[3]) for s in side}) for side in sides]
            gain += 2 * credit(*sides)
            size += sum(map(len, sides))
        return gain / size if size else None

    return mean_over_pairs(documents, of_pair)


def equal_spans(a: Any, b: Any) -> float:
    return len(set(a) & set(b))


def assignment(a: Any, b: Any, score: Callable[[Any, Any], float]) -> float:
    """Try every one-to-one assignment."""
    short, long = sorted((a, b), key=len)
    return max(
        sum(score(x, y) for x, y in zip(short, order, strict=True))
        for order in permutations(long, len(short))
    )


def touches(x: Any, y: Any) -> float:
    return float(x[2] == y[2] and bool(covered(x) & covered(y)))


def iou(x: Any, y: Any) -> float:
    both, either = covered(x) & covered(y), covered(x) | covered(y)
    return len(both) / len(either) if x[2] == y[2] else 0.0


def matched(a: Any, b: Any) -> float:
    return assignment(a, b, touches)


def shared_length(a: Any, b: Any) -> float:
    return assignment(a, b, iou)


def token_values(one: Made, name: str, rule: str) -> list[str]:
    values = []
    for token in re.finditer(rule, one.text):
        here = set(range(*token.span()))
        values.append("+".join(sorted({s[2] for s in one.spans[name] if covered(s) & here})) or "O")
    return values


def alpha_of(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha from the definition: a table of coincidences of pairs of values within units."""
    table: Counter[tuple[str, str]] = Counter()
    for unit in units:
        for x, y in permutations(unit, 2):
            table[x, y] += 1 / (len(unit) - 1)
    used: Counter[str] = Counter()
    for (x, _), count in table.items():
        used[x] += count
    n = sum(used.values())
    chance = sum(used[x] * used[y] for x in used for y in used if x != y)
    if chance == 0:
        return None
    seen = sum(count for (x, y), count in table.items() if x != y)
    return 1 - (n - 1) * seen / chance


def positions_alpha(documents: Sequence[Made], rule: str) -> float | None:
    units: list[list[str]] = []
    for one in common(documents):
        units += zip(*(token_values(one, name, rule) for name in one.done), strict=True)
    return alpha_of(units)


def token_kappa(documents: Sequence[Made]) -> float | None:
    def of_pair(pair: Pair, own: list[Made]) -> float | None:
        a, b = (
            [x for one in own for x in token_values(one, name, r"\w+|[^\w\s]")] for name in pair
        )
        seen = mean(x == y for x, y in zip(a, b, strict=True))
        chance = sum(a.count(x) * b.count(x) for x in set(a)) / len(a) ** 2
        return (seen - chance) / (1 - chance) if chance < 1 else None

    return mean_over_pairs(documents, of_pair)


def units_of(one: Made, name: str) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, label, _ in sorted(unique(one.spans[name]), key=lambda s: (s[0], -s[1], s[2])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, label))
    return kept


def unitizing(documents: Sequence[Made], kind: str) -> float | None:
    """The 2016 family: coincidences of positions, chance without what a unit would have with itself."""
    table: Counter[tuple[str, str]] = Counter()
    own = 0.0
    for one in common(documents):
        lines = {name: line_of(one, name, binary=kind == "binary") for name in one.done}
        weight = 1 / (len(one.done) - 1)
        if kind != "labels":
            own += sum(own_chance(one, name) for name in one.done)
        for a, b in permutations(one.done, 2):
            for x, y in zip(lines[a], lines[b], strict=True):
                if kind != "labels" or (x and y):
                    table[x, y] += weight
            if kind == "labels":
                shared = (lines[b][start:end] for start, end, _ in units_of(one, a))
                own += weight * sum(sum(map(bool, line)) ** 2 for line in shared)
    return chance_corrected(table, own)


def line_of(one: Made, name: str, *, binary: bool) -> list[str]:
    line = [""] * len(one.text)
    for start, end, label in units_of(one, name):
        line[start:end] = ["x" if binary else label] * (end - start)
    return line


def own_chance(one: Made, name: str) -> int:
    lengths = [end - start for start, end, _ in units_of(one, name)]
    return sum(length**2 for length in lengths) + len(one.text) - sum(lengths)


def chance_corrected(table: Counter[tuple[str, str]], own: float) -> float | None:
    n = sum(table.values())
    used: Counter[str] = Counter()
    for (x, _), count in table.items():
        used[x] += count
    chance = n**2 - sum(count**2 for count in used.values())
    if n == 0 or min(chance, n**2 - own) < 1e-6:
        return None
    seen = sum(count for (x, y), count in table.items() if x != y)
    return 1 - seen * (n**2 - own) / (n * chance)
