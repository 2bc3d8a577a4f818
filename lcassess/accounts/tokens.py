"""Random tokens: the bearer holds the token, the database only its hash."""

from __future__ import annotations

import hashlib
import secrets


class NoLongerOpenError(Exception):
    """The link of a token was used, has expired, or never was."""


def new_token() -> str:
    """Make a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """Give the hash under which a token is kept (SHA-256; the token itself is random enough)."""
    return hashlib.sha256(token.encode()).digest()
