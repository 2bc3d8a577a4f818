"""Sending what waits in the outbox, each message in the language of its person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale, gettext

from lcassess.accounts.invitations import HIDDEN
from lcassess.accounts.sealing import reveal
from lcassess.notices.wording import worded
from lcassess.services.delivering import deliver

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lcassess.services.delivering import Delivered


def send_waiting(session: Session, now: datetime, limit: int) -> Delivered:
    """Send up to `limit` messages that wait."""
    return deliver(session, current_app.extensions["lcassess_send"], _in_language, now, limit)


def _in_language(kind: str, facts: Mapping[str, str], language: str) -> tuple[str, str]:
    """Word a message; a person who has chosen no language gets the first one offered."""
    offered = current_app.config["LANGUAGES"]
    chosen = language if language in offered else offered[0]
    token = {"token": reveal(facts[HIDDEN])} if HIDDEN in facts else {}
    with force_locale(chosen):
        return worded(kind, {**facts, **token}, gettext, chosen, current_app.config["BASE_URL"])
