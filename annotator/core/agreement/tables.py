"""Tables: sums that add up. A row belongs to a document or a cell; a measure is a formula on the sum of rows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from annotator.core.agreement.columns import Floats, Ints, merged, numbered, sums


@dataclass(frozen=True, slots=True)
class Totals:
    """What formulas need of a sum of rows; all arrays have one shape.

    `n` counts values, `agree` those that meet an equal one, `own` how often a value would meet itself by chance,
    `product` is the sum over values of how often the first and the second annotator (or both alike) used them.
    """

    n: Floats
    agree: Floats
    own: Floats
    product: Floats


Formula = Callable[[Totals], Floats]
"""Gives the value for each total; NaN where it is undefined."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of counts. `row`, `value`, `a` and `b` say how often a row's first and second annotator used a value."""

    n: Floats
    agree: Floats
    own: Floats
    row: Ints
    value: Ints
    a: Floats
    b: Floats

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.n)

    def pooled(self) -> "Table":
        """Return the table that does not tell the first annotator from the second."""
        both = self.a + self.b
        return Table(self.n, self.agree, self.own, self.row, self.value, both, both)

    def taken(self, rows: Ints) -> "Table":
        """Return these rows, each at most once, in their order."""
        place = np.full(len(self), -1)
        place[rows] = np.arange(len(rows))
        kept = np.flatnonzero(place[self.row] >= 0)
        n, a = self.n[rows], self.a[kept]
        return Table(
            n,
            self.agree[rows],
            n if self.own is self.n else self.own[rows],
            place[self.row[kept]],
            self.value[kept],
            a,
            a if self.b is self.a else self.b[kept],
        )

    def joined(self, other: "Table") -> "Table":
        """Return the rows of this table and then those of the other one."""
        n, a = np.concatenate([self.n, other.n]), np.concatenate([self.a, other.a])
        counted = self.own is self.n and other.own is other.n
        alike = self.b is self.a and other.b is other.a
        return Table(
            n,
            np.concatenate([self.agree, other.agree]),
            n if counted else np.concatenate([self.own, other.own]),
            np.concatenate([self.row, other.row + len(self)]),
            np.concatenate([self.value, other.value]),
            a,
            a if alike else np.concatenate([self.b, other.b]),
        )

    @property
    def size(self) -> int:
        """The bytes it holds; columns that are one and the same count once."""
        columns = (self.n, self.agree, self.own, self.row, self.value, self.a, self.b)
        return sum({id(column): column.nbytes for column in columns}.values())

    def summed(self, into: Ints, weight: Floats, rows: int) -> "Table":
        """Return the table whose rows are the weighted sums of the rows that go `into` each."""
        width = int(self.value.max(initial=0)) + 1
        scale = weight[self.row]
        keys, (a, b) = merged(into[self.row] * width + self.value, self.a * scale, self.b * scale)
        n, agree, own = (sums(into, x * weight, rows) for x in (self.n, self.agree, self.own))
        return Table(n, agree, own, keys // width, keys % width, a, b)

    def sums(self, group: Ints, groups: int) -> Totals:
        """Return the totals of each group of rows."""
        width = int(self.value.max(initial=0)) + 1
        keys, (a, b) = merged(group[self.row] * width + self.value, self.a, self.b)
        n, agree, own = (sums(group, x, groups) for x in (self.n, self.agree, self.own))
        return Totals(n, agree, own, sums(keys // width, a * b, groups))

    def totals(self, group: Ints, groups: int) -> tuple[Totals, Totals]:
        """Return the totals of each group, and for each row the totals of its group without it."""
        width = int(self.value.max(initial=0)) + 1
        keys, inverse = numbered(group[self.row] * width + self.value)
        a, b = (sums(inverse, x, len(keys)) for x in (self.a, self.b))
        product = sums(keys // width, a * b, groups)
        change = self.a * self.b - self.a * b[inverse] - a[inverse] * self.b
        whole = [sums(group, x, groups) for x in (self.n, self.agree, self.own)]
        rest = [t[group] - x for t, x in zip(whole, (self.n, self.agree, self.own), strict=True)]
        without = product[group] + sums(self.row, change, len(self))
        return (
            Totals(whole[0], whole[1], whole[2], product),
            Totals(rest[0], rest[1], rest[2], without),
        )


def counts(n: Floats, agree: Floats) -> Table:
    """Return a table of `agree` out of `n` without values: what proportions are made of."""
    none = np.zeros(0)
    return Table(n, agree, n, none.astype(np.int64), none.astype(np.int64), none, none)
