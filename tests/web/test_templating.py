"""Templates find what all share, and one template's own names stay its own."""

from __future__ import annotations

from jinja2 import DictLoader

from lcassess.web.templating import OneDictionary

PAGE = "{% import 'part' as part %}{{ part.shown() }}"
PART = "{% macro shown() %}{{ shared }} {{ own }}{% endmacro %}"


def test_a_name_for_one_template_reaches_no_other(app):
    templates = OneDictionary(app, loader=DictLoader({"page": PAGE, "part": PART}))
    templates.globals["shared"] = "for all"
    templates.get_template("part", globals={"own": "for one"})
    assert templates.get_template("page").render() == "for all for one"
    assert "own" not in templates.globals
    assert templates.from_string("{{ shared }} {{ own }}").render() == "for all "
