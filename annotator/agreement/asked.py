"""What the page of agreement is asked for: filters, the measure that plots show, a cell of the confusion table."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from annotator.core.agreement.question import Question
from annotator.core.errors import Refused
from annotator.core.sentences import sentence

TOKENIZERS = ("regex", "ws")
SEVERAL = ("label", "annotators")


@dataclass(frozen=True, slots=True)
class Asked:
    """An address of the page; what is empty is not asked for. `since` and `until` are dates, `meta` is key=value."""

    layer: str = ""
    label: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    tokenizer: str = ""
    since: str = ""
    until: str = ""
    meta: str = ""
    measure: str = ""
    row: str = ""
    column: str = ""
    kind: str = ""
    page: str = ""

    @property
    def rule(self) -> str:
        """How tokens are cut."""
        return self.tokenizer or TOKENIZERS[0]

    @property
    def filtered(self) -> bool:
        """Whether anything but the layer and what is shown of it is asked for."""
        return bool(self.label or self.annotators or self.tokenizer) or self.question().narrowed

    def question(self) -> Question:
        """Return the question to the report: all layers, so that they are counted together."""
        return Question(
            labels=self.label,
            annotators=tuple(sorted(set(self.annotators))),
            since=date.fromisoformat(self.since) if self.since else None,
            until=date.fromisoformat(self.until) if self.until else None,
            meta=(self.meta,) if self.meta else (),
        )

    def scope(self) -> "Asked":
        """Return the same without what is only shown: what the numbers depend on."""
        return replace(self, layer="", measure="", row="", column="", kind="", page="")

    def address(self, **changes: Any) -> str:
        """Return the query of the page with these changes."""
        return f"?{urlencode(self.values(**changes), doseq=True)}"

    def values(self, **changes: Any) -> dict[str, Any]:
        """Return what is asked for, by name."""
        return {name: value for name, value in asdict(replace(self, **changes)).items() if value}


def read_asked(arguments: MultiDict[str, str]) -> Asked:
    """Read an address. Refuses dates, metadata and tokenizers that cannot be meant."""
    values: dict[str, Any] = {}
    for name in Asked.__slots__:
        given = [one.strip() for one in arguments.getlist(name) if one.strip()]
        if name in SEVERAL:
            values[name] = tuple(part.strip() for one in given for part in one.split(","))
        elif given:
            values[name] = given[-1]
    _check(values)
    return Asked(**values)


def _check(values: Mapping[str, Any]) -> None:
    for name in ("since", "until"):
        _day(name, values.get(name, ""))
    if "meta" in values and not values["meta"].partition("=")[2].strip():
        raise Refused.field(
            "meta", sentence("Write metadata as key=value, for example source=AFP.")
        )
    if values.get("tokenizer", TOKENIZERS[0]) not in TOKENIZERS:
        raise Refused.field("tokenizer", sentence("Tokens are cut by regex or by ws."))


def _day(name: str, value: str) -> None:
    try:
        date.fromisoformat(value or "2000-01-01")
    except ValueError:
        message = sentence("%(value)s is no date: write it like 2026-05-31.", value=value)
        raise Refused.field(name, message) from None
