"""What a visitor sees when something cannot be shown: one page each, without address or name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from flask import render_template, request
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Conflict, Forbidden, HTTPException, NotFound

from lcassess.accounts.current import current_actor
from lcassess.services import logbook
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.sansio.response import Response

    from lcassess.services.refusals import RefusedError


class Sentences(NamedTuple):
    """The words of an error page."""

    heading: str
    what_happened: str
    what_to_do: str


INTERNAL = 500

SENTENCES = {
    400: Sentences(
        _("This request could not be read"),
        _("The browser sent something that this service does not understand."),
        _("Go back, load the page again and try once more."),
    ),
    403: Sentences(
        _("This is not open to you"),
        _("Your role does not include this page or this step."),
        _("If you think it should, ask your city’s coordinator or UIL."),
    ),
    404: Sentences(
        _("Page not found"),
        _("There is no such page, or it is not open to you."),
        _("Check the address, or go on from the first page."),
    ),
    405: Sentences(
        _("This page cannot be used like that"),
        _("The address exists, but it does not take this kind of request."),
        _("Go on from the first page."),
    ),
    409: Sentences(
        _("Something has changed in the meantime"),
        _("What you asked for no longer fits the state of things, so nothing was done."),
        _("Go back, load the page again and look at it as it is now."),
    ),
    413: Sentences(
        _("That was too large"),
        _("What you sent is larger than this page accepts, so nothing was saved."),
        _("Send less at a time."),
    ),
    429: Sentences(
        _("Too many tries"),
        _("Many requests came from your network in a short time."),
        _("Wait a minute, then try again."),
    ),
    500: Sentences(
        _("Something went wrong here"),
        _("The fault is ours. What you saved before is safe; the last step may not have been."),
        _("Try again in a few minutes. If it stays, tell UIL what you were doing."),
    ),
}

EXPIRED_FORM = Sentences(
    _("This form has expired"),
    _("The page was open since before you signed in or out, so nothing was saved."),
    _("Go back, copy what you typed, load the page again and send it once more."),
)


def init_app(app: Flask) -> None:
    """Show every refusal and every fault in the design of the service."""
    app.register_error_handler(HTTPException, _refused)
    for refusal, status in REFUSALS.items():
        app.register_error_handler(refusal, partial(_refused_by_a_service, status))
    app.register_error_handler(CSRFError, lambda error: _page(error, EXPIRED_FORM))


REFUSALS = {NotFoundError: NotFound, NotAllowedError: Forbidden, NotNowError: Conflict}


def _refused_by_a_service(status: type[HTTPException], refusal: RefusedError) -> Response:
    """Show the page of a refusal; who only wanted to look is written down here."""
    if not refusal.logged:
        ids = {k: v for k, v in (request.view_args or {}).items() if isinstance(v, UUID | int)}
        logbook.not_done({"page": request.endpoint, **ids}, current_actor(), refusal)
    return _refused(status())


def _refused(error: HTTPException) -> Response:
    """Show the page of this status, or of its family; keep headers such as Allow."""
    status = error.code or INTERNAL
    family = INTERNAL if status >= INTERNAL else 400
    return _page(error, SENTENCES.get(status, SENTENCES[family]))


def _page(error: HTTPException, sentences: Sentences) -> Response:
    response = error.get_response()
    page = render_template("errors/refused.html", sentences=sentences)
    response.set_data(page)
    response.content_type = "text/html; charset=utf-8"
    return response
