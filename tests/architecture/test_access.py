"""Who may do what, as `access.csv` says it: every route, method and person, on every object.

A line holds a method, an address, a form, and the status that each person gets. `{draft}` and
`{submitted}` are reports of one's own city, `{other-draft}` and `{other}` (submitted) those of
another city in another country, `{nowhere}` is none. A new route needs its lines first.
"""

from __future__ import annotations

import csv
import inspect
from pathlib import Path
from uuid import UUID

import pytest
from werkzeug.routing import IntegerConverter, UnicodeConverter, UUIDConverter
from werkzeug.routing.converters import AnyConverter

from lcassess.web.addresses import CodeConverter
from tests.architecture.network import PERSONAS, Network

TABLE = Path(__file__).with_name("access.csv")
LINES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
LINKS = ("/invitation/", "/lent/", "/reset/")  # one that has expired says what to do
OBJECTS = {"draft", "submitted", "other-draft", "other", "nowhere"}
REFUSED = {403, 404, 409}
AUTOMATIC = {"HEAD", "OPTIONS"}
TYPES = {
    UUIDConverter: UUID,
    IntegerConverter: int,
    **dict.fromkeys((UnicodeConverter, AnyConverter, CodeConverter), str),
}


@pytest.fixture(scope="module")
def network(empty_file, tmp_path_factory):
    network = Network(tmp_path_factory.mktemp("access"), empty_file)
    yield network
    network.close()


def name_of(line):
    return f"{line['method']} {line['address']}"


def has_a_route(line):
    """Tell whether the address takes the method: there is no /nowhere, and /submit is no page."""
    return line["address"] != "/nowhere" and "405" not in line.values()


def lines(*methods):
    found = [line for line in LINES if line["method"] in methods]
    return pytest.mark.parametrize("line", found, ids=name_of)


def expected(line):
    return {persona: int(line[persona]) for persona in PERSONAS}


@lines("GET")
def test_reading_is_open_to_whom_the_table_says_and_writes_nothing(network, line):
    before = network.content()
    found = {
        persona: network.open(persona, "GET", line["address"]).status_code for persona in PERSONAS
    }
    assert found == expected(line)
    assert network.content() == before


@lines("POST", "PATCH")
def test_writing_is_open_to_whom_the_table_says_and_a_refusal_writes_nothing(network, line):
    def send(persona):
        return network.open(persona, line["method"], line["address"], line["form"]).status_code

    before, wanted = network.content(), expected(line)
    found = {persona: send(persona) for persona in PERSONAS if wanted[persona] in REFUSED}
    assert {persona: wanted[persona] for persona in found} == found
    assert network.content() == before
    for persona in PERSONAS.keys() - found.keys():
        found[persona] = send(persona)
        network.put_back()
    assert found == wanted


def test_every_route_and_method_stands_in_the_table(network):
    routes = network.app.url_map.bind("localhost")
    listed = set()
    for line in LINES:
        if has_a_route(line):
            path = line["address"].format(**network.names).partition("?")[0]
            rule, _arguments = routes.match(path, line["method"], return_rule=True)
            listed.add((line["method"], rule.rule))
    known = {
        (method, rule.rule)
        for rule in network.app.url_map.iter_rules()
        for method in rule.methods - AUTOMATIC
    }
    assert known - listed == set(), "these routes have no line in access.csv"
    assert listed == known


def test_every_route_of_a_report_is_tried_with_every_object():
    tried = {}
    for line in LINES:
        head, brace, tail = line["address"].partition("/assessments/{")
        if brace:
            name, _brace, rest = tail.partition("}")
            tried.setdefault((line["method"], head + rest), set()).add(name)
    assert tried
    assert {route: OBJECTS - names for route, names in tried.items() if names != OBJECTS} == {}


def test_every_parameter_of_an_address_is_typed(network):
    """A view that takes a UUID gets one; no id is a free text, and no text spans slashes."""
    for rule in network.app.url_map.iter_rules():
        view = inspect.signature(network.app.view_functions[rule.endpoint], eval_str=False)
        for name, converter in rule._converters.items():
            taken = TYPES[type(converter)]
            assert view.parameters[name].annotation == taken.__name__, f"{rule.rule}: {name}"
            assert taken is not str or not name.endswith("_id"), f"{rule.rule}: {name}"


def test_what_is_anothers_and_what_is_not_there_look_the_same(network):
    pages, heads = set(), set()
    for line in LINES:
        for persona, status in expected(line).items():
            if status == 404 and line["method"] == "GET" and not line["address"].startswith(LINKS):
                response = network.open(persona, "GET", line["address"])
                pages.add(response.data)
                heads.add(tuple(sorted(response.headers.to_wsgi_list())))
    for rest in ("abc", "1.1%20", "1..1", "results/abc"):  # no codes, so no routes
        response = network.open("coordinator", "GET", f"/assessments/{{draft}}/{rest}")
        assert response.status_code == 404
        pages.add(response.data)
    assert len(pages) == 1
    assert {name for head in heads for name, _value in head} & {"Location", "ETag"} == set()
    assert len({tuple(pair for pair in head if pair[0] != "Set-Cookie") for head in heads}) == 1


def test_a_visitor_is_led_to_sign_in_in_the_same_way_from_every_address_of_a_report(network):
    addresses = {line["address"] for line in LINES if line["address"].startswith("/assessments")}
    addresses |= {"/assessments/x", "/assessments/x/y/z", "/assessments/../account"}
    found = {network.open(p, "GET", a).data for a in addresses for p in ("visitor", "removed")}
    assert len(found) == 1
    for persona in ("visitor", "removed"):
        response = network.open(persona, "GET", "/assessments/{draft}/1.1")
        assert (response.status_code, response.location) == (303, "/sign-in")
