"""The links in the head of every page: they depend on who looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flask import request

from lcassess.accounts.current import current_actor
from lcassess.network.membership import Role
from lcassess.web.languages import lazy_gettext as _

if TYPE_CHECKING:
    from flask import Flask


STAFF = (Role.REVIEWER, Role.ADMINISTRATOR)
CITY = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER)
EVERYONE = tuple(Role)


class Link(NamedTuple):
    """A link in the head, and the roles that see it."""

    address: str
    label: str
    roles: tuple[Role, ...]


SIGNED_IN = (
    Link("/assessments", _("Assessments"), (*CITY, Role.COMMISSION)),
    Link("/network", _("Network"), (*STAFF, Role.READER)),
    Link("/compare", _("Compare"), (*STAFF, Role.READER)),
    Link("/reviews", _("Reviews"), STAFF),
    Link("/rounds", _("Rounds"), STAFF),
    Link("/cities", _("Cities"), STAFF),
    Link("/people", _("People"), STAFF),
)
OPEN_TO_ALL = (
    Link("/framework", _("Questions"), EVERYONE),
    Link("/method", _("Method"), EVERYONE),
)


def init_app(app: Flask) -> None:
    """Let templates ask who looks, which links they see and which one is the present page."""
    app.jinja_env.globals.update(actor=current_actor, links=links, here=here)


def links() -> list[Link]:
    """List the links that the present visitor sees; staff find what is open to all in the foot."""
    actor = current_actor()
    own = [link for link in SIGNED_IN if actor and actor.is_any(*link.roles)]
    return own if actor and actor.is_any(*STAFF) else [*own, *OPEN_TO_ALL]


def here(address: str) -> str | None:
    """Say whether an address is the present page, or the part of the service that it lies in."""
    path = request.path
    if path == address:
        return "page"
    return "true" if path.startswith(f"{address}/") else None
