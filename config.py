"""The settings of an installation; nothing else reads the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, Undefined

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent
MIB = 1024 * 1024
OFF = {"0", "off", "no", "false"}


class Config:
    """What a running installation needs; every default is safe in production."""

    # Limits of a request: a page of answers is about 10 kB; routes that take files raise theirs.
    MAX_CONTENT_LENGTH: int = MIB
    MAX_FORM_MEMORY_SIZE: int = MIB
    MAX_FORM_PARTS: int = 1_000

    # The languages that can be chosen; each but the first has a catalogue in web/translations.
    LANGUAGES: tuple[str, ...] = ("en", "ar", "es", "fr")
    # Catalogues that no speaker has reviewed; their pages say so.
    UNREVIEWED_LANGUAGES: tuple[str, ...] = ("ar", "es", "fr")

    # The cookie holds a token, a language and a CSRF secret; sign-ins end on the server.
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    SESSION_REFRESH_EACH_REQUEST: bool = False
    PERMANENT_SESSION_LIFETIME: int = 30 * 24 * 3600
    # A form may stay open for a day: the token ends with the session, not before.
    WTF_CSRF_TIME_LIMIT: int | None = None

    # Tries per minute, counted in each worker's memory: two workers allow up to twice as many.
    RATELIMIT_STORAGE_URI: str = "memory://"

    # Pages are compressed while one waits: these levels save five sixths for 1 ms a page. Arabic
    # takes two bytes a letter; at a lower level a focus area would weigh more than 12 kB.
    COMPRESS_ALGORITHM: tuple[str, ...] = ("br", "gzip")
    COMPRESS_BR_LEVEL: int = 5
    COMPRESS_LEVEL: int = 1
    COMPRESS_EVALUATE_CONDITIONAL_REQUEST: bool = False  # no page has an ETag
    COMPRESS_MIMETYPES: tuple[str, ...] = ("text/html", "application/json", "text/csv")

    # What a template makes of a name that it was not given: nothing; in tests a fault.
    UNDEFINED: type[Undefined] = Undefined

    # Static files, ready to send, as `make` builds them.
    STATIC_BUILD: Path = ROOT / "build" / "static"

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        # LCASSESS_ENV: production, demo or development; any other word means production.
        named = environment.get("LCASSESS_ENV", "production")
        self.ENVIRONMENT: str = named if named in {"demo", "development"} else "production"

        # Where the database, the secret of a demo and unsent messages are kept.
        self.INSTANCE_PATH: Path = ROOT / "instance"

        # LCASSESS_DATABASE_URL: sqlite:///file or postgresql://...; a file without a path
        # lies in the instance folder.
        self.DATABASE_URL: str = environment.get("LCASSESS_DATABASE_URL", "sqlite:///lcassess.db")
        self.SQLALCHEMY_ENGINES: dict[str, str] = {"default": self.DATABASE_URL}
        self.ALEMBIC: dict[str, str] = {"script_location": str(ROOT / "migrations")}

        # PORT: where `make demo` and `make serve` listen on 127.0.0.1.
        self.PORT: int = int(environment.get("PORT", "8000"))

        # LCASSESS_BASE_URL: the address that people type; links in messages begin with it, and
        # its scheme decides whether cookies are Secure.
        default_url = f"http://127.0.0.1:{self.PORT}"
        self.BASE_URL: str = environment.get("LCASSESS_BASE_URL", default_url).rstrip("/")
        self.HTTPS: bool = self.BASE_URL.startswith("https://")
        self.SESSION_COOKIE_SECURE: bool = self.HTTPS
        self.SESSION_COOKIE_NAME: str = "__Host-session" if self.HTTPS else "session"

        # LCASSESS_PROXIES: how many reverse proxies stand before the server and say, in
        # X-Forwarded-For and -Proto, who asks; 0 means that such headers are not believed.
        self.PROXIES: int = int(environment.get("LCASSESS_PROXIES", "0"))

        # LCASSESS_MAIL_URL: smtp://user:password@host:587; empty: messages become files in
        # the instance folder's outbox.
        self.MAIL_URL: str = environment.get("LCASSESS_MAIL_URL", "")

        # LCASSESS_DEMO: off forbids `flask demo fill`; on also shows the demo on the first page
        # (as LCASSESS_ENV=demo does by itself).
        demo = environment.get("LCASSESS_DEMO", "").lower()
        self.DEMO: bool = demo not in OFF
        self.SHOW_DEMO: bool = self.DEMO and (bool(demo) or self.ENVIRONMENT == "demo")

        # LCASSESS_SECRET_KEY: at least 32 characters that nobody knows; signs cookies and links.
        self.SECRET_KEY: str | None = environment.get("LCASSESS_SECRET_KEY")
        if self.SECRET_KEY is None and self.ENVIRONMENT != "production":
            self.SECRET_KEY = _kept_secret(self.INSTANCE_PATH / "secret_key")


class TestConfig(Config):
    """Settings for tests: everything in one folder of their own, no limits on tries."""

    __test__ = False
    TESTING: bool = True
    RATELIMIT_ENABLED: bool = False
    UNDEFINED: type[Undefined] = StrictUndefined

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        super().__init__({})
        self.INSTANCE_PATH = folder
        self.DATABASE_URL = database_url or f"sqlite:///{folder / 'test.db'}"
        self.SQLALCHEMY_ENGINES = {"default": self.DATABASE_URL}
        self.SECRET_KEY = secrets.token_hex(32)


def _kept_secret(path: Path) -> str:
    """Read the secret of this installation; make it the first time, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f"secret_key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32), encoding="ascii")
        try:
            path.hardlink_to(draft)  # never replaces the secret of a process that was quicker
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
