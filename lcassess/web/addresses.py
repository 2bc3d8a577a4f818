"""What may stand in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.routing import BaseConverter

from lcassess.framework.checks import ADDRESS_CODE

if TYPE_CHECKING:
    from flask import Flask


class CodeConverter(BaseConverter):
    """The code of a focus area; a word such as `check` is none, and names a page of its own."""

    regex = ADDRESS_CODE.pattern
    part_isolating = True


def init_app(app: Flask) -> None:
    """Let routes say `<code:code>`."""
    app.url_map.converters["code"] = CodeConverter
