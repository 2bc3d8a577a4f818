"""Telling people what was done: in the transaction of the deed, to be sent after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.storage import messages, people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from lcassess.assessment.report import Report
    from lcassess.network.membership import Role


def tell(  # whom, what, which message it is
    session: Session,
    whom: Iterable[Row[*tuple[Any, ...]]],
    kind: str,
    facts: Mapping[str, str],
    key: str,
    now: datetime,
) -> int:
    """Leave a message for each of some people (id, name, e-mail, language); count the new ones.

    `kind` and `facts` become words when it is sent; with the same `key` a person is told once.
    """
    return messages.put(session, letters(whom, kind, facts, key, now))


def letters(
    whom: Iterable[Row[*tuple[Any, ...]]],
    kind: str,
    facts: Mapping[str, str],
    key: str,
    now: datetime,
) -> list[dict[str, Any]]:
    """Make the messages of `tell`, to be left together with others."""
    return [
        {
            "key": f"{key}/{person.id}",
            "kind": kind,
            "person_id": person.id,
            "email": person.email,
            "language": person.language,
            "facts": dict(facts),
            "at": now,
        }
        for person in {person.id: person for person in whom}.values()
    ]


def tell_outside(  # whom, in which language, what, which message it is
    session: Session,
    email: str,
    language: str,
    kind: str,
    facts: Mapping[str, str],
    key: str,
    now: datetime,
) -> None:
    """Leave a message for somebody without an account."""
    letter = {"key": key, "kind": kind, "person_id": None, "email": email, "language": language}
    messages.put(session, [letter | {"facts": dict(facts), "at": now}])


def about(report: Report, due: datetime | None = None, **facts: str) -> dict[str, str]:
    """Give the facts that every message on a report names, and more."""
    dated = {"due": due.isoformat(), "zone": report.round.time_zone} if due else {}
    named = {"city": report.city.name, "round": report.round.name, "assessment": str(report.id)}
    return named | dated | facts


def of_city(session: Session, report: Report, *roles: Role) -> list[Row[*tuple[Any, ...]]]:
    """List those who hold one of the roles for a report's city."""
    return [
        person for role in roles for person in people.holding(session, role, city_id=report.city.id)
    ]
