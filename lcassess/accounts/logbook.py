"""The log of accounts: who came in, went, or was kept out; never an e-mail, password or link."""

from __future__ import annotations

import logging

from lcassess.services.logbook import write

_LOG = logging.getLogger("lcassess.accounts")


def done(deed: str, person_id: int) -> None:
    """Write that something was done with a person's account."""
    write(_LOG, {"deed": deed, "outcome": "done", "person_id": person_id})


def refused(deed: str, fault: str, person_id: int | None = None) -> None:
    """Write why something was refused, and whose account it was about, if it is one of ours."""
    whose = {} if person_id is None else {"person_id": person_id}
    write(_LOG, {"deed": deed, "outcome": "refused", "fault": fault, **whose})
