"""The production server: two processes of four threads, ready before the first visitor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from config import Config
from lcassess.web.readiness import give_back_large_blocks, keep_shared, prepare
from lcassess.web.startup import refuse_unsafe

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

bind = f"127.0.0.1:{Config().PORT}"
wsgi_app = "wsgi:app"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True  # the framework and the templates are read once and shared
timeout = 60  # seconds of silence after which a worker is replaced
graceful_timeout = 30
keepalive = 15
control_socket_disable = True  # nobody steers it while it runs; signals are enough
max_requests = 20_000  # a slow leak never grows old
max_requests_jitter = 2_000


def on_starting(server: Arbiter) -> None:
    """Refuse to serve an installation that is not safe, in words."""
    if faults := refuse_unsafe(server.app.wsgi()):
        sys.exit("\n".join(["This installation is not safe to serve:", *faults]))


def when_ready(server: Arbiter) -> None:
    """Make ready what both processes share, before they part."""
    give_back_large_blocks()
    prepare(server.app.wsgi())
    keep_shared()
