"""Pages that everyone may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template
from flask_babel import get_locale
from sqlalchemy import text

from lcassess.extensions import db
from lcassess.framework.catalogue import in_language, load
from lcassess.web.public.example import worked_example

if TYPE_CHECKING:
    from lcassess.framework.model import Framework

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
def home() -> str:
    """Say what this is, what it promises, and let people sign in."""
    return render_template("public/home.html", framework=_framework())


@blueprint.get("/framework")
def framework() -> str:
    """Show every question."""
    return render_template("public/framework.html", framework=_framework())


@blueprint.get("/framework/<code:code>")
def focus_area(code: str) -> str:
    """Show one focus area with everything that is known about its questions."""
    asked = _framework()
    if code not in asked.by_code:
        abort(404)
    return render_template(
        "public/focus_area.html", framework=asked, focus_area=asked.by_code[code]
    )


@blueprint.get("/method")
def method() -> str:
    """Explain in plain words how scores are made."""
    asked = _framework()
    return render_template("public/method.html", framework=asked, example=worked_example(asked))


@blueprint.get("/accessibility")
def accessibility() -> str:
    """State how accessible the pages are, and where they fall short."""
    return render_template("public/accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """State what is kept about people and cities."""
    return render_template("public/privacy.html")


@blueprint.get("/healthz")
def health() -> tuple[str, int, dict[str, str]]:
    """Tell a monitor whether pages and database answer; no more than that."""
    db.session.execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


def _framework() -> Framework:
    return in_language(load(), get_locale().language)
