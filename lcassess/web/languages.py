"""Which language a page is in: the one asked for, the one remembered, or the browser's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from babel import Locale
from flask import current_app, g, request, session
from flask_babel import get_locale, get_translations
from flask_babel.speaklater import LazyString
from markupsafe import Markup

if TYPE_CHECKING:
    from flask import Flask

KEY = "language"


class Choice(NamedTuple):
    """One line of the language menu: an address relative to the page, and the language's name."""

    code: str
    name: str
    direction: str
    address: str


def init_app(app: Flask) -> None:
    """Remember a language that is asked for, and tell templates the one in use."""
    app.before_request(_remember)
    app.context_processor(_in_use)
    app.jinja_env.globals["language_menu"] = menu
    # Flask-Babel looks the catalogue up for every sentence, and a page has hundreds of them.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda sentence: _catalogue().ugettext(sentence),
        ngettext=lambda one, many, count: _catalogue().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _translated


def chosen() -> Locale:
    """Choose among the languages offered; the first of them where nothing else fits."""
    offered = current_app.config["LANGUAGES"]
    if session.get(KEY) in offered:
        return _locale(session[KEY])
    wished = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return _locale(next((language for language in wished if language in offered), offered[0]))


def menu(*, keep_arguments: bool = True) -> list[Choice]:
    """List the languages offered, each with a link to this page in it."""
    arguments = request.args.to_dict(flat=False) if keep_arguments else {}
    arguments.pop("lang", None)
    address = "?" + urlencode(arguments | {"lang": [""]}, doseq=True)
    return [
        Choice(code, own_name(locale), locale.text_direction, address + code)
        for code in current_app.config["LANGUAGES"]
        for locale in [_locale(code)]
    ]


def gettext(sentence: str, **variables: object) -> str:
    """Translate; where a page asks for many sentences this is quicker than Flask-Babel's."""
    text = str(_catalogue().ugettext(sentence))
    return text % variables if variables else text


def lazy_gettext(sentence: str) -> LazyString:
    """Translate when it is shown, as quickly."""
    return LazyString(gettext, sentence)


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code)


@cache
def own_name(locale: Locale) -> str:
    """Name a language in itself."""
    return (locale.get_display_name(locale) or locale.language).capitalize()


def _catalogue() -> Any:
    """Give the translations of this request."""
    try:
        return g.catalogue
    except AttributeError:
        g.catalogue = get_translations()
        return g.catalogue


def _translated(sentence: str, **variables: object) -> Markup:
    """Translate for a template in one call; Jinja's own `_` takes three."""
    text = Markup(_catalogue().ugettext(sentence))  # noqa: S704  # ours, not typed
    return text % variables if "%" in text else text


def _remember() -> None:
    asked = request.args.get("lang")
    if asked in current_app.config["LANGUAGES"]:
        session[KEY] = asked


def _in_use() -> dict[str, object]:
    locale = get_locale()
    return {
        "language": locale.language,
        "language_name": own_name(locale),
        "direction": locale.text_direction,
        "unreviewed": locale.language in current_app.config["UNREVIEWED_LANGUAGES"],
    }
