"""The commands of the framework: check an edition, show it whole."""

from __future__ import annotations

import json
from pathlib import Path

import click

from lcassess.framework import catalogue


@click.group("framework")
def framework_group() -> None:
    """Check and show what is asked of cities."""


@framework_group.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def check(file: Path | None) -> None:
    """List every mistake of FILE, or of the shipped editions, with its line and reason."""
    files = [file] if file else [catalogue.edition_file(edition) for edition in catalogue.EDITIONS]
    mistakes = [m for path in files for m in catalogue.check(path, shipped=file is None)]
    for mistake in mistakes:
        click.echo(str(mistake))
    if mistakes:
        raise SystemExit(1)
    click.echo("No mistakes.")


@framework_group.command("show")
@click.option("--edition", type=click.Choice(catalogue.EDITIONS), default=catalogue.CURRENT_EDITION)
@click.option(
    "--language",
    type=click.Choice([catalogue.ENGLISH, *catalogue.LANGUAGES_SHIPPED]),
    default=catalogue.ENGLISH,
    show_default=True,
)
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True)
def show(edition: str, language: str, form: str) -> None:
    """Print the whole framework, in the structure of its file."""
    del form  # there is one so far
    click.echo(json.dumps(catalogue.shown(edition, language), ensure_ascii=False, indent=2))
