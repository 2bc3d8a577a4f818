"""The application is put together here, and only here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lcassess import web
from lcassess.accounts.pages import blueprint as accounts
from lcassess.cli.commands import Commands
from lcassess.extensions import Limit, babel, bind_database, bind_limiter, compress, csrf
from lcassess.web import (
    addresses,
    assets,
    errors,
    headers,
    languages,
    logs,
    navigation,
    outbox,
    words,
)
from lcassess.web.administering.pages import blueprint as administering
from lcassess.web.answering.profile import blueprint as profile
from lcassess.web.answering.saving import blueprint as saving
from lcassess.web.answering.sending import blueprint as sending
from lcassess.web.answering.views import blueprint as answering
from lcassess.web.asking.views import blueprint as asking
from lcassess.web.comparing.views import blueprint as comparing
from lcassess.web.evidence.views import blueprint as evidence
from lcassess.web.groups.views import blueprint as groups
from lcassess.web.lending.lent import blueprint as lent
from lcassess.web.lending.views import blueprint as lending
from lcassess.web.networking.views import blueprint as networking
from lcassess.web.public.views import blueprint as public
from lcassess.web.results.views import blueprint as results
from lcassess.web.reviewing.replying import blueprint as replying
from lcassess.web.reviewing.views import blueprint as reviewing
from lcassess.web.signing.views import blueprint as signing
from lcassess.web.templating import OneDictionary

if TYPE_CHECKING:
    from flask import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (
    *(accounts, public, administering),
    *(profile, sending, answering, saving, results),
    *(comparing, networking),
    *(evidence, groups, asking),
    *(lending, lent),
    *(signing, reviewing, replying),
)

# Sign-in counts its tries by account in the database; this stops a flood from one address.
LIMITS = {
    accounts: Limit("120 per minute", ("POST",)),
    lent: Limit("60 per minute", ("GET", "POST")),
}


def create_app(config: object) -> Flask:
    """Build the application from its settings (see config.py)."""
    app = _bare(config)
    _bind_extensions(app)
    _register_pages(app)
    _wrap(app)
    return app


def _bare(config: object) -> Flask:
    instance_path = str(getattr(config, "INSTANCE_PATH"))  # noqa: B009  # any settings object
    app = Flask(web.__name__, static_folder=None, instance_path=instance_path)
    app.cli = Commands(app.name)
    app.config.from_object(config)
    app.jinja_environment = OneDictionary
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_options["undefined"] = app.config["UNDEFINED"]
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    return app


def _bind_extensions(app: Flask) -> None:
    bind_database(app)
    babel.init_app(app, locale_selector=languages.chosen)
    csrf.init_app(app)
    bind_limiter(app, LIMITS)
    compress.init_app(app)


def _register_pages(app: Flask) -> None:
    for part in (logs, addresses, languages, navigation, words, errors, headers, outbox):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def _wrap(app: Flask) -> None:
    """Put static files in front of the application, and believe as many proxies as are known."""
    assets.init_app(app)
    if proxies := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies
        )
