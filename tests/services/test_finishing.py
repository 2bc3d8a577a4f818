"""A focus area is complete when somebody says so, never because fields are filled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lcassess.assessment.status import Status
from lcassess.network.membership import Role
from lcassess.services import finishing
from lcassess.services.refusals import NotAllowedError, NotFoundError, NotNowError
from tests import factories
from tests.conftest import both_databases
from tests.factories import NOW
from tests.services.stage import Stage

pytestmark = both_databases


@pytest.fixture
def stage(session):
    return Stage(session, signed=False)


def finish(stage, code="1.1", *, complete=True, actor=None, now=NOW):
    actor = actor or stage[Role.COORDINATOR]
    finishing.finish(stage.session, actor, stage.id, code, now, complete=complete)


def test_it_is_kept_in_the_frameworks_order_and_once(stage):
    for code in ("2.3", "1.1", "2.3"):
        finish(stage, code)
    assert stage.report.finished == ("1.1", "2.3")
    finish(stage, "1.1", complete=False)
    finish(stage, "1.1", complete=False)
    assert stage.report.finished == ("2.3",)


def test_a_contributor_completes_what_is_theirs(session, stage):
    city = stage.report.city
    lent = factories.person(session, Role.CONTRIBUTOR, city, focus_areas=("2.3",))
    finish(stage, "2.3", actor=lent)
    with pytest.raises(NotAllowedError):
        finish(stage, "1.1", actor=lent)


def test_nobody_else_does(stage):
    for role in (Role.CERTIFIER, Role.CONTRIBUTOR):
        with pytest.raises(NotAllowedError):
            finish(stage, actor=stage[role])
    for role in (Role.REVIEWER, Role.ADMINISTRATOR, Role.COMMISSION, Role.READER):
        with pytest.raises(NotFoundError):
            finish(stage, actor=stage[role])
    with pytest.raises(NotFoundError):
        finish(stage, "9.9")


def test_only_while_it_can_be_written(stage):
    with pytest.raises(NotNowError):
        finish(stage, now=NOW + timedelta(days=31))
    stage.submit()
    with pytest.raises(NotNowError):
        finish(stage)


def test_what_is_sent_back_is_open_again(stage):
    for code in ("1.1", "2.3"):
        finish(stage, code)
    stage.bring_to(Status.RETURNED)
    assert stage.report.finished == ("2.3",)
    finish(stage)
    with pytest.raises(NotNowError):
        finish(stage, "2.3", complete=False)


def test_the_check_of_one_area_lists_what_is_open_in_it_alone(session, stage):
    stage.save(adult_literacy_value="many", volunteering_state="later")
    stage.save("1.2", poverty_value="many")
    check = finishing.check_area(session, stage[Role.COORDINATOR], stage.id, "1.1", NOW)
    assert check.readiness.invalid == ("adult-literacy",)
    assert check.readiness.later == ("volunteering",)
    assert set(check.readiness.blank) < {i.id for i in check.focus_area.indicators}
    assert (check.finished, check.may_finish) == (False, True)
