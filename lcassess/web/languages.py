"""Which language a page is in: the one asked for, the one remembered, or the browser's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from babel import Locale
from flask import current_app, request, session
from flask_babel import get_locale

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


def chosen() -> str:
    """Choose among the languages offered; the first of them where nothing else fits."""
    offered = current_app.config["LANGUAGES"]
    if session.get(KEY) in offered:
        return str(session[KEY])
    wished = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in wished if language in offered), str(offered[0]))


def menu(*, keep_arguments: bool = True) -> list[Choice]:
    """List the languages offered, each with a link to this page in it."""
    arguments = request.args.to_dict(flat=False) if keep_arguments else {}
    return [
        Choice(
            code,
            locale.get_display_name(locale).capitalize(),
            locale.text_direction,
            "?" + urlencode(arguments | {"lang": [code]}, doseq=True),
        )
        for code in current_app.config["LANGUAGES"]
        for locale in [Locale.parse(code)]
    ]


def _remember() -> None:
    asked = request.args.get("lang")
    if asked in current_app.config["LANGUAGES"]:
        session[KEY] = asked


def _in_use() -> dict[str, object]:
    locale = get_locale()
    return {
        "language": locale.language,
        "language_name": locale.get_display_name(locale).capitalize(),
        "direction": locale.text_direction,
        "unreviewed": locale.language in current_app.config["UNREVIEWED_LANGUAGES"],
    }
