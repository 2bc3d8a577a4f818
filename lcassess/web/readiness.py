"""What a server does before its first visitor, so that its processes share what it made."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import TYPE_CHECKING

from lcassess.framework import catalogue
from lcassess.web.answering import cards

if TYPE_CHECKING:
    from flask import Flask

M_MMAP_THRESHOLD = -3  # <malloc.h>
LARGE = 4 * 1024 * 1024  # bytes; Argon2 takes 19 MiB for a password, brotli one for every page


def prepare(app: Flask) -> None:
    """Read every template and put the words of every question into the cards."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    for language in app.config["LANGUAGES"]:
        with app.test_request_context(headers={"Accept-Language": language}):
            for edition in catalogue.EDITIONS:
                framework = catalogue.in_language(catalogue.load(edition), language)
                cards.prepare(framework, language)


def give_back_large_blocks() -> None:
    """Make glibc free large blocks at once; else each process keeps those of hashed passwords."""
    with suppress(OSError, AttributeError):  # another C library has its own ways
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)


def keep_shared() -> None:
    """Take what is there out of the garbage collector: it would write to every page of memory."""
    gc.collect()
    _give_back_free_blocks()
    gc.freeze()


def _give_back_free_blocks() -> None:
    """Return the 5 MiB that reading editions and templates took for a moment."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
