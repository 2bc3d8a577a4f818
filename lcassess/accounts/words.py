"""The names of roles, and the messages that accounts send."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from lcassess.network.membership import Role

ROLES = {
    Role.COORDINATOR: _("Coordinator"),
    Role.CONTRIBUTOR: _("Contributor"),
    Role.CERTIFIER: _("Certifier"),
    Role.COMMISSION: _("National Commission"),
    Role.REVIEWER: _("Reviewer at UIL"),
    Role.ADMINISTRATOR: _("Administrator at UIL"),
    Role.READER: _("Reader"),
}


def link(path: str) -> str:
    """Make a link for a message: from the setting, never from what a request claims to be."""
    return f"{current_app.config['BASE_URL']}{path}"


def send_invitation(email: str, token: str) -> bool:
    """Send the link of an invitation; tell whether it could be sent."""
    return _send(
        email,
        gettext("Your invitation to the self-assessment of learning cities"),
        gettext("You have been invited to take part. Open this link to accept:"),
        link(f"/invitation/{token}"),
        gettext("It works once, for three days. If you did not expect it, do nothing."),
    )


def send_reset(email: str, token: str) -> None:
    """Send the link to a new password."""
    _send(
        email,
        gettext("A new password for the self-assessment of learning cities"),
        gettext("Somebody, probably you, asked for a new password. Open this link to set it:"),
        link(f"/reset/{token}"),
        gettext("It works once, for one hour. If it was not you, do nothing: nothing changes."),
    )


def send_password_changed(email: str) -> None:
    """Tell a person that their password was changed."""
    _send(
        email,
        gettext("Your password was changed"),
        gettext("If it was not you, set a new one here and tell UIL:"),
        link("/reset"),
    )


def _send(to: str, subject: str, *lines: str) -> bool:
    """Send a message; where the mail server fails, the log says so, and the page goes on.

    The kind of fault is logged, not its text: a server's refusal names the address.
    """
    try:
        current_app.extensions["lcassess_send"](to, subject, "\n\n".join(lines))
    except OSError as fault:  # smtplib's own errors among them
        kind = type(fault).__name__
        current_app.logger.error("a message could not be sent (%s): %s", kind, subject)  # noqa: TRY400
        return False
    return True
