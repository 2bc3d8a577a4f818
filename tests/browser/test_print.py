"""On paper: the receipt and the questions are complete, on A4, without what only a screen needs."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from sqlalchemy import select

from lcassess.framework.catalogue import load
from lcassess.storage.tables import SubmissionRow


@pytest.fixture
def printed(tmp_path):
    """Print a page, and give the text of the paper."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: on Debian, apt-get install poppler-utils")

    def text_of(page):
        page.pdf(path=tmp_path / "page.pdf", format="A4")
        done = subprocess.run(
            ["pdftotext", "-layout", tmp_path / "page.pdf", "-"],
            capture_output=True,
            text=True,
            check=True,
        )
        return " ".join(done.stdout.split())

    return text_of


def squeezed(text):
    """Leave out spaces and hyphens: a line may end anywhere."""
    return "".join(text.split()).replace("-", "")


def test_the_receipt_is_complete_on_paper(visit, site, printed):
    page = visit("marisund@example.org", site.report("Marisund", "/receipt"))
    paper = squeezed(printed(page))
    with site.session() as session:
        marks = session.scalars(select(SubmissionRow.fingerprint)).all()
    assert any(mark in paper for mark in marks)
    for indicator in load().indicators.values():
        assert indicator.code in paper
    for shown in page.locator("main td, main dd").all_inner_texts():
        assert all(squeezed(word) in paper for word in shown.split())
    assert squeezed("Take the report back") not in paper
    assert squeezed("Sign out") not in paper


def test_every_question_is_on_paper(visit, printed):
    paper = squeezed(printed(visit("", "/framework")))
    for indicator in load().indicators.values():
        assert indicator.code in paper
        assert squeezed(indicator.name) in paper


def test_a_focus_area_is_on_paper_with_all_that_is_folded_on_a_screen(visit, printed):
    paper = squeezed(printed(visit("", "/framework/2.1")))
    for indicator in load().by_code["2.1"].indicators:
        guidance = indicator.guidance
        for text in (guidance.question, guidance.definition.numerator, *guidance.levels):
            words = getattr(text, "description", text)
            assert not words or squeezed(words) in paper


def test_the_results_are_on_paper_with_their_table(visit, site, printed):
    paper = squeezed(printed(visit("marisund@example.org", site.report("Marisund", "/results"))))
    for focus_area in load().focus_areas:
        assert squeezed(focus_area.name) in paper
