"""The application is put together here, and only here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from lcassess import web
from lcassess.accounts.pages import blueprint as accounts
from lcassess.cli.demo import demo_group
from lcassess.cli.figures import figures_group
from lcassess.cli.framework import framework_group
from lcassess.cli.network import network_group
from lcassess.cli.people import people_group
from lcassess.cli.score import score_command
from lcassess.cli.scores import scores_group
from lcassess.extensions import babel, bind_database, compress, csrf, limiter
from lcassess.web import assets, errors, headers, languages, navigation, words
from lcassess.web.administering.pages import blueprint as administering
from lcassess.web.answering.profile import blueprint as profile
from lcassess.web.answering.sending import blueprint as sending
from lcassess.web.answering.views import blueprint as answering
from lcassess.web.comparing.views import blueprint as comparing
from lcassess.web.networking.views import blueprint as networking
from lcassess.web.public.views import blueprint as public
from lcassess.web.results.views import blueprint as results

if TYPE_CHECKING:
    from click import Command
    from flask import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (
    *(accounts, public, administering),
    *(profile, sending, answering, results),
    *(comparing, networking),
)
COMMANDS: tuple[Command, ...] = (
    *(framework_group, score_command, scores_group),
    *(demo_group, figures_group, people_group, network_group),
)

# Sign-in counts its tries by account in the database; this stops a flood from one address.
SIGN_IN_POSTS = "120 per minute"


def create_app(config: object) -> Flask:
    """Build the application from its settings (see config.py)."""
    app = _bare(config)
    _bind_extensions(app)
    _register_pages(app)
    _register_commands(app)
    _wrap(app)
    return app


def _bare(config: object) -> Flask:
    instance_path = str(getattr(config, "INSTANCE_PATH"))  # noqa: B009  # any settings object
    app = Flask(web.__name__, static_folder=None, instance_path=instance_path)
    app.config.from_object(config)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    return app


def _bind_extensions(app: Flask) -> None:
    bind_database(app)
    babel.init_app(app, locale_selector=languages.chosen)
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)


def _register_pages(app: Flask) -> None:
    for part in (languages, navigation, words, errors, headers):
        part.init_app(app)
    limiter.limit(SIGN_IN_POSTS, methods=["POST"])(accounts)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def _register_commands(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)


def _wrap(app: Flask) -> None:
    """Put static files in front of the application, and believe as many proxies as are known."""
    assets.init_app(app)
    if proxies := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies
        )
