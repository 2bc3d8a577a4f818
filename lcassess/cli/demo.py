"""`flask demo fill`: an invented network to try the product with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from lcassess.accounts import passwords
from lcassess.cli.database import database, progress
from lcassess.services import demonstrating, invented_beside
from lcassess.services.evidence_files import EvidenceFiles
from lcassess.services.transaction import deed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from lcassess.services.invented_people import DemoAccount

PASSWORD = "maple-lantern-harbour-quartz"  # noqa: S105  # printed for whoever tries the demo
MOST_ROUNDS = 10

demo_group = AppGroup("demo", help="An invented network to try the product with.")


@demo_group.command("fill")
@click.option("--cities", type=click.IntRange(1), default=40, show_default=True)
@click.option("--rounds", type=click.IntRange(1, MOST_ROUNDS), default=2, show_default=True)
@click.option("--seed", type=int, default=2026, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
def fill(cities: int, rounds: int, seed: int, *, as_json: bool) -> None:
    """Invent cities with reports in every state; what is there already stays as it is."""
    if not current_app.config["DEMO"]:
        message = "The demo is switched off here (LCASSESS_DEMO)."
        raise click.ClickException(message)
    with database() as session:
        accounts = _fill(session, cities, rounds, seed)
        _give_passwords(session, accounts)
    invented_beside.keep_file(EvidenceFiles(Path(current_app.instance_path) / "evidence"))
    click.echo(_json(accounts) if as_json else _table(accounts))


def _fill(session: Session, cities: int, rounds: int, seed: int) -> list[DemoAccount]:
    try:
        return demonstrating.fill(
            session, cities, rounds, seed, datetime.now(UTC), progress("Inventing cities")
        )
    except demonstrating.RealAnswersError as refusal:
        message = (
            "Somebody has answered here for a city that the demo did not invent, so nothing was "
            "filled in. Use a database of its own for the demo."
        )
        raise click.ClickException(message) from refusal


def _give_passwords(session: Session, accounts: Sequence[DemoAccount]) -> None:
    """Give the password of the demo to those who have none; one that was changed stays."""
    new = [a.person_id for a in accounts if not passwords.has_password(session, a.person_id)]
    if new:
        made = passwords.make_hash(PASSWORD)
        with deed(session, "give-demo-passwords"):
            passwords.keep_hash(session, made, datetime.now(UTC), *new)


def _json(accounts: Sequence[DemoAccount]) -> str:
    plain = [
        {"email": a.email, "password": PASSWORD, "role": a.role.value, "city": a.city}
        for a in accounts
    ]
    return json.dumps({"accounts": plain}, ensure_ascii=False, indent=2)


def _table(accounts: Sequence[DemoAccount]) -> str:
    width = max(len(account.email) for account in accounts)
    lines = [
        f"  {account.email:{width}}  {account.role.value:13}  {account.city or ''}".rstrip()
        for account in accounts
    ]
    return "\n".join([f"Sign in with the password {PASSWORD} as", *lines])
