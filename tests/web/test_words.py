"""What stands between things and behind them is the language's: colons, signs of per cent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.numbers import format_percent
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from config import Config
from lcassess.framework.numbers import read_number
from lcassess.framework.showing import show_number
from lcassess.web.scores.numbers import percent, percent_tenth, tenth
from lcassess.web.words import day, exact, listed, moment, named, points, several, share, tenths

FOLDER = Path(__file__).parents[2] / "lcassess/web/templates"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize(("value", "decimals"), [(0.0, ""), (0.83, ""), (2 / 3, ".0"), (1.0, "")])
def test_the_sign_of_per_cent_stands_where_the_language_puts_it(app, language, value, decimals):
    with app.test_request_context(), force_locale(language):
        whole = format_percent(0, locale=language)
        wanted = format_percent(value, whole.replace("0", f"#,##0{decimals}"), locale=language)
        assert share(value) == wanted


def test_arabic_marks_stand_in_every_number(app):
    with app.test_request_context(), force_locale("ar"):
        shown = [
            share(0.835),
            percent_tenth(0.835),
            tenth(83.5),
            tenths(83.5),
            exact(Decimal("83.5")),
        ]
        assert shown == ["83٫5\u00a0%", "83٫5\u00a0%", "83٫5", "83٫5", "83٫5"]
        assert percent(0.83) == "83\u00a0%" == show_number(Decimal(83), "ar", unit="%")
        assert points(12345) == "12٬345"
        assert listed(["1.1", "2.3", "3.1"]) == "1.1 و2.3 و3.1"


@pytest.mark.parametrize("language", Config.LANGUAGES)
@given(value=st.decimals(-(10**9), 10**9, places=2))
def test_what_a_page_shows_can_be_typed_again(language, value):
    shown = show_number(value, language)
    read = read_number(shown, language)
    assert value in {read.value, *(read.readings or {}).values()}
    assert read.value == value or language != "ar"
    assert show_number(value, language, unit="%") == f"{shown}\u00a0%"


@pytest.mark.parametrize("language", Config.LANGUAGES)
def test_a_moment_is_written_as_the_language_does(app, language):
    when = datetime(2026, 3, 5, 14, 2, tzinfo=UTC)
    with app.test_request_context(), force_locale(language):
        month = format_date(when, "MMM", locale=language)
        joint = "، " if language == "ar" else ", "
        assert moment(when) == f"5 {month} 2026{joint}14:02 UTC"
        assert re.fullmatch(r"5 .*[^\W\d]{3,}.* 2026", day(when))


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
    assert not re.findall(r'(?:%\}|\}\}|</bdi>|</b>)[:;,] |(?<=[(~\s])"[:;,] "|>\d+%<', html)
