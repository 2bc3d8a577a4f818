"""`flask db`: bring the tables of the database to the form that the code expects."""

from __future__ import annotations

import click
from flask.cli import ScriptInfo
from flask_alembic import Alembic
from flask_alembic.cli import cli

from lcassess.storage.tables import Base

alembic = Alembic(metadatas=Base.metadata, run_mkdir=False, command_name="")


@click.group("db", commands=cli.commands)
@click.pass_context
def db_group(ctx: click.Context) -> None:
    """Perform database migrations."""
    ctx.obj = migrations(ctx)


def migrations(ctx: click.Context) -> Alembic:
    """Give the migrations, bound to the application of a command."""
    app = ctx.ensure_object(ScriptInfo).load_app()
    if "alembic" not in app.extensions:
        alembic.init_app(app)
    return alembic
