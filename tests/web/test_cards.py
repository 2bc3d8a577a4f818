"""Cards are filled in twice: what the first filling puts in is no order for the second."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import update

import lcassess
from lcassess.framework import catalogue
from lcassess.storage import figures
from lcassess.storage.tables import CityRow, PersonRow
from lcassess.web.answering import cards
from tests import factories
from tests.web.visiting import Desk, fields, open_report, visit, words

ROOT = Path(lcassess.__file__).parent
LOCALES = sorted({path.stem for path in catalogue.FOLDER.glob("*/locales/*.yaml")})
CATALOGUES = sorted(ROOT.glob("web/translations/**/*.po"))
LITERACY = "adult-literacy"
SECOND = cards._OF_A_CITY
MARKS = (SECOND.variable_start_string, SECOND.block_start_string, SECOND.comment_start_string)
TYPED = ["[[ 7 * 7 ]]", "[% raise %]", "[# gone #]", "]] 7 [[ page", "[[ 7 *", "{{ 7 * 7 }}[[ 1"]


def texts(data):
    """Give every text in nested data."""
    if isinstance(data, dict):
        data = [*data, *data.values()]
    if not isinstance(data, str | list | tuple):
        return []
    return [data] if isinstance(data, str) else [text for part in data for text in texts(part)]


def marked(found):
    return [text for text in found if any(mark in text for mark in MARKS)]


def test_the_marks_would_be_found():
    assert marked(texts({"a": [{"b [[ c": ("d", "[%")}, "[#"]})) == ["b [[ c", "[%", "[#"]


@pytest.mark.parametrize("language", [catalogue.ENGLISH, *LOCALES])
@pytest.mark.parametrize("edition", catalogue.EDITIONS)
def test_no_text_of_an_edition_holds_a_mark_of_the_second_filling(edition, language):
    found = texts(catalogue.shown(edition, language))
    assert len(found) > 1000
    assert marked(found) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_no_sentence_of_a_page_holds_one(path):
    found = re.findall(r'"(.*)"', path.read_text(encoding="utf-8"))
    assert len(found) > 100
    assert marked(found) == []


@pytest.fixture
def report(session):
    return open_report(session)


@pytest.fixture
def actor(session, report):
    return factories.coordinator(session, report.city)


@pytest.fixture
def desk(app, session, report, actor):
    return Desk(visit(app, session, actor), f"/assessments/{report.id}/1.1")


@pytest.mark.parametrize("text", TYPED)
class TestWhatAPersonTypes:
    def test_it_stands_on_the_card_as_typed(self, desk, text):
        parts = ("value", "source", "note", "reason")
        desk.save({f"{LITERACY}-{part}": text for part in parts})
        desk.open()
        form = fields(desk.page, desk.address)
        assert [form[f"{LITERACY}-{part}"] for part in parts] == [text] * len(parts)

    def test_names_and_published_figures_do_as_well(self, desk, session, report, actor, text):
        session.execute(update(PersonRow).where(PersonRow.id == actor.person_id).values(name=text))
        session.execute(update(CityRow).where(CityRow.id == report.city.id).values(name=text))
        row = {"indicator_id": LITERACY, "source": text, "note": text, "year": 2022}
        row |= {"value": "97.5", "unit": "%", "match": "exact", "year_basis": "reference"}
        figures.replace(session, [report.city.id], [row | {"city_id": report.city.id}])
        session.commit()
        desk.save({f"{LITERACY}-value": "80"})
        assert words(desk.open()).count(text) >= len(["city", "saved by", "source", "note"])
