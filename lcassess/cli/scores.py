"""`flask scores rebuild`: the score table, made again from the answers."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from lcassess.cli.database import database, progress
from lcassess.services.rebuilding import rebuild_scores

scores_group = AppGroup("scores", help="The table of scores.")


@scores_group.command("rebuild")
def rebuild() -> None:
    """Make the score table again from the answers, with the same result."""
    with database() as session:
        count = rebuild_scores(session, progress("Scoring"))
    click.echo(f"The scores of {count} reports were made again.")
