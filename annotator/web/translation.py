"""The language of the interface: what the account prefers, else what the browser asks for."""

from flask import Flask, current_app, g, request
from flask_babel import Babel
from flask_babel import gettext as find_translation

from annotator.config import ROOT

babel = Babel()


def init_translation(app: Flask) -> None:
    """Translate templates and sentences by gettext; English is the source."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "annotator" / "translations")
    babel.init_app(app, locale_selector=choose_language)


def gettext(text: str, **values: object) -> str:
    """Return the text in the language of the request, with `%(name)s` filled in."""
    return str(find_translation(text, **values))


def languages() -> list[str]:
    """Return the codes of the languages that the interface speaks."""
    with_catalogues = {str(locale) for locale in babel.list_translations()}
    return sorted(with_catalogues | {current_app.config["BABEL_DEFAULT_LOCALE"]})


def choose_language() -> str:
    """Return the language for this request."""
    spoken = languages()
    preferred = str(g.get("language") or "")
    if preferred in spoken:
        return preferred
    return request.accept_languages.best_match(spoken) or current_app.config["BABEL_DEFAULT_LOCALE"]
