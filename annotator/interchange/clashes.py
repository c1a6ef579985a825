"""Clashes: documents whose id stands for another text, and what mends that."""

from pathlib import PurePath

from annotator.core.errors import Conflict, Refused
from annotator.core.sentences import sentence
from annotator.interchange.formats import ENDINGS
from annotator.interchange.formats.records import Place


def in_words(clash: str, external_id: str, place: Place) -> str:
    """Return what is said of a clash, with the remedy where a plain text in a folder is called by its name alone."""
    plain = ENDINGS.get(PurePath(place.file).suffix.lower()) == "text"
    if not plain or external_id != place.stem or external_id == place.path:
        return clash
    return sentence(
        "%(clash)s Or have texts called by folder and name: a choice on the import page, --format paths of flask import.",
        clash=clash,
    )


def with_remedy(refusal: Refused, external_id: str, place: Place) -> Refused:
    """Return the refusal of a record that was read, with the remedy where it is a clash that has one."""
    if not isinstance(refusal, Conflict):
        return refusal
    message = in_words(refusal.message, external_id, place)
    return Conflict(message, {field: [message] for field in refusal.errors})
