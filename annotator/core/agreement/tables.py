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

    def summed(self, into: Ints, weight: Floats, rows: int) -> "Table":
        """Return the table whose rows are the weighted sums of the rows that go `into` each."""
        width = int(self.value.max(initial=0)) + 1
        scale = weight[self.row]
        keys, (a, b) = merged(into[self.row] * width + self.value, self.a * scale, self.b * scale)
        n, agree, own = (sums(into, x * weight, rows) for x in (self.n, self.agree, self.own))
        return Table(n, agree, own, keys // width, keys % width, a, b)

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
