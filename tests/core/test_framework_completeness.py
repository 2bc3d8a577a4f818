from __future__ import annotations

import shutil

import pytest

from lcassess.framework.catalogue import LANGUAGES_SHIPPED, check, edition_file


@pytest.fixture
def edition(tmp_path):
    """A copy of the shipped edition that a test may spoil."""
    shutil.copytree(edition_file("2026").parent, tmp_path / "2026")
    return tmp_path / "2026" / "framework.yaml"


def spoil(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_an_edition_that_is_not_shipped_may_lack_texts(edition):
    spoil(edition, "short_name: ", "weight: 1 # ")
    shutil.rmtree(edition.parent / "locales")
    assert check(edition) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("        short_name: ", "        weight: 1 # ", "the key short_name is missing"),
        ("numerator_label: Literate", "weight: 1 # ", "the key numerator_label is missing"),
        ("breakdowns: ", "weight: 1 # ", "the key breakdowns is missing"),
        ("sdg: ", "weight: 1 # ", "the key sdg is missing"),
        ('official_code: ""', "weight: 1", "the key official_code is missing"),
    ],
)
def test_a_shipped_edition_has_every_text(edition, old, new, reason):
    line = spoil(edition, old, new)
    told = [m for m in check(edition, shipped=True) if reason in m.reason]
    assert len(told) == 1
    assert told[0].line <= line


def test_a_text_that_is_not_translated_is_told(edition):
    locale = edition.parent / "locales" / "fr.yaml"
    spoil(locale, "    question: >-", "    questions: >-")
    mistakes = [str(m) for m in check(edition, shipped=True)]
    assert any("indicators.adult-literacy.question is not translated" in m for m in mistakes)
    assert any("adult-literacy.questions: the edition has no such text" in m for m in mistakes)
    assert len(mistakes) == 2


def test_the_translation_of_what_was_taken_out_is_told(edition):
    line = spoil(
        edition.parent / "locales" / "fr.yaml",
        "features:\n",
        "features:\n  gone:\n    name: Parti\n",
    )
    mistakes = check(edition, shipped=True)
    assert [(m.line, m.where) for m in mistakes] == [(line + 2, "fr.features.gone.name")]


def test_an_empty_translation_is_told(edition):
    spoil(edition.parent / "locales" / "fr.yaml", "title: ", "title: ''  # ")
    assert [m.reason for m in check(edition, shipped=True)] == ["is empty"]


def test_a_locale_names_its_language(edition):
    spoil(edition.parent / "locales" / "fr.yaml", "language: fr", "language: es")
    assert [m.reason for m in check(edition, shipped=True)] == ["this file is for fr"]


@pytest.mark.parametrize("language", LANGUAGES_SHIPPED)
def test_a_missing_locale_is_told(edition, language):
    (edition.parent / "locales" / f"{language}.yaml").unlink()
    (mistake,) = check(edition, shipped=True)
    assert mistake.where == f"locale {language}"
    assert "cannot be read" in mistake.reason
