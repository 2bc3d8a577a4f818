"""`flask people add`: an invitation to a role, as a link."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from lcassess.accounts import invitations, words
from lcassess.cli.database import database
from lcassess.framework.catalogue import load
from lcassess.network.membership import Role
from lcassess.services.inviting import InvitationError, Wrong, grant_for

ROLES = click.Choice([role.value for role in Role])
SENTENCES = {
    Wrong.EMAIL: "{email} is no e-mail address.",
    Wrong.CITY_MISSING: "The role {role} is for one city: name it with --city.",
    Wrong.CITY_UNKNOWN: "There is no city {city}. Give the name that stands in addresses, "
    "such as new-york.",
    Wrong.CITY_TOO_MUCH: "The role {role} is not for one city: leave out --city.",
    Wrong.COUNTRY_MISSING: "The role {role} is for one country: name it with --country, "
    "such as FR.",
    Wrong.COUNTRY_UNKNOWN: "There is no country {country}. Give its two letters of ISO 3166, "
    "such as FR.",
    Wrong.COUNTRY_TOO_MUCH: "The role {role} is not for one country: leave out --country.",
    Wrong.FOCUS_AREAS_UNKNOWN: "No such focus area: {unknown}. Give codes such as 2.3.",
    Wrong.FOCUS_AREAS_TOO_MUCH: "Only a contributor is held to focus areas: leave out "
    "--focus-area.",
    Wrong.HELD: "{email} has this role already.",
}

people_group = AppGroup("people", help="People and their roles.")


@people_group.command("add")
@click.argument("email")
@click.option("--role", required=True, type=ROLES)
@click.option("--city", default="", help="The city, by the name in its addresses.")
@click.option(
    "--country", default="", help="The country, by its two letters; of a reviewer their own."
)
@click.option("--focus-area", "first", multiple=True, help="Such as 2.3; name several if needed.")
@click.argument("more", nargs=-1, metavar="")
def add(
    email: str, role: str, city: str, country: str, first: tuple[str, ...], more: tuple[str, ...]
) -> None:
    """Invite EMAIL to a role, and print the link of the invitation."""
    if more and not first:
        message = f"{' '.join(more)} is more than one e-mail address and its options."
        raise click.UsageError(message)
    focus_areas = first + more
    with database() as session:
        try:
            grant = grant_for(session, email, Role(role), city, country, focus_areas)
        except InvitationError as refusal:
            unknown = [code for code in focus_areas if code not in load().by_code]
            given = {"email": email, "role": role, "city": city, "country": country}
            given["unknown"] = ", ".join(unknown)
            sentences = [SENTENCES[fault].format(**given) for fault in refusal.faults]
            raise click.ClickException(" ".join(sentences)) from refusal
        token = invitations.invite(session, email, grant, datetime.now(UTC))
    click.echo(words.link(f"/invitation/{token}"))
    click.echo("The link works once, for three days. Hand it to nobody else.", err=True)
