"""`flask reminders send`: the day's reminders, and every message that waits."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from lcassess.accounts.posting import send_waiting
from lcassess.cli.database import database
from lcassess.services.delivering import unsent
from lcassess.services.reminding import remind

MOST = 100_000

reminders_group = AppGroup("reminders", help="Messages that are sent by themselves.")


@reminders_group.command("send")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose reminders are sent, such as 2026-09-01; today if absent.",
)
def send(on: datetime | None) -> None:
    """Send the reminders of a day, each once, and every message that still waits."""
    now = datetime.now(UTC)
    with database() as session:
        new = remind(session, (on or now).date(), now)
        for kind, count in sorted(new.items()):
            click.echo(f"{kind}: {count}")
        done = send_waiting(session, now, MOST)
        waiting = unsent(session)
    click.echo(f"{done.sent} messages were sent, {waiting} wait.")
    if done.failed:
        click.echo(f"{done.failed} could not be sent; they are tried again later.", err=True)
