"""The log of deeds: who did what, to which report, and what came of it; never what was written."""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING

from lcassess.services.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.network.membership import Actor

_LOG = logging.getLogger("lcassess.deeds")
_PLAIN = re.compile(r"[\w.-]+")


def done(about: Mapping[str, object], actor: Actor | None) -> None:
    """Write that something was done."""
    _write({**about, "outcome": "done"}, actor)


def not_done(about: Mapping[str, object], actor: Actor | None, fault: BaseException) -> None:
    """Write why something was not done: the kind of fault, as its text may quote a person."""
    outcome = "refused" if isinstance(fault, RefusedError) else "failed"
    if isinstance(fault, RefusedError):
        fault.logged = True
    _write({**about, "outcome": outcome, "fault": type(fault).__name__}, actor)


def write(log: logging.Logger, about: Mapping[str, object]) -> None:
    """Write names and values in one line; a handler finds them as the record's arguments too."""
    said = {name: _safe(value) for name, value in about.items()}
    log.info(" ".join(f"{name}=%({name})s" for name in said), said)


def _write(about: Mapping[str, object], actor: Actor | None) -> None:
    write(_LOG, {**about, "actor": actor.person_id} if actor else about)


def _safe(value: object) -> object:
    """Quote what could pass for another name and value: an address may hold anything."""
    return value if _PLAIN.fullmatch(str(value)) else json.dumps(str(value))
