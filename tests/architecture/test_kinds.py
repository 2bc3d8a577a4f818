"""A kind of answer is known in all of its places."""

from __future__ import annotations

import pytest

from lcassess.framework.answers import KINDS
from lcassess.framework.catalogue import load
from lcassess.framework.model import Kind


def test_every_kind_has_its_class():
    assert set(KINDS) == set(Kind)


def test_every_kind_has_its_partial_and_no_partial_is_left_over(app):
    folder = "answering/fields/"
    partials = [name for name in app.jinja_env.list_templates() if name.startswith(folder)]
    sources = {name: app.jinja_env.loader.get_source(app.jinja_env, name)[0] for name in partials}
    known = {f"{folder}{kind.value}.html" for kind in Kind}
    assert known <= set(partials)
    shared = set(partials) - known
    assert [name for name in shared if not any(name in text for text in sources.values())] == []


@pytest.mark.parametrize("kind", Kind)
def test_the_shipped_edition_asks_for_every_kind(kind):
    assert any(indicator.kind is kind for indicator in load().indicators.values())
