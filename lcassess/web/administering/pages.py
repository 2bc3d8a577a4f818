"""The addresses of the pages of UIL."""

from __future__ import annotations

from flask import Blueprint

from lcassess.web.administering.announcing import announce
from lcassess.web.administering.cities import add_city, cities
from lcassess.web.administering.inviting import invite
from lcassess.web.administering.many_invitations import invite_many
from lcassess.web.administering.people import people, remove, take
from lcassess.web.administering.rounds import add_round, rounds
from lcassess.web.administering.scheduling import (
    add_participant,
    change_round,
    contacts,
    one_round,
    set_cohort,
)
from lcassess.web.administering.terms import city_in_round, take_out

BOTH = ("GET", "POST")
POST = ("POST",)
ROUND = "/rounds/<string:slug>"
CITY = f"{ROUND}/cities/<string:city>"
TAKE = "/people/<int:person_id>/roles/<int:grant_id>/take"

blueprint = Blueprint("administering", __name__)
blueprint.add_url_rule("/rounds", view_func=rounds)
blueprint.add_url_rule("/rounds", view_func=add_round, methods=POST)
blueprint.add_url_rule(ROUND, view_func=one_round)
blueprint.add_url_rule(f"{ROUND}/change", view_func=change_round, methods=BOTH)
blueprint.add_url_rule(f"{ROUND}/cohorts", view_func=set_cohort, methods=POST)
blueprint.add_url_rule(f"{ROUND}/cities", view_func=add_participant, methods=POST)
blueprint.add_url_rule(CITY, view_func=city_in_round, methods=BOTH)
blueprint.add_url_rule(f"{CITY}/remove", view_func=take_out, methods=POST)
blueprint.add_url_rule(f"{ROUND}/announce", view_func=announce, methods=BOTH)
blueprint.add_url_rule(f"{ROUND}/invitations", view_func=invite_many, methods=BOTH)
blueprint.add_url_rule(f"{ROUND}/contacts.<any(csv, xlsx):kind>", view_func=contacts)
blueprint.add_url_rule("/cities", view_func=cities)
blueprint.add_url_rule("/cities", view_func=add_city, methods=POST)
blueprint.add_url_rule("/people", view_func=people)
blueprint.add_url_rule("/people", view_func=invite, methods=POST)
blueprint.add_url_rule("/people/<int:person_id>/remove", view_func=remove, methods=BOTH)
blueprint.add_url_rule(TAKE, view_func=take, methods=BOTH)
