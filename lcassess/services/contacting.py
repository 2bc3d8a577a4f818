"""The contact list of a round, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.exports.contacts import Contact, contact_table
from lcassess.exports.csv_file import write_csv
from lcassess.exports.workbook import Properties, write_workbook
from lcassess.services.administering import demand_administrator
from lcassess.services.scheduling import find_round
from lcassess.storage import assessments, contacts

if TYPE_CHECKING:
    from typing import BinaryIO

    from sqlalchemy.orm import Session

    from lcassess.exports.words import Words
    from lcassess.network.membership import Actor


def contact_list(session: Session, actor: Actor, slug: str) -> list[Contact]:
    """List who holds which role for the cities of a round, by city."""
    demand_administrator(actor)
    found = find_round(session, slug)
    people = contacts.of_round(session, found.id)
    return [
        Contact(
            report.city.slug,
            report.city.name,
            report.status.value,
            one.name,
            one.email,
            one.role,
            one.language,
        )
        for report in assessments.of_round(session, found.id)
        for one in people.get(report.id, [])
    ]


def write_contacts(
    found: list[Contact], kind: str, language: str, words: Words, target: BinaryIO
) -> None:
    """Write a contact list as `csv` or `xlsx`."""
    table = contact_table(found, words)
    if kind == "csv":
        write_csv(table, target)
    else:
        write_workbook([table], Properties(table.title, language), target)
