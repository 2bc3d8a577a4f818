"""The blueprint of accounts: its addresses, and what it sets up when it is registered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint

from lcassess.accounts import by_link, mail, own_account, signing_in
from lcassess.accounts.guarding import guard
from lcassess.accounts.tokens import NoLongerOpenError

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

BOTH = ("GET", "POST")

blueprint = Blueprint("accounts", __name__, template_folder="templates")
blueprint.add_url_rule("/sign-in", view_func=signing_in.sign_in, methods=BOTH)
blueprint.add_url_rule("/sign-out", view_func=signing_in.sign_out, methods=("POST",))
blueprint.add_url_rule("/invitation/<string:token>", view_func=by_link.invitation, methods=BOTH)
blueprint.add_url_rule("/reset", view_func=by_link.reset, methods=BOTH)
blueprint.add_url_rule("/reset/<string:token>", view_func=by_link.new_password, methods=BOTH)
blueprint.add_url_rule("/account", view_func=own_account.account, methods=BOTH)
blueprint.add_url_rule(
    "/account/password", view_func=own_account.change_password, methods=("POST",)
)
blueprint.add_url_rule("/account/sign-ins", view_func=own_account.end_others, methods=("POST",))
blueprint.register_error_handler(NoLongerOpenError, by_link.closed)
guard(blueprint, signing_in.ask_again)


@blueprint.record_once
def set_up(state: BlueprintSetupState) -> None:
    """Leave the check of CSRF tokens to the guard, and choose how messages are sent."""
    settings = state.app.config
    settings["WTF_CSRF_CHECK_DEFAULT"] = False
    state.app.extensions["lcassess_send"] = mail.sender(
        settings["MAIL_URL"], settings["BASE_URL"], Path(state.app.instance_path)
    )
