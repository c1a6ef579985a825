"""Names of projects, the slugs made from them, and codes of languages."""

import re
import unicodedata
from itertools import count

from annotator.core.errors import Refused
from annotator.core.sentences import sentence

MAX_NAME = 200
MAX_SLUG = 60
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.ASCII)


def check_name(name: str) -> str:
    """Return the name without outer blanks; refuse one that is empty, too long or holds control characters."""
    name = name.strip()
    if not name:
        raise Refused.field("name", sentence("Give the project a name."))
    if len(name) > MAX_NAME:
        raise Refused.field(
            "name",
            sentence("A project's name has at most %(most)s characters.", most=MAX_NAME),
        )
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise Refused.field(
            "name", sentence("A project's name holds no line breaks or control characters.")
        )
    return name


def check_language(code: str) -> str:
    """Return the language code in lower case (en, fr, pt-br); refuse what does not look like one."""
    code = code.strip().lower()
    if len(code) > 20 or not LANGUAGE.fullmatch(code):
        message = sentence(
            "A language is written as a code such as en, fr or pt-br, not %(code)r.", code=code
        )
        raise Refused.field("language", message)
    return code


def make_slug(name: str, taken: set[str]) -> str:
    """Make the part of the address that stands for the project: ASCII letters, digits and hyphens, not yet taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MAX_SLUG].strip("-") or "project"
    if slug not in taken:
        return slug
    return next(longer for at in count(2) if (longer := f"{slug}-{at}") not in taken)
