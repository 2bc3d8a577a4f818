"""The network of a round as a page: its cities by name, with state, scores and coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from lcassess.assessment.status import SENT, Status
from lcassess.framework.catalogue import in_language
from lcassess.web.scores.heat import Cell, cells, counts
from lcassess.web.scores.numbers import percent
from lcassess.web.scores.states import short_state
from lcassess.web.scores.veil import shown
from lcassess.web.words import day

if TYPE_CHECKING:
    from datetime import datetime

    from lcassess.framework.model import Framework
    from lcassess.network.membership import Round
    from lcassess.services.comparing import Network, NetworkCity

WITH_UIL = SENT | {Status.RETURNED}  # a version of theirs can be read


@dataclass(frozen=True, slots=True)
class CityRow:
    """One city; `sent` tells whether a version is with UIL, and so open to be read."""

    city: NetworkCity
    state: str
    sent: bool
    cells: tuple[Cell, ...]
    coverage: str
    answers: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """Everything on the page; states are counted over all pages."""

    round: Round
    framework: Framework
    lede: str
    states: tuple[tuple[str, int], ...]
    rows: tuple[CityRow, ...]
    total: int


def page_of(network: Network, language: str, now: datetime, *, partial: bool) -> NetworkPage:
    """Make the page of a network; `partial` tells whether unpublished scores may be seen."""
    framework = in_language(network.framework, language)
    return NetworkPage(
        network.round,
        framework,
        _lede(network, now),
        tuple((short_state(s), n) for s in Status if (n := network.states.get(s.value, 0))),
        tuple(_row(framework, city, partial=partial) for city in network.cities),
        network.total,
    )


def _lede(network: Network, now: datetime) -> str:
    closes = day(network.round.closes_at, network.round.time_zone)
    open_ = network.round.closes_at > now
    when = _("Open until %(day)s.", day=closes) if open_ else _("Closed on %(day)s.", day=closes)
    sent = sum(network.states.get(status.value, 0) for status in WITH_UIL)
    said = ngettext(
        "%(num)s of %(all)s cities has submitted.",
        "%(num)s of %(all)s cities have submitted.",
        sent,
        all=network.total,
    )
    return f"{when} {said}"


def _row(framework: Framework, city: NetworkCity, *, partial: bool) -> CityRow:
    state = short_state(city.state)
    if city.profile is None:
        told = _("%(done)s of %(all)s", done=sum(city.settled), all=len(framework.indicators))
        drafted = counts(framework, city.settled)
        return CityRow(city, state, sent=False, cells=drafted, coverage="–", answers=told)
    profile = shown(city.profile, partial=partial)
    points = [leaf.points is not None for leaf in profile.indicators.values()]
    return CityRow(
        city,
        state,
        sent=True,
        cells=cells(framework, profile),
        coverage=percent(profile.overall.coverage),
        answers=_("%(scored)s of %(all)s scored", scored=sum(points), all=len(points)),
    )
