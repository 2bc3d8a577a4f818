"""The addresses of the pages of UIL."""

from __future__ import annotations

from flask import Blueprint

from lcassess.web.administering.cities import add_city, cities
from lcassess.web.administering.inviting import invite
from lcassess.web.administering.people import people, remove, take
from lcassess.web.administering.rounds import add_round, rounds

BOTH = ("GET", "POST")
TAKE = "/people/<int:person_id>/roles/<int:grant_id>/take"

blueprint = Blueprint("administering", __name__)
blueprint.add_url_rule("/rounds", view_func=rounds)
blueprint.add_url_rule("/rounds", view_func=add_round, methods=("POST",))
blueprint.add_url_rule("/cities", view_func=cities)
blueprint.add_url_rule("/cities", view_func=add_city, methods=("POST",))
blueprint.add_url_rule("/people", view_func=people)
blueprint.add_url_rule("/people", view_func=invite, methods=("POST",))
blueprint.add_url_rule("/people/<int:person_id>/remove", view_func=remove, methods=BOTH)
blueprint.add_url_rule(TAKE, view_func=take, methods=BOTH)
