"""`flask figures load`: published figures of cities, shown beside the questions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from lcassess.cli.database import database
from lcassess.services.figure_folder import FolderError
from lcassess.services.publishing import load_figures

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

figures_group = AppGroup("figures", help="Published figures of cities.")


@figures_group.command("load")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--create-cities", is_flag=True, help="Add the cities that are not known yet.")
def load(folder: Path, *, create_cities: bool) -> None:
    """Load the figures in DIR in the place of earlier ones; they never become answers."""
    try:
        with database() as session:
            loaded = load_figures(session, folder, datetime.now(UTC), create_cities=create_cities)
    except FolderError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(
        f"{loaded.figures} figures kept, {loaded.cities} cities added. "
        f"{loaded.left_out} rows were left out: no city or question here fits them."
    )
