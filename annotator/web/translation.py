"""The language of the interface: what the account prefers, else what the browser asks for."""

from babel import Locale, negotiate_locale
from babel.support import NullTranslations
from flask import Flask, current_app, g, request
from flask_babel import Babel, get_babel, get_locale, get_translations
from flask_babel import gettext as find_translation

from annotator.config import ROOT
from annotator.core.errors import Refused
from annotator.core.sentences import Sentence

LANGUAGES = "annotator.languages"


def init_translation(app: Flask) -> None:
    """Translate templates and sentences by gettext; English is the source."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(ROOT / "annotator" / "translations"))
    Babel(app, locale_selector=choose_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # added by the extension
        lambda text: catalogue().ugettext(text),
        lambda one, many, n: catalogue().ungettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.filters["translated"] = translated
    app.context_processor(lambda: {"language": str(get_locale() or "en").replace("_", "-")})


def catalogue() -> NullTranslations:
    """Return the translations for this request, found once: pages ask for hundreds of words."""
    found: NullTranslations | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found


def gettext(text: str, **values: object) -> str:
    """Return the text in the language of the request, with `%(name)s` filled in."""
    return str(find_translation(text, **values))


def translated(said: str | Refused) -> str:
    """Return a sentence, or what a refusal says, in the language of the request; other texts stay as they are."""
    text = said.message if isinstance(said, Refused) else said
    if not isinstance(text, Sentence):
        return text
    values = {
        name: translated(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    found = gettext(text.template)
    return found % values if values else found


def languages() -> list[str]:
    """Return the codes of the languages that the interface speaks."""
    known: list[str] | None = current_app.extensions.get(LANGUAGES)
    if known is None:
        translated = {str(locale) for locale in get_babel().instance.list_translations()}
        known = sorted(translated | {current_app.config["BABEL_DEFAULT_LOCALE"]})
        current_app.extensions[LANGUAGES] = known
    return known


def language_name(code: str) -> str:
    """Return what the speakers of a language call it."""
    return str(Locale.parse(code).get_display_name() or code)


def choose_language() -> str:
    """Return the language for this request."""
    spoken = languages()
    preferred = str(g.get("language") or "")
    if preferred in spoken:
        return preferred
    asked = [code.replace("-", "_") for code in request.accept_languages.values()]
    return negotiate_locale(asked, spoken) or current_app.config["BABEL_DEFAULT_LOCALE"]
