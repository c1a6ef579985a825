"""Snippets: where in a document what was looked for stands, as it is in the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, null, select

from annotator.database import db
from annotator.documents.models import Document
from annotator.documents.search_index import LIGATURES

NO_SNIPPET = cast(null(), String)
BEGIN, END, CUT = "\x02", "\x03", "…"
AROUND = 60
"""Letters before and after what was found letter by letter."""
FOLD = str.maketrans(LIGATURES)
FOLDED = re.compile("|".join(LIGATURES.values()), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a snippet; `found` where it is what was looked for."""

    text: str
    found: bool


def around(text: str) -> ColumnElement[str]:
    """Return the first place of a document's text with these letters, marked, and what is around it."""
    if db.engine.dialect.name != "sqlite":
        return NO_SNIPPET
    place = func.instr(func.lower(Document.text), text.lower())
    end = place + len(text)
    marked = (
        case((place > AROUND + 1, CUT), else_="")
        + _cut(func.max(place - AROUND, 1), func.min(place - 1, AROUND))
        + BEGIN
        + _cut(place, len(text))
        + END
        + _cut(end, AROUND)
        + case((Document.length >= end + AROUND, CUT), else_="")
    )
    return case((place > 0, marked), else_=NO_SNIPPET)


def _cut(start: ColumnElement[int], length: ColumnElement[int] | int) -> ColumnElement[str]:
    return func.substr(Document.text, start, length, type_=String)


def pieces(snippet: str | None, document_id: int) -> Sequence[Piece]:
    """Return a snippet as it stands in the document's text, cut at what was found; empty when nothing was."""
    if not snippet or BEGIN not in snippet:
        return ()
    if FOLDED.search(snippet):
        snippet = _unfolded(snippet, document_id)
    found: list[Piece] = []
    for at, part in enumerate(re.split(f"[{BEGIN}{END}]", snippet)):
        if part:
            found.append(Piece(part, found=at % 2 == 1))
    return found


def _unfolded(snippet: str, document_id: int) -> str:
    """Give a snippet back the ligatures that the index does not know."""
    text = db.session.scalar(select(Document.text).where(Document.id == document_id)) or ""
    if not any(ligature in text for ligature in LIGATURES):
        return snippet
    bare = snippet.removeprefix(CUT).removesuffix(CUT)
    start = text.translate(FOLD).find(bare.replace(BEGIN, "").replace(END, ""))
    if start < 0:
        return snippet
    place = _place(text, start)
    kept: list[str] = []
    folded = iter(bare)
    for character in folded:
        if character in (BEGIN, END):
            kept.append(character)
            continue
        kept.append(text[place])
        if text[place] in LIGATURES:
            _pass_by_letter(folded, kept)
        place += 1
    body = "".join(kept)
    return (CUT if snippet.startswith(CUT) else "") + body + (CUT if snippet.endswith(CUT) else "")


def _pass_by_letter(folded: Any, kept: list[str]) -> None:
    """Pass by the second letter of a ligature, keeping the marks before it."""
    for character in folded:
        if character not in (BEGIN, END):
            return
        kept.append(character)


def _place(text: str, folded_place: int) -> int:
    """Return the offset in a text of a place in its folded form."""
    passed = 0
    for at, character in enumerate(text):
        if passed >= folded_place:
            return at
        passed += len(LIGATURES.get(character, " "))
    return len(text)
