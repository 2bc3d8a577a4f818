"""What stands between things and behind them is the language's: colons, signs of per cent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.numbers import format_percent
from flask_babel import force_locale

from lcassess.web.words import named, several, share

FOLDER = Path(__file__).parents[2] / "lcassess/web/templates"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(("value", "decimals"), [(0.0, ""), (0.83, ""), (2 / 3, ".0"), (1.0, "")])
def test_the_sign_of_per_cent_stands_where_the_language_puts_it(app, language, value, decimals):
    with app.test_request_context(), force_locale(language):
        whole = format_percent(0, locale=language)
        wanted = format_percent(value, whole.replace("0", f"#,##0{decimals}"), locale=language)
        assert share(value) == wanted


def test_things_are_joined_by_what_the_catalogue_says(app, monkeypatch):
    french = {"; ": " ; ", "%(name)s: %(thing)s": "%(name)s : %(thing)s"}
    with app.test_request_context():
        assert several(["a", "b", "c"]) == "a; b; c"
        assert several([]) == ""
        assert named("50 % & more", "<b>") == "50 % & more: <b>"
        monkeypatch.setattr(
            "lcassess.web.languages._catalogue",
            lambda: type("French", (), {"ugettext": staticmethod(french.get)}),
        )
        assert several(["a", "b"]) == "a ; b"
        assert named("a", "b") == "a : b"


@pytest.mark.parametrize("template", sorted(FOLDER.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_joins_with_signs_of_its_own(template):
    html = re.sub(r'class="vh">: ', "", template.read_text("utf-8"))  # heard, not seen
    html = re.sub(
        r"\{#.*?#\}|\b(n?gettext|_)\(.*?\)|\{% trans.*?endtrans %\}", "", html, flags=re.DOTALL
    )
    assert not re.findall(r'(?:%\}|\}\})[:;] |(?<=[(~\s])"[:;] "|>\d+%<', html)
