"""Passwords: the rules for a new one, its hash, and whether a typed one is right."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from lcassess.accounts.tables import CredentialRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

SHORTEST = 12
LONGEST = 256
FEWEST_DIFFERENT = 5

# 19 MiB and two passes, the first choice of OWASP's password storage sheet.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_RUNS = ("1234567890", "0987654321", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


class Weakness(StrEnum):
    """Why a new password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    PERSONAL = "personal"


def weakness(password: str, *about: str) -> Weakness | None:
    """Say what is wrong with a new password; `about` is the person's e-mail and name.

    Length counts, the kinds of characters do not (NIST SP 800-63B-4, ASVS 5.0 6.2).
    """
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    if _is_common(password.casefold()):
        return Weakness.COMMON
    return Weakness.PERSONAL if _is_personal(password.casefold(), *about) else None


def is_right(session: Session, person_id: int | None, password: str) -> bool:
    """Check a typed password; an unknown person takes as long as a known one."""
    kept = session.scalar(
        select(CredentialRow.password_hash).where(CredentialRow.person_id == (person_id or 0))
    )
    session.rollback()  # no transaction stays open while the hash is computed
    return _matches(kept or _stand_in(), password) and kept is not None


def has_password(session: Session, person_id: int) -> bool:
    """Tell whether a person has ever set a password."""
    return session.get(CredentialRow, person_id) is not None


def make_hash(password: str) -> str:
    """Hash a new password (Argon2id); slow by intent, so not inside a transaction."""
    return _HASHER.hash(_typed(password))


def keep_hash(session: Session, password_hash: str, now: datetime, *person_ids: int) -> None:
    """Keep the hash as that of a person, or of many (a demo); does not commit."""
    for person_id in person_ids:
        kept = CredentialRow(person_id=person_id, password_hash=password_hash, changed_at=now)
        session.merge(kept)
    session.flush()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, _typed(password))
    except (VerificationError, InvalidHashError):
        return False


def _typed(password: str) -> str:
    """Give the same text for the same keys on every device, and no more than a hash can bear."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


@cache
def _stand_in() -> str:
    return _HASHER.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    """Read the most common passwords, from zxcvbn's list (MIT licence)."""
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _is_common(password: str) -> bool:
    """Tell whether it is a run of keys, or a common one, repeated or with a little around it."""
    if len(set(password)) < FEWEST_DIFFERENT or any(password in run * 20 for run in _RUNS):
        return True
    letters = _NOT_LETTERS.sub("", password)
    mostly_letters = 2 * len(letters) >= len(password)
    return password in _common() or (mostly_letters and _period(letters) in _common())


def _period(text: str) -> str:
    """Give the shortest piece that a text repeats: `abcabc` gives `abc`."""
    return text[: (text + text).find(text, 1)]


def _is_personal(password: str, *about: str) -> bool:
    """Tell whether it is the person's e-mail or name, repeated or with a little around it."""
    letters = _period(_NOT_LETTERS.sub("", password))
    told = (piece for text in about for piece in _pieces(text.casefold()))
    return bool(letters) and letters in {_NOT_LETTERS.sub("", piece) for piece in told}


def _pieces(text: str) -> list[str]:
    return [text, text.partition("@")[0], *re.split(r"[\s@.]+", text)]
