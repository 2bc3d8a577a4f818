"""The names that the pages of UIL use, in the language of the page."""

from __future__ import annotations

import unicodedata

from flask_babel import get_locale, ngettext
from flask_babel import lazy_gettext as _

from lcassess.network.membership import UnitType
from lcassess.services.invitation_table import WrongCell
from lcassess.services.inviting import Wrong, countries
from lcassess.services.table_reading import Unreadable

REGIONS = {
    "AFR": _("Africa"),
    "ARB": _("Arab States"),
    "APA": _("Asia and the Pacific"),
    "ENA": _("Europe and North America"),
    "LAC": _("Latin America and the Caribbean"),
}

UNIT_TYPES = {
    UnitType.CITY: _("City"),
    UnitType.MUNICIPALITY: _("Municipality"),
    UnitType.DISTRICT: _("District"),
    UnitType.REGION: _("Region"),
}

WRONG = {
    Wrong.EMAIL: _("Enter an email address such as name@city.example"),
    Wrong.CITY_MISSING: _("Name the city: this role is for one city"),
    Wrong.CITY_UNKNOWN: _(
        "No city is called so, or more than one. Use the short name from the list of cities"
    ),
    Wrong.CITY_TOO_MUCH: _("Leave the city empty: this role is not for one city"),
    Wrong.COUNTRY_MISSING: _("Choose the country: this role is for one country"),
    Wrong.COUNTRY_UNKNOWN: _("Choose a country from the list"),
    Wrong.COUNTRY_TOO_MUCH: _("Choose no country: this role is not for one country"),
    Wrong.FOCUS_AREAS_UNKNOWN: _("Choose focus areas from the list"),
    Wrong.FOCUS_AREAS_TOO_MUCH: _("Choose no focus areas: only a contributor is held to some"),
    Wrong.HELD: _("This person has this role already"),
}


WRONG_CELLS = {
    WrongCell.COLUMN_MISSING: _("This column is missing"),
    WrongCell.COLUMN_UNKNOWN: _("The columns are city, email, role and, if you like, language"),
    WrongCell.COLUMN_TWICE: _("This column comes twice"),
    WrongCell.TOO_MANY: _("This row has more cells than the first one has names"),
    WrongCell.ROLE: _("The role is coordinator, contributor or certifier"),
    WrongCell.LANGUAGE: _("Use a code of a language that is offered here, such as en"),
    WrongCell.NOT_IN_ROUND: _("This city does not take part in the round"),
    WrongCell.TWICE: _("This invitation stands in a row above, too"),
}

UNREADABLE = {
    Unreadable.KIND: _("This is no table. Choose a file in the form CSV or XLSX"),
    Unreadable.EMPTY: _("This table is empty. Choose another file"),
    Unreadable.LARGE: _("This table is too large. Invite at most 2,000 people at a time"),
    Unreadable.TEXT: _("This file cannot be read. Save it as CSV in UTF-8, or as XLSX"),
}


def messages_left(count: int) -> str:
    """Say how many messages are on their way."""
    return str(
        ngettext(
            "%(num)s message is on its way.",
            "%(num)s messages are on their way.",
            count,
        )
        if count
        else _("There is nobody to write to, or they have this message already.")
    )


def country_names() -> dict[str, str]:
    """Give the countries by code, in the order of their names in the language of the page."""
    names = countries(str(get_locale()))
    return dict(sorted(names.items(), key=lambda pair: _order(pair[1])))


def _order(name: str) -> str:
    """Order accented letters beside plain ones."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
