"""`flask network`: the network's data as files."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from lcassess.extensions import db
from lcassess.services.exporting import KINDS, Order, write_round
from lcassess.services.refusals import NotFoundError

LANGUAGE = "en"

network_group = AppGroup("network", help="The network of a round.")


def _kind(_context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    if _suffix(path) not in KINDS:
        message = f"the name has to end in one of: {', '.join(f'.{kind}' for kind in KINDS)}"
        raise click.BadParameter(message)
    return path


@network_group.command("export")
@click.option("--round", "round_slug", required=True, help="The round, by its slug.")
@click.option(
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_kind,
    help="The file to write: .xlsx, .csv or .json.",
)
def export(round_slug: str, output: Path) -> None:
    """Write every city of a round: how far it is and, once it has submitted, its results."""
    try:
        _write(round_slug, output)
    except NotFoundError:
        message = f"there is no round {round_slug}"
        raise click.ClickException(message) from None
    except OSError as fault:
        message = f"{output} cannot be written: {fault.strerror}"
        raise click.ClickException(message) from fault


def _write(round_slug: str, output: Path) -> None:
    """Write beside the file and then put it in its place: it is whole, or as it was."""
    target = output.resolve()
    order = Order(round_slug, _suffix(output), LANGUAGE, datetime.now(UTC))
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            write_round(db.session, order, str, file)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _suffix(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")
