"""The one table of rules: who may do and see what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcassess.network.membership import Role

if TYPE_CHECKING:
    from lcassess.assessment.report import Report
    from lcassess.network.membership import Actor, Grant

UIL = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
OF_A_CITY = frozenset({Role.COORDINATOR, Role.CONTRIBUTOR, Role.CERTIFIER, Role.READER})


def belongs(actor: Actor, report: Report) -> bool:
    """Tell whether the person is one of the city's own."""
    return any(
        grant.role in OF_A_CITY and grant.city_id == report.city.id for grant in actor.grants
    )


def may_see_answers(actor: Actor, report: Report, *, sent: bool) -> bool:
    """Tell whether the person may read the answers; `sent` is whether a version is with UIL."""
    return belongs(actor, report) or (sent and _oversees(actor, report))


def may_see_results(actor: Actor, report: Report, *, sent: bool) -> bool:
    """Tell whether the person may read the scores."""
    return may_see_answers(actor, report, sent=sent) or (sent and may_compare(actor))


def may_answer(actor: Actor, report: Report, code: str) -> bool:
    """Tell whether the person may write the answers of a focus area."""
    return any(_writes(grant, report, code) for grant in actor.grants)


def leads(actor: Actor, report: Report) -> bool:
    """Tell whether the person leads the city: hands in, takes back, keeps the city's profile."""
    return any(
        grant.role is Role.COORDINATOR and grant.city_id == report.city.id for grant in actor.grants
    )


def acts_as(actor: Actor, role: Role, report: Report) -> bool:
    """Tell whether the person holds a role of the table of moves for a report.

    A reviewer's grant may name the reviewer's own country: its cities they never review.
    """
    held = [grant for grant in actor.grants if grant.role is role]
    if role is Role.REVIEWER:
        return bool(held) and all(grant.country != report.city.country for grant in held)
    return any(_holds_for(grant, report) for grant in held)


def may_compare(actor: Actor) -> bool:
    """Tell whether the person may put the cities of the network side by side."""
    return is_uil(actor) or any(
        grant.role is Role.READER and grant.city_id is None for grant in actor.grants
    )


def is_uil(actor: Actor) -> bool:
    """Tell whether the person works for UIL, and so may see rounds, cities and people."""
    return actor.is_any(*UIL)


def may_administer(actor: Actor) -> bool:
    """Tell whether the person may add and change cities, rounds and people."""
    return actor.is_any(Role.ADMINISTRATOR)


def _holds_for(grant: Grant, report: Report) -> bool:
    match grant.role:
        case Role.COORDINATOR | Role.CERTIFIER:
            return grant.city_id == report.city.id
        case Role.COMMISSION:
            return grant.country == report.city.country
        case other:
            return other is Role.ADMINISTRATOR


def _writes(grant: Grant, report: Report, code: str) -> bool:
    if grant.city_id != report.city.id:
        return False
    if grant.role is Role.CONTRIBUTOR:
        return code in grant.focus_areas
    return grant.role is Role.COORDINATOR


def _oversees(actor: Actor, report: Report) -> bool:
    return is_uil(actor) or any(
        grant.role is Role.COMMISSION and grant.country == report.city.country
        for grant in actor.grants
    )
