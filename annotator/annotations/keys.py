"""The keys of the labelling page: what each does, and which a person would rather press."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from annotator.core.errors import Refused

DEFAULTS = {
    "undo": "ctrl+z",
    "redo": "ctrl+shift+z ctrl+y",
    "done": "ctrl+enter",
    "occurrences": "*",
    "find": "/",
    "sentence": "s",
    "block": "p",
    "fragment": "+",
    "delete": "delete backspace",
    "menu": "enter space",
    "start_back": "[",
    "start_on": "]",
    "end_back": "{",
    "end_on": "}",
    "inspect": "e",
    "note": "m",
    "link": "r",
    "list": "l",
    "layer": "n",
    "hide": "shift+n",
    "guidelines": "g",
    "previous": "alt+arrowleft",
    "next": "alt+arrowright",
    "sheet": "?",
}
"""What can be done by a key, with the keys that do it: the only table of them, which the page's script reads too."""

HELD = ("ctrl", "alt", "shift")
FIXED = re.compile(r"(?:shift\+)?tab|escape|(?:(?:alt\+)?shift\+)?arrow\w+")
"""Keys by which everybody moves and gets out; Alt with an arrow is free."""
NAMED = re.compile(r"arrow(?:left|right|up|down)|backspace|delete|enter|escape|f\d\d?|space|tab")


def names_of_acts() -> dict[str, str]:
    """Return what each key does, in words."""
    return {
        "undo": _("Undo"),
        "redo": _("Redo"),
        "done": _("Done, and to the next document"),
        "occurrences": _("Label the same words everywhere"),
        "find": _("Find in the text"),
        "sentence": _("Select the sentence, then the next"),
        "block": _("Select the paragraph, then the next"),
        "fragment": _("Selection into the active span, or out of it"),
        "delete": _("Delete the active span"),
        "menu": _("Labels for the active span"),
        "start_back": _("Start of the span: a word back"),
        "start_on": _("Start of the span: a word on"),
        "end_back": _("End of the span: a word back"),
        "end_on": _("End of the span: a word on"),
        "inspect": _("Into the inspector"),
        "note": _("Note on the active span, else on the document"),
        "link": _("Link the active span"),
        "list": _("Link the active span from a list"),
        "layer": _("Show one layer alone, the next, all"),
        "hide": _("Hide the active span's layer, or show all"),
        "guidelines": _("Guidelines beside the text"),
        "previous": _("Previous document"),
        "next": _("Next document"),
        "sheet": _("Show the keys"),
    }


def keys_of(preferences: Mapping[str, Any] | None) -> dict[str, str]:
    """Return the keys of every act, as a person chose them."""
    chosen = (preferences or {}).get("keys", {})
    return {act: chosen.get(act, keys) for act, keys in DEFAULTS.items()}


def acts_by_key(keys: Mapping[str, str]) -> dict[str, str]:
    """Return which act each key does."""
    return {key: act for act, several in keys.items() for key in several.split()}


def shown_key(key: str) -> str:
    """Return a key as it is written: `Ctrl+Shift+Z`, and `e` alone."""
    held, last = _parts(key)
    if last.startswith("arrow"):
        last = f"Arrow{last[5:].capitalize()}"
    elif held or len(last) > 1:
        last = last.capitalize()
    return "+".join([*(name.capitalize() for name in held), last])


def _parts(key: str) -> tuple[list[str], str]:
    """Return what is held, and the key itself."""
    found = re.match(r"(?:(?:ctrl|alt|shift)\+(?=.))*", key)
    end = found.end() if found else 0
    return key[:end].split("+")[:-1], key[end:]


def read_keys(form: Mapping[str, str]) -> dict[str, str]:
    """Read the keys that somebody chose, those of an act apart by spaces; returns what differs from the usual ones.

    Refuses what is no key, keys that cannot be given away, and one key for two acts.
    """
    chosen = {
        act: " ".join(_read_key(act, key) for key in form.get(act, keys).split())
        for act, keys in DEFAULTS.items()
    }
    names, taken = names_of_acts(), dict[str, str]()
    for act, keys in chosen.items():
        for key in keys.split():
            if taken.setdefault(key, act) != act:
                both = {"key": shown_key(key), "one": names[taken[key]], "other": names[act]}
                message = _(
                    "%(key)s cannot do two things, “%(one)s” and “%(other)s”: change one.", **both
                )
                raise Refused.field(act, message)
    return {act: keys for act, keys in chosen.items() if keys != DEFAULTS[act]}


def _read_key(act: str, text: str) -> str:
    held, last = _parts(text.lower())
    if not (NAMED.fullmatch(last) or (len(last) == 1 and last.isprintable())):
        message = _(
            "%(key)s is no key: write a letter or a sign, or a name such as Delete or F2, with Ctrl+, Alt+ or Shift+ before it.",
            key=text,
        )
        raise Refused.field(act, message)
    # Shift is part of a sign: which one needs it differs between keyboards.
    is_sign = len(last) == 1 and not last.isalpha()
    parts = [name for name in HELD if name in held and not (is_sign and name == "shift")]
    key = "+".join([*parts, last])
    if FIXED.fullmatch(key):
        message = _("%(key)s always does what it does: choose another.", key=shown_key(key))
        raise Refused.field(act, message)
    return key
