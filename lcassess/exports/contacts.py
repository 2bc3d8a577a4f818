"""Whom to write to: the people of a round, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcassess.exports.table import CellKind, Field, Table, table_of
from lcassess.exports.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lcassess.exports.words import Words


@dataclass(frozen=True, slots=True)
class Contact:
    """A person with a role for a city, and how far the report of that city is."""

    slug: str
    city: str
    state: str
    name: str
    email: str
    role: str
    language: str


FIELDS: tuple[Field[Contact], ...] = (
    Field("slug", N_("City"), CellKind.TEXT, lambda one: one.slug),
    Field("city", N_("Name"), CellKind.TEXT, lambda one: one.city),
    Field("state", N_("State of the report"), CellKind.CODE, lambda one: one.state),
    Field("person", N_("Person"), CellKind.TEXT, lambda one: one.name),
    Field("email", N_("Email"), CellKind.LONG_TEXT, lambda one: one.email),
    Field("role", N_("Role"), CellKind.TEXT, lambda one: one.role),
    Field("language", N_("Language"), CellKind.CODE, lambda one: one.language),
)


def contact_table(contacts: Iterable[Contact], words: Words) -> Table:
    """Make the table of contacts."""
    return table_of("contacts", N_("Contacts"), FIELDS, contacts, words)
