"""The checks before serving: an installation that is not safe does not start."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lcassess.extensions import database_faults

if TYPE_CHECKING:
    from flask import Flask

SHORTEST_SECRET = 32
FEWEST_DIFFERENT = 8  # "aaaa…" and "12341234…" are long, but no secrets
SAMPLES = ("change", "secret", "example", "sample", "password", "insecure", "default", "your")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NEW_SECRET = "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"  # noqa: S105


def refuse_unsafe(app: Flask) -> list[str]:
    """List in sentences why this installation must not be served; empty if it may be."""
    with app.app_context():
        return [*_secret(app), *_debug(app), *_base_url(app), *database_faults()]


def _secret(app: Flask) -> list[str]:
    fault = _fault_of_secret(app.config["SECRET_KEY"] or "")
    return [f"LCASSESS_SECRET_KEY {fault}. {NEW_SECRET}"] if fault else []


def _fault_of_secret(secret: str) -> str:
    if not secret:
        return "is not set"
    if len(secret) < SHORTEST_SECRET:
        return f"is shorter than {SHORTEST_SECRET} characters"
    if len(set(secret)) < FEWEST_DIFFERENT or any(word in secret.lower() for word in SAMPLES):
        return "looks like a sample"
    return ""


def _debug(app: Flask) -> list[str]:
    return ["Debug mode is on; it lets visitors run code. Unset FLASK_DEBUG."] if app.debug else []


def _base_url(app: Flask) -> list[str]:
    address = urlsplit(app.config["BASE_URL"])
    if address.scheme == "https" and address.hostname:
        return []
    if address.scheme == "http" and address.hostname in LOOPBACK:
        return []
    fault = f"LCASSESS_BASE_URL is {app.config['BASE_URL']}; it has to begin with https:// "
    return [fault + "unless its host is this machine (localhost, 127.0.0.1)."]
