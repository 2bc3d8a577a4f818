"""Every message has words, in which no fact and no link is lost."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.assessment.reminding import BEFORE
from lcassess.notices.wording import TEMPLATES, worded
from lcassess.services.telling import about
from lcassess.services.tidings import NEWS, TURNS, Particulars
from tests.core.test_reminding import CLOSES as DUE
from tests.core.test_reminding import REPORT

SERVICES = Path(__file__).parents[2] / "lcassess" / "services"
BASE = "https://cities.example"
FACTS = {
    "city": "Fès",
    "round": "Round 2026",
    "assessment": "5b8e",
    "by": "Amal Idrissi",
    "reason": "100 % wrong\n%(city)s",
    "areas": "2.3, 3.1",
    "due": "2026-12-31T22:59:59+00:00",
    "zone": "Europe/Paris",
    "token": "t0ken",
    "indicator": "adult-literacy",
    "code": "1.1.1a",
    "subject": "A call\nBcc: x@y.example",
    "text": "See you on Monday.",
}


def kinds_used():
    """Give the kinds that services leave, where they stand as plain words in the code."""
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in {"tell", "letters", "tell_outside"}:
                position = {"tell": 2, "letters": 1, "tell_outside": 3}[_called(node)]
                kind = node.args[position] if len(node.args) > position else None
                if isinstance(kind, ast.Constant):
                    yield kind.value, path.name


def _called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_every_kind_that_is_used_has_words():
    assert [(kind, where) for kind, where in kinds_used() if kind not in TEMPLATES] == []
    reminders = {
        f"{what}_{when}" for what in ("write", "sign", "endorse") for when in ("due", "late")
    }
    assert BEFORE
    assert {*reminders, "review_late", "round_opened"} <= set(TEMPLATES)
    assert {*TURNS.values(), *NEWS.values(), "erratum", "submitted"} <= set(TEMPLATES)


@pytest.mark.parametrize("kind", sorted({*TURNS.values(), *NEWS.values(), "erratum", "submitted"}))
def test_what_a_move_tells_is_enough_for_its_message(kind):
    said = Particulars("", "", {"2.3": "Which year is it?"}, DUE)
    subject, body = worded(kind, about(REPORT, said.due, by="Amal", **said.facts), str, "en", BASE)
    assert "Fez" in subject + body
    if kind not in {"returned", "erratum"}:
        facts = about(REPORT, None, by="Amal", **Particulars().facts)
        assert worded(kind, facts, str, "en", BASE)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_kind_can_be_worded(kind):
    subject, body = worded(kind, FACTS, str, "en", BASE)
    assert "\n" not in subject
    assert subject.strip()
    for text in (subject, body.replace(FACTS["reason"], "")):
        assert "%(" not in text
    assert (f"\n\n{BASE}{TEMPLATES[kind].path % FACTS}\n\n" in body) is bool(TEMPLATES[kind].path)


def test_moments_are_written_in_the_zone_of_the_round_and_the_language_of_the_person():
    subject, body = worded("write_due", FACTS, str, "en", BASE)
    assert subject == "Fès: the report is due on 31 December 2026, 23:59 (Europe/Paris)"
    french = worded("write_due", FACTS, str, "fr", BASE)[0]
    assert "31 décembre 2026, 23:59" in french
    assert body.startswith("The report of Fès for Round 2026 can be written until 31 December")


def test_what_somebody_typed_makes_no_header_and_no_placeholder():
    assert worded("announcement", FACTS, str, "en", BASE)[0] == "A call Bcc: x@y.example"
    assert "100 % wrong\n%(city)s" in worded("declined", FACTS, str, "en", BASE)[1]


def test_an_empty_reason_leaves_no_empty_line():
    body = worded("declined", FACTS | {"reason": ""}, str, "en", BASE)[1]
    assert "reason" not in body
    assert "\n\n\n" not in body


@pytest.mark.parametrize("missing", ["city", "round", "assessment", "due"])
def test_a_fact_that_is_missing_is_a_fault(missing):
    facts = {name: value for name, value in FACTS.items() if name != missing}
    with pytest.raises(KeyError):
        worded("write_due", facts, str, "en", BASE)


@given(st.sampled_from(sorted(TEMPLATES)), st.text(min_size=1))
def test_any_name_can_be_told(kind, name):
    told = worded(kind, FACTS | {"city": name, "by": name}, str, "en", BASE)
    assert all(told)
