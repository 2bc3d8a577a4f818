"""Every sentence of every page is there in every language that is offered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from config import Config

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "lcassess" / "web" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.fixture(scope="module")
def sentences():
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT / "lcassess"), methods, options)
    return {
        message if isinstance(message, str) else tuple(message[:2]) for _, _, message, _, _ in found
    }


@pytest.fixture(scope="module", params=Config.LANGUAGES[1:])
def catalogue(request):
    path = CATALOGUES / request.param / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return {m.id: m for m in read_po(file, locale=request.param) if m.id}


def test_every_sentence_is_translated(catalogue, sentences):
    missing = [
        s for s in sentences
        if s not in catalogue or catalogue[s].fuzzy or not all(_forms(catalogue[s].string))
    ]  # fmt: skip
    assert missing == []


def test_no_translation_is_left_over(catalogue, sentences):
    assert [sentence for sentence in catalogue if sentence not in sentences] == []


def test_translations_keep_the_placeholders(catalogue):
    for message in catalogue.values():
        asked = set(PLACEHOLDER.findall(_forms(message.id)[-1])) - {"%(num)s"}
        for form in _forms(message.string):
            assert set(PLACEHOLDER.findall(form)) - {"%(num)s"} == asked, message.id


def _forms(text):
    return (text,) if isinstance(text, str) else tuple(text)
